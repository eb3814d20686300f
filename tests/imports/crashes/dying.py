"""Lets this process die, or wait, before its n-th step.

A step is an SQL statement, or a change in the inbox: a file made, moved or taken away, a folder
made. The real command runs under it (forks.py), and nothing of the product knows.
"""

import os
import signal
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.db.backends.signals import connection_created

CHANGES = {"os.rename", "os.mkdir", "os.rmdir", "os.remove"}


@dataclass(frozen=True)
class Fate:
    """What happens to a process: `wait_at` it waits until somebody writes to the pipe `gate`."""

    die_at: int = 0
    wait_at: int = 0
    gate: Path | None = None
    trace: Path | None = None


class Steps:
    """The steps of this process, counted."""

    def __init__(self, fate, inbox):
        self.fate, self.inbox = fate, str(inbox)
        self.numbers = count(1)

    def step(self, what):
        number = next(self.numbers)
        if self.fate.trace:
            with self.fate.trace.open("a", encoding="utf-8") as trace:
                trace.write(" ".join(what.split()) + "\n")
        if number == self.fate.die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self.fate.wait_at:
            self.fate.gate.read_bytes()

    def before_statement(self, execute, sql, params, many, context):
        self.step(sql)
        return execute(sql, params, many, context)

    def on_connection(self, connection, **_kwargs):
        if self.before_statement not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.before_statement)

    def on_event(self, event, arguments):
        if event in CHANGES and self.inbox in str(arguments[0]):
            self.step(f"{event} {arguments[0]}")
        elif event == "open" and self.inbox in str(arguments[0]) and arguments[2] & os.O_CREAT:
            self.step(f"open {arguments[0]}")


def begin(fate, inbox):
    """Count this process's steps from now on."""
    steps = Steps(fate, inbox)
    connection_created.connect(steps.on_connection, weak=False)
    sys.addaudithook(steps.on_event)
