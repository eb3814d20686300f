"""Cells of many contacts, by their keys in the catalogue, as the rows that hold them.

A file that comes back writes through it: set by set, with the steps that take all of it back.
"""
