"""The owners that chosen accounts are to have: rows as those of one account, judged as one goes."""

from django.http import QueryDict

from accounts.forms.owners import PREFIX, OwnerFormSet, Owners
from users.models import User


class NewOwners(Owners):
    """Nobody at first; each press of a button judges what is typed, so that it can be shown."""

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(user, data=data)
        if "take" in data:
            # Who was searched for is among the rows now.
            self.search = ""
        if not self.is_saving:
            rows = self.formset.initial
            typed = {f"{PREFIX}-TOTAL_FORMS": len(rows), f"{PREFIX}-INITIAL_FORMS": 0}
            for number, row in enumerate(rows):
                typed |= {f"{PREFIX}-{number}-{name}": value for name, value in row.items()}
            self.formset = OwnerFormSet(typed, prefix=PREFIX)

    def refuse_shares(self, words: str) -> None:
        """Say beside the shares that are typed, or beside all, why they cannot be."""
        rows = [form for form in self.formset if not form.cleaned_data.get("out")]
        stated = [form for form in rows if form.cleaned_data.get("share") is not None]
        for form in stated or rows:
            form.add_error("share", words)
