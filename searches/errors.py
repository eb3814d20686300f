"""Why a search is refused, in words for the person who asked."""


class SearchError(Exception):
    """Base of the family; its text is shown as it stands."""


class SearchRefused(SearchError):
    """What was asked cannot be a search: badly written, too deep, too long."""


class TooManyRows(SearchError):
    """More rows hang on this one than can be judged one by one."""


class EditConflict(SearchError):
    """A kept search was changed since it was opened."""
