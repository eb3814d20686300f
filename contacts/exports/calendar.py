"""An appointment as a calendar takes it: a file of one event (RFC 5545).

It says the kind of the note and who it is with, and of a private folder not even that: calendars
are shared with people who do not see the folder. The note's text stays here.
"""

import datetime as dt

from django.utils import timezone

from contacts.models import Contact, FollowUp

LONGEST_LINE = 75
LASTS = dt.timedelta(hours=1)


def event(note: FollowUp, contact: Contact, *, host: str) -> str:
    """Return the file; imported again, it replaces what it said before."""
    kind = note.get_kind_display()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//O2S Contacts//FR",
        "BEGIN:VEVENT",
        f"UID:suivi-{note.pk}@{host}",
        f"SEQUENCE:{note.version}",
        f"DTSTAMP:{_moment(timezone.now())}",
        *_when(note),
        f"SUMMARY:{_escaped(kind if contact.is_private else f'{kind} – {contact}')}",
        *(["CLASS:PRIVATE"] if contact.is_private else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _when(note: FollowUp) -> list[str]:
    """Return an hour from its beginning, or the whole day."""
    if note.time is None:
        return [f"DTSTART;VALUE=DATE:{note.date:%Y%m%d}"]
    begins = timezone.make_aware(dt.datetime.combine(note.date, note.time))
    return [f"DTSTART:{_moment(begins)}", f"DTEND:{_moment(begins + LASTS)}"]


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Break a line where its octets are too many, never inside a letter."""
    parts, room = [""], LONGEST_LINE
    for letter in line:
        if len((parts[-1] + letter).encode()) > room:
            parts.append("")
            room = LONGEST_LINE - 1
        parts[-1] += letter
    return "\r\n ".join(parts)
