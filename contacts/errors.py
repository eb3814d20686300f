"""Why an action on contacts refuses, in words for the person who asked."""


class ContactError(Exception):
    """Base of the family; its text is shown as it stands, beside `field` when there is one."""

    field = ""


class EditConflict(ContactError):
    """Somebody saved the same page, of a folder or of an account, since it was opened."""


class ContactGone(ContactError):
    """The contact was deleted or merged while something of it was being saved."""


class NotAssigned(ContactError):
    """A private folder needs at least one person assigned."""


class CannotUndo(ContactError):
    """What was done since stands in the way."""


class StillUsed(ContactError):
    """Something came to use it while it was being taken away."""


class CannotReplace(ContactError):
    """Taking it away would leave something without what it needs."""


class NobodyToTake(ContactError):
    """The person named cannot take the folders."""


class KeywordGone(ContactError):
    """A keyword that was archived or taken away meanwhile."""


class DoesNotSee(ContactError):
    """Somebody who is to do something in a folder that they do not see."""

    field = "reminder_person"


class DoneAlready(ContactError):
    """What is to be done was done, or taken back, by somebody meanwhile."""


class RelationRefused(ContactError):
    """A relation that cannot be; `field` is the one to look at again."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class RowRefused(ContactError):
    """A row of a folder that cannot be beside the others; `field` is the one to look at again."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class ClashesLeft(ContactError):
    """Something that happened since a deletion waits for a choice."""


class NumberTaken(ContactError):
    """A client number is one public contact's alone."""

    field = "client_number"


class MergeRefused(ContactError):
    """These two cannot be merged; `other_kind`: a conversion would open the way."""

    def __init__(self, text: str, *, other_kind: bool = False) -> None:
        super().__init__(text)
        self.other_kind = other_kind


class PlanChanged(ContactError):
    """What would be done is no longer what was shown."""


class WouldLoseSight(ContactError):
    """Somebody assigned would not see the contact any more: it takes the right, and a reason."""

    def __init__(self, text: str, *, people: list[str], may_be_done: bool) -> None:
        super().__init__(text)
        self.people = people
        self.may_be_done = may_be_done
