"""A file's lines one by one: what `blocks`, which the night reads by, must agree with."""

import datetime as dt

from imports.feeds import nir
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts.lines import read_line
from imports.feeds.o2s_accounts.reading import opened
from imports.records import Limits


def read(path, limits=None):
    """Refuse the file at once, or give its lines; damage further down is refused on the way."""
    return (
        read_line(number, cells, table.layout)
        for table in opened(path, limits or Limits(), dt.date.max, Notes())
        for row in table.rows
        for number, cells in nir.left_out([row], table.layout.nir)[0]
    )
