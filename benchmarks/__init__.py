"""Measures whose floors are taken in the same run: `make bench`, `make bench ONLY=pages`.

A part is a module of `benchmarks.parts`, found by its file (`import_.py` is the part `import`):
SIZES, the contacts of the bases it needs; WRITES, true for one that leaves other rows behind and
works on a copy; `measure()`, which runs on each base with Django ready and returns samples by name;
`figures()`, which compares what the bases gave.
"""
