"""The demo's firm at any size, for measures: the same generator, written by COPY.

What stands beside contacts (search texts, figures, grants, history) is written by the product's own
set-based functions, or proven equal to what they write by a test.
"""
