"""What the night received, and what became of it."""

from imports.models.reject import Reject
from imports.models.run import ImportRun
