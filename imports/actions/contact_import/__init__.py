"""A file of contacts on its way into the base: loaded, analysed, repaired, imported, undone."""
