from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a job stands: asked, at work, ended in one of three ways, or left by its worker."""

    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")
    # Its worker fell silent, and its kind is not taken up without somebody's word.
    INTERRUPTED = "interrupted", pgettext_lazy("job", "interrupted")


ACTIVE = (State.WAITING, State.RUNNING)
ENDED = (State.DONE, State.FAILED, State.CANCELLED)
