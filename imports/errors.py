"""Why an action on imports refuses, in words for the person who asked."""

from collections.abc import Mapping


class ImportRunError(Exception):
    """Base of the family."""


class DecidedMeanwhile(ImportRunError):
    """The file waits for nobody any more: somebody, or the night, was quicker."""


class ImportProfileError(Exception):
    """Base of what keeps an import profile from being saved."""


class ProfileNameTaken(ImportProfileError):
    """Another profile of this partner bears the name."""


class ProfileSavedMeanwhile(ImportProfileError):
    """Somebody saved a version after the one that was changed here."""


class FactFindError(Exception):
    """Base of what is said of a form that came back."""


class FormDecided(FactFindError):
    """Something was made of this form already."""


class AnswersRefused(FactFindError):
    """Answers that no folder can take; `refusals` say why, by name of question."""

    def __init__(self, refusals: Mapping[str, str]) -> None:
        super().__init__(", ".join(refusals))
        self.refusals = refusals


class ContactImportError(Exception):
    """Base of what is said of a file of contacts."""


class ContactImportBusy(ContactImportError):
    """It is being read or imported, or was already: nothing of it is changed."""


class ContactImportChanged(ContactImportError):
    """What it would do is no longer what was shown: nothing is imported."""


class CellNotThere(ContactImportError):
    """The file has no such column."""
