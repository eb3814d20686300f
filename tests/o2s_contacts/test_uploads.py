"""What comes in as a file is bounded, whatever the page."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from o2s_contacts.uploads import LARGEST

pytestmark = [pytest.mark.pure, pytest.mark.security(37)]


def sent(size):
    file = SimpleUploadedFile("a.pdf", b"x" * size, "application/pdf")
    return RequestFactory().post("/", {"file": file, "note": "kept"})


def test_a_file_of_eight_megabytes_comes_in_whole_and_has_no_name_on_the_disk():
    request = sent(LARGEST)

    upload = request.FILES["file"]
    assert (upload.size, len(upload.read())) == (LARGEST, LARGEST)
    # A number, where a file that has one gives its path.
    assert isinstance(upload.file.name, int)
    request.close()
    assert upload.file.closed


def test_of_a_larger_file_its_size_alone_is_known():
    request = sent(LARGEST + 1)

    upload = request.FILES["file"]
    assert (upload.size, upload.read()) == (LARGEST + 1, b"")
    assert request.POST["note"] == "kept"
    request.close()


def test_no_other_handler_takes_files():
    assert settings.FILE_UPLOAD_HANDLERS == ["o2s_contacts.uploads.BoundedUploadHandler"]
