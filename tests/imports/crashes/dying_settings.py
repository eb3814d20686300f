"""The product's settings, in a process that dies, or waits, before its n-th step.

A step is an SQL statement, or a change in the inbox: a file made, moved or taken away, a folder
made. The real command runs under them (`manage.py import_feeds --settings=…`); the tests say in
the environment what happens to it, and nothing of the product knows.
"""

import os
import signal
import sys
from pathlib import Path

from django.db.backends.signals import connection_created

from o2s_contacts.settings import *  # noqa: F403 - they are the product's
from o2s_contacts.settings import INBOX

DIE_AT = int(os.environ.get("DIE_AT", "0"))
WAIT_AT = int(os.environ.get("WAIT_AT", "0"))
# A pipe with a name: whoever opens it to read waits for somebody to open it to write.
GATE = os.environ.get("GATE", "")
TRACE = os.environ.get("TRACE", "")
CHANGES = {"os.rename", "os.mkdir", "os.rmdir", "os.remove"}

steps = 0


def step(what):
    global steps  # noqa: PLW0603 - one counter for the whole process is the point
    steps += 1
    if TRACE:
        with Path(TRACE).open("a", encoding="utf-8") as trace:
            trace.write(" ".join(what.split()) + "\n")
    if steps == DIE_AT:
        os.kill(os.getpid(), signal.SIGKILL)
    if steps == WAIT_AT:
        Path(GATE).read_bytes()


def before_statement(execute, sql, params, many, context):
    step(sql)
    return execute(sql, params, many, context)


def on_connection(connection, **_kwargs):
    if before_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(before_statement)


def on_event(event, arguments):
    if event in CHANGES and str(INBOX) in str(arguments[0]):
        step(f"{event} {arguments[0]}")
    elif event == "open" and str(INBOX) in str(arguments[0]) and arguments[2] & os.O_CREAT:
        step(f"open {arguments[0]}")


connection_created.connect(on_connection)
sys.addaudithook(on_event)
