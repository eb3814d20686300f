"""Files of contacts, whatever program wrote them: cells as texts under the heads of the workbook.

`read` tells which kind of file it is and gives its rows. What a row means is asked elsewhere.
"""

from imports.feeds.contact_files.cells import MANGLED, problem
from imports.feeds.contact_files.reading import read
from imports.feeds.contact_files.rejects import write_rejects
from imports.feeds.contact_files.table import ContactRow, ContactTable
