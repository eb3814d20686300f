"""Files of accounts that people send: `send(user, …)`, then the job that goes through them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.models import ImportRun
from jobs.models import Job
from tests.jobs.conftest import work_off


@pytest.fixture
def kept(settings, tmp_path):
    settings.ACCOUNT_IMPORTS = tmp_path / "sent"
    return settings.ACCOUNT_IMPORTS


@pytest.fixture
def send(db, inbox, put, kept, sign_in):
    """Send lines in a file as somebody: `send(user, LINE, …)` gives the run.

    `content`: the file itself, of another format.
    """

    def send(user, *lines, name="comptes.csv", partner="assurvia", content=None, **typed):
        if content is None:
            path = put(name, *lines, partner="elsewhere")
            content = path.read_bytes()
            path.unlink()
            path.parent.rmdir()
        file = SimpleUploadedFile(name, content)
        posted = {"partner": partner, "file": file} | typed
        page = sign_in(user).post(reverse("imports:account-import"), posted)
        assert page.status_code == 302, page.context["form"].errors
        return ImportRun.objects.get(pk=int(page.url.split("/")[-2]))

    return send


@pytest.fixture
def decide(sign_in, django_capture_on_commit_callbacks):
    """Press a button of the file's page and let a worker do what waits; give the run."""

    def decide(user, run, what, **typed):
        run.refresh_from_db()
        posted = {what: "1", "shown": run.analysis} | typed
        address = reverse("imports:account-import-decide", args=[run.pk])
        with django_capture_on_commit_callbacks(execute=True):
            assert sign_in(user).post(address, posted).status_code == 302
            work_off()
        run.refresh_from_db()
        return run

    return decide


def last_job():
    return Job.objects.latest("pk")
