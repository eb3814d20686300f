"""Why a job ends before its work is done."""


class JobError(Exception):
    """The work cannot be done; its text is shown to the owner as it stands."""


class Stopped(Exception):
    """Base of what `Progress.check_cancelled` raises: the work lets go of all it has not kept."""


class Cancelled(Stopped):
    """The owner asked for it."""


class TakenUp(Stopped):
    """This worker was silent for too long; another attempt is at work, and nothing is ours."""
