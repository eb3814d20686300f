"""What the night received, and what became of it."""

from imports.models.last_file import LastFile
from imports.models.reject import Reject
from imports.models.run import ImportRun

__all__ = ["ImportRun", "LastFile", "Reject"]
