"""The sample of a partner's file that somebody describes: kept for them alone, a day at most."""

import shutil
from functools import partial
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from imports.models import ProfileSample
from imports.models.profile import KEPT_FOR
from persistence import private_files
from text.normalise import stored_text
from users.models import User

# What any page takes of a file (`o2s_contacts.uploads`).
LARGEST_SAMPLE = 8 << 20
_LONGEST_NAME = ProfileSample._meta.get_field("name").max_length or 0


def keep_sample(*, upload: UploadedFile, by: User) -> ProfileSample:
    """Keep a file in place of the one before."""
    content: IO[bytes] = upload.file  # type: ignore[assignment]
    content.seek(0)
    with private_files.being_written(settings.PROFILE_SAMPLES) as path:
        with path.open("wb") as kept:
            shutil.copyfileobj(content, kept)
        with transaction.atomic():
            drop_sample(by=by)
            return ProfileSample.objects.create(
                by=by,
                name=stored_text(upload.name or "")[:_LONGEST_NAME],
                file=private_files.keep(path, settings.PROFILE_SAMPLES),
            )


@transaction.atomic
def drop_sample(*, by: User) -> None:
    """Delete it with its file."""
    for sample in ProfileSample.objects.select_for_update().filter(by=by):
        sample.delete()
        transaction.on_commit(partial(place_of(sample).unlink, missing_ok=True))


def place_of(sample: ProfileSample) -> Path:
    return Path(settings.PROFILE_SAMPLES) / sample.file


def clear_samples() -> int:
    """Delete what nobody went on with for a day; return how many."""
    old = ProfileSample.objects.filter(at__lte=timezone.now() - KEPT_FOR)
    deleted, _models = old.delete()
    kept = ProfileSample.objects.values_list("file", flat=True)
    private_files.sweep(settings.PROFILE_SAMPLES, set(kept))
    return deleted
