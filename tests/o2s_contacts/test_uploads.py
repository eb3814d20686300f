"""What comes in as a file is bounded, whatever the page."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve, reverse

from imports.views.contact_import_list import LARGEST_FILE
from o2s_contacts.uploads import LARGEST

pytestmark = [pytest.mark.pure, pytest.mark.security(37)]


def sent(size, address="/"):
    file = SimpleUploadedFile("a.pdf", b"x" * size, "application/pdf")
    request = RequestFactory().post(address, {"file": file, "note": "kept"})
    request.resolver_match = resolve(address)
    return request


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


def test_a_page_that_takes_larger_files_says_how_large():
    address = reverse("imports:contact-import-list")
    for size, read in ((LARGEST + 1, LARGEST + 1), (LARGEST_FILE + 1, 0)):
        request = sent(size, address)
        upload = request.FILES["file"]
        assert (upload.size, len(upload.read())) == (size, read)
        request.close()


def test_no_other_handler_takes_files():
    assert settings.FILE_UPLOAD_HANDLERS == ["o2s_contacts.uploads.BoundedUploadHandler"]
