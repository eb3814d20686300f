"""Addresses whose town is not one of their post code's: told, and never refused."""

from persistence import staging_tables
from text.communes import is_known

# Lines of new accounts, whose owners somebody will look at: a file says the others every night.
_PLACES = """
    SELECT line, post_code, town FROM night_told
    WHERE post_code <> '' AND town <> '' AND LOWER(country) IN ('', 'fr', 'france')
    ORDER BY line
"""


def unknown() -> list[int]:
    """Return the lines with a French address whose two parts disagree."""
    found = staging_tables.rows(_PLACES)
    return [line for line, post_code, town in found if not is_known(post_code, town)]
