"""The demo firm: made up by a seeded generator, the same at every run, with no real person."""
