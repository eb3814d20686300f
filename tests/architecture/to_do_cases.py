"""What the matrix asks of what notes ask to be done."""

from tests.architecture.asks import Ask

KEYS = [{"pk": key, "note": "follow_up"} for key in ("contact", "open_contact")]
PLANNED = {"reminder_date": "01/12/2099", "reminder_person": "{adviser}"}

ROUTES: dict[str, list[Ask]] = {
    "contacts:to-do-list": [Ask(queries=("", "?show=lost", "?after=x", "?show=x"))],
    "contacts:to-do-tick": [Ask(keys, posts=({}, {"place": "home"})) for keys in KEYS],
    "contacts:follow-up-calendar": [Ask(keys) for keys in KEYS],
    "contacts:to-do-reopen": [Ask(keys) for keys in KEYS],
    "contacts:to-do-postpone": [Ask(keys, posts=({"to": "week"}, {})) for keys in KEYS],
    "contacts:to-do-plan": [
        Ask(keys, queries=("", "?place=home"), posts=({}, PLANNED)) for keys in KEYS
    ],
}
