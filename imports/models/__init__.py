"""What the night received, and what became of it."""

from imports.models.run import ImportRun

__all__ = ["ImportRun"]
