"""One journal for every change that can be undone: plan, record, and write backwards.

It knows no domain: whoever makes a change says what it is about, who may undo it, and which rows
a reader sees.
"""
