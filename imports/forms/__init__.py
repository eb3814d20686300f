"""The forms of the pages of imports."""
