"""What the log says of a request: enough to mend a fault, and nothing of a family.

Errors carry values in their messages (a key that is taken, a text that could not be read), and
addresses carry what was searched. So a line holds templates of messages, names of routes, classes
of errors and places in the code, never a value (security.md line 65).
"""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType

from django.db import Error
from django.http import HttpRequest, HttpResponse

# Read aloud over the telephone: no letter that sounds or looks like another.
ALPHABET = "ACDEFHJKLMNPRTUVWXY347"
DIGITS = 8
DEEPEST_CAUSE = 5


def draw_number() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DIGITS))
    return f"{drawn[:4]}-{drawn[4:]}"


class RequestNumberMiddleware:
    """Give each request the number under which its log lines and its error page can be found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = draw_number()  # type: ignore[attr-defined]
        return self.get_response(request)


class PrivateFormatter(logging.Formatter):
    """Format a record without any value of the request, the database or an error."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, record.name, *_of_request(record)]
        # Django's security errors are formatted before they are logged; the logger's name says all.
        if not record.name.startswith("django.security"):
            parts.append(_one_line(str(record.msg)))
        lines = [" ".join(parts)]
        if record.exc_info and record.exc_info[1]:
            lines += _traceback(record.exc_info[1])
        return "\n".join(lines)


def _one_line(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def _of_request(record: logging.LogRecord) -> Iterator[str]:
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        match = request.resolver_match
        yield f"request={getattr(request, 'number', '?')}"
        yield f"method={_one_line(request.method or '?')}"
        yield f"route={_one_line(match.route) if match else '?'}"
    if status := getattr(record, "status_code", None):
        yield f"status={status}"
    # Background work has no request: its page says this number.
    if job := getattr(record, "job", None):
        yield f"job={int(job)}"


def _traceback(error: BaseException, depth: int = 0) -> Iterator[str]:
    """Give the chain of errors, the first cause first, as Python does, without their messages."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < DEEPEST_CAUSE:
        yield from _traceback(before, depth + 1)
        yield "which led to:"
    yield "Traceback (most recent call last):"
    yield from _frames(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_of_database(error)}"


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"


def _of_database(error: BaseException) -> str:
    """Return PostgreSQL's own code and the name of the constraint, which hold no value."""
    if not isinstance(error, Error):
        return ""
    diagnosis = getattr(error.__cause__, "diag", None)
    told = (getattr(diagnosis, name, None) for name in ("sqlstate", "constraint_name"))
    return "".join(f" {text}" for text in told if text)
