"""Why an action on imports refuses, in words for the person who asked."""


class ImportRunError(Exception):
    """Base of the family."""


class DecidedMeanwhile(ImportRunError):
    """The file waits for nobody any more: somebody, or the night, was quicker."""
