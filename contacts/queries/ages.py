"""How old somebody is."""

import datetime as dt


def age(born: dt.date, on: dt.date) -> int:
    """Return the whole years from a birth to a day; one born on 29 February ages on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
