"""How files come in: bounded, and in a place that nobody else can open.

A temporary file without a name is gone with the process that holds it, however that one ends.
"""

import tempfile
from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# What a page takes unless its view says more (users.http.takes_files_up_to); a larger file is told
# as empty, with its true size.
LARGEST = 8 << 20
# What is listened to, so that its sender can be told; above, the line is cut.
LARGEST_BODY = 64 << 20


def _body_length(request: HttpRequest) -> int:
    """Return how many bytes the sender says will come."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _largest_of(request: HttpRequest | None) -> int:
    """Return what the view takes to which the address leads."""
    match = request.resolver_match if request is not None else None
    return getattr(match.func, "largest_file", LARGEST) if match else LARGEST


class BoundedUploadHandler(FileUploadHandler):
    """Keeps a file as large as its page takes, and counts what comes beyond without keeping it."""

    kept: IO[bytes]
    received = 0
    largest = LARGEST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request is not None and _body_length(self.request) > LARGEST_BODY:
            raise StopUpload(connection_reset=True)
        self.received, self.largest = 0, _largest_of(self.request)
        self.kept = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received <= self.largest:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.received > self.largest:
            self.kept.close()
            self.kept = BytesIO()
        self.kept.seek(0)
        return UploadedFile(
            file=self.kept,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "kept"):
            self.kept.close()
