"""What tests of things to do read and write."""

from django.urls import reverse
from django.utils import timezone

TODAY = timezone.localdate()


def at(name, *keys):
    return reverse(f"contacts:{name}", args=keys)


def french(day):
    return f"{day:%d/%m/%Y}"


def reminder(note):
    note.refresh_from_db()
    return note.reminder_date, note.reminder_time, note.reminder_person


def on_home(client):
    to_do = client.get(reverse("home")).context["to_do"]
    return [one["note"].text for one in to_do["lines"]], to_do["count"], to_do["lost"]
