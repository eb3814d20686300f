"""What a form says, written into a folder: planned, applied, recorded and undone as one change."""
