"""What was typed into a form, shown in it again without being saved."""

from django.forms import BaseForm
from django.http import QueryDict


class Draft(QueryDict):
    """What was typed; no form that holds it is ever valid, so that nothing is saved.

    Its view answers as it does when something is refused: the page, with all that was typed.
    """

    @classmethod
    def of(cls, data: QueryDict) -> "Draft":
        draft = cls(mutable=True)
        for name, values in data.lists():
            draft.setlist(name, values)
        return draft


class DraftForm(BaseForm):
    """A form that can show a draft; stands before Django's own among the bases."""

    def is_valid(self) -> bool:
        """Find every error first: they are shown with the draft."""
        valid = super().is_valid()
        return valid and not isinstance(self.data, Draft)
