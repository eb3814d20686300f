"""A search: how it is written, what it asks in SQL, and what plain Python says of one row.

`schema` reads and writes the stored form, `vocabulary` says what may be asked of which rows,
`operators` what each comparison means; `compiling` makes conditions of the database of it, and
`evaluating` the same answers one row at a time, with the value that decides.
"""
