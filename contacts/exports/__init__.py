"""What leaves the house as a file: rows read with the eyes of one person, and their formats.

`sheets` writes CSV and XLSX of any rows, `listed` reads contacts as their list shows them, `o2s` as
the O2S workbook has them, `cards` as an address book does.
"""
