"""Each file is a part of the measures: see `benchmarks`."""
