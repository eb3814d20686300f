"""Printing fact-find forms, and what comes of those that are received."""
