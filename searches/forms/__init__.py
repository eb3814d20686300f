"""The builder: conditions made in a page, whose whole state is plain fields of one form.

`flattening` writes a stored search as these fields, `builder` reads them back, node by node, with
a form for each: `conditions` for a field compared, `parts` for groups and the rest.
"""
