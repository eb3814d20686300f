"""What a fact-find form costs: printing it, reading it, and what reading hostile ones does to all.

Reading begins with a process of its own, and printing with a copy of the blank form: these are the
floors. The forms that come back were filled in before, as clients do. The pages of others are asked
of a server as a firm has it, while files are sent to it that take its readers as long as they are
let.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import override_settings
from django.urls import reverse

from benchmarks.asking import busiest_adviser, client_of
from benchmarks.figures import Figure
from benchmarks.samples import REPETITIONS, RUNS, Act, Sample, alternate, milliseconds
from contacts.models import Contact
from imports.fact_find import manifest
from imports.fact_find.definition.person import PERSON
from imports.fact_find.prefilling import prefill
from imports.fact_find.schema import WITH_CHOICES, YES, Kind
from imports.queries.fact_find.signing import signing_key
from users.models import User

SIZES = (10_000,)
WRITES = True
OVER_COPY, OVER_PROCESS, OVER_USUAL = 2, 5, 2
HOSTILE, SENDERS, WORKERS = 20, 4, 5
OTHER_PAGES = ("home", "contacts:contact-list")
# A bare process that can read a PDF.
_BARE = (sys.executable, "-I", "-c", "import pypdf")


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as name:
        places = {"DOCUMENTS": Path(name) / "documents", "RECEIVED_FORMS": Path(name) / "received"}
        with override_settings(**places):
            found = alternate(_acts(user))
        return found | _other_pages(user, {key: str(path) for key, path in places.items()})


def _acts(user: User) -> dict[str, Act]:
    form, values, key = PERSON, _answers(), signing_key()
    forms = iter([_form_that_came_back(number, key) for number in range(RUNS)])
    client = client_of(user)
    contact = Contact.objects.visible_to(user).filter(kind="person").order_by("pk")[0]
    address = reverse("imports:fact-find-update", args=[contact.pk])

    def read() -> None:
        sent = SimpleUploadedFile("recueil.pdf", next(forms), content_type="application/pdf")
        page = client.post(address, {"file": sent}, follow=True)
        if page.status_code != 200 or not page.redirect_chain:  # noqa: PLR2004 - as it is answered
            raise RuntimeError(f"{address} answered {page.status_code}")

    return {
        "prefill": lambda: prefill(form.template, form.version, values, firm="Œ", key=key),
        "copy": _copy_blank,
        "read": read,
        "process": lambda: subprocess.run(_BARE, check=True),
    }


def _copy_blank() -> None:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only the package knows it elsewhere

    blank = PdfReader(manifest.blank_path(PERSON.template, PERSON.version))
    PdfWriter(clone_from=blank, keep_initial_header=True).write(BytesIO())


def _answers() -> dict[str, str]:
    """Return an answer to each question of the form of a person."""
    said = {}
    for name, field in PERSON.fields.items():
        if field.kind in WITH_CHOICES:
            said[name] = field.choices[-1][0]
        else:
            said[name] = YES if field.kind is Kind.CHECK else "12"
    return said


def _form_that_came_back(number: int, key: bytes) -> bytes:
    """Return a filled form, each another: the same one again would be known."""
    said = _answers() | {"tit_nom": f"Durand {number} {uuid4().hex[:8]}"}
    return prefill(PERSON.template, PERSON.version, said, key=key).content


# -- the pages of others


def _other_pages(user: User, places: Mapping[str, str]) -> dict[str, Sample]:
    cookie = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    with _served(places) as site:
        asking = _Asking(site, cookie)
        asking.pages()
        usual = Sample([milliseconds(asking.pages) for _ in range(REPETITIONS)])
        busy = Sample([])
        with ThreadPoolExecutor(SENDERS) as senders:
            sent = [senders.submit(asking.send_hostile) for _ in range(HOSTILE)]
            while not all(one.done() for one in sent):
                busy.times.append(milliseconds(asking.pages))
            answers = [one.result() for one in sent]
    busy.facts = {"files": HOSTILE, "answers": sorted(set(answers))}
    return {"usual": usual, "busy": busy}


@contextmanager
def _served(places: Mapping[str, str]) -> Iterator[str]:
    """Serve this base as a firm's server does, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{free.getsockname()[1]}"
    command = (sys.executable, "-m", "gunicorn", "o2s_contacts.wsgi", "-b", at, "-w", str(WORKERS))
    with subprocess.Popen(command, env=os.environ | places, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://{at}/login/")
            yield f"http://{at}"
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - the loopback
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} does not answer")


class _Asking:
    """Somebody who is logged in, and asks over the network as browsers do."""

    def __init__(self, site: str, session: str) -> None:
        self.site, self.session, self.token = site, session, "t" * 32
        self.addresses = [site + reverse(name) for name in OTHER_PAGES]

    def pages(self) -> None:
        for address in self.addresses:
            self._ask(urllib.request.Request(address))  # noqa: S310 - the loopback

    def send_hostile(self) -> int:
        """Send a file that its reader takes as long as it may to refuse; return the status."""
        address = self.site + reverse("imports:fact-find-create")
        edge = uuid4().hex
        parts = {"csrfmiddlewaretoken": self.token.encode()}
        body = b"".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            + value
            + b"\r\n"
            for name, value in parts.items()
        )
        head = 'Content-Disposition: form-data; name="file"; filename="a.pdf"'
        body += f"--{edge}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode()
        body += _hostile() + f"\r\n--{edge}--\r\n".encode()
        request = urllib.request.Request(address, body)  # noqa: S310 - the loopback
        request.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> int:
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        request.add_header("Cookie", f"{cookies}; {settings.CSRF_COOKIE_NAME}={self.token}")
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310 - the loopback
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            # A refusal is an answer; a page that fails is none.
            with error:
                error.read()
            if error.code != 422:  # noqa: PLR2004 - refused
                raise
            return error.code


def _hostile() -> bytes:
    """Return nothing but beginnings of objects: whoever looks for the end of one is long at it."""
    return b"%PDF-1.7\n" + b"1 0 obj << " * (180 << 10) + uuid4().hex.encode()


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    for name, act, floor, goal in (
        ("fact_find_prefill", "prefill", "copy", OVER_COPY),
        ("fact_find_read", "read", "process", OVER_PROCESS),
        ("site_during_uploads", "busy", "usual", OVER_USUAL),
    ):
        sample = samples[act]
        facts = sample.facts | {"repetitions": len(sample.times), "p95": round(sample.p95, 2)}
        yield Figure(name, sample.median, "ms, median", samples[floor].median, goal, facts)
