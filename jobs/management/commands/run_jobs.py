"""The worker: does what people asked for in the background, until it is told to end."""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from jobs.actions.sweeping import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what people asked for in the background. One is enough; several share the work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what waits, then end.")

    def handle(self, *_args: Any, batch: bool, **_options: Any) -> None:
        _sweep_if_possible()
        ended = threading.Event()
        threading.Thread(target=_sweep_until, args=[ended], daemon=True).start()
        try:
            _work(batch=batch)
        finally:
            ended.set()


def _work(*, batch: bool) -> None:
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        backend_name="default",
        interval=settings.JOB_LOOK_SECONDS,
        batch=batch,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    while True:
        try:
            return worker.run()
        except (OperationalError, InterfaceError):
            # SQLite had another writer for longer than its timeout, or PostgreSQL was restarted: a
            # job that this cut off is found silent, and begins again.
            logger.warning("The database is busy or away")
            time.sleep(settings.JOB_LOOK_SECONDS)
            close_old_connections()


def _sweep_until(ended: threading.Event) -> None:
    while not ended.wait(settings.JOB_SWEEP_SECONDS):
        _sweep_if_possible()
        connection.close()


def _sweep_if_possible() -> None:
    try:
        sweep()
    except DatabaseError:
        logger.warning("Jobs without a worker were not looked for: the database is busy or away")
