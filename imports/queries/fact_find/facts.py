"""What a folder says of what a form asks, as the form takes it, read with one person's eyes.

A section says its values by the targets of the questions; which field asks each, and how it is
written there, the published form knows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.models import Contact
from imports.fact_find import manifest
from imports.fact_find.definition.organisation import ORGANISATION
from imports.fact_find.definition.person import PERSON
from imports.fact_find.schema import Form
from imports.queries.fact_find import compliance, family, organisation, people, wealth
from imports.queries.fact_find.folder import Folder, read_folder
from imports.queries.fact_find.lines import Lines
from imports.queries.fact_find.texts import text_for
from users.models import User


@dataclass
class Facts:
    """`values` by field; `rows`: keys of the rows in its lines, by the first word of their targets.

    `years`: the calendar years of its figures; `told`: other folders whose facts stand in it.
    """

    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    told: list[Contact] = field(default_factory=list)


# The facts that stand once in a form, and those of its lists.
_ONCE: Mapping[bool, Sequence[Callable[[Folder], Mapping[str, Any]]]] = {
    True: (
        people.of_contact,
        people.of_spouse,
        people.further_residences,
        family.situation,
        wealth.budget,
        compliance.aims,
        compliance.profile,
        compliance.origin,
    ),
    False: (
        organisation.identity,
        people.reached_organisation,
        people.of_representative,
        compliance.aims,
        compliance.profile,
        compliance.origin,
    ),
}
_LISTED: Mapping[bool, Sequence[Callable[[Folder], Lines]]] = {
    True: (family.children, wealth.properties, wealth.assets, wealth.debts),
    False: (compliance.owners, compliance.shareholders, wealth.assets),
}


def form_for(contact: Contact) -> Form:
    """Return the form that is printed for a contact now."""
    return PERSON if contact.is_person else ORGANISATION


def facts_of(
    contact: Contact,
    user: User,
    *,
    goes_out: bool = True,
    printed: Mapping[str, Collection[int]] | None = None,
) -> Facts:
    """Return what the folder says today of each question, by field, to somebody who sees it.

    Those near it in private folders are told of to whom these exist for, and never printed:
    `goes_out` leaves them out. `printed`: rows that stood in a form, and go before others.
    """
    folder = read_folder(contact, user, goes_out=goes_out, printed=printed or {})
    facts, said = Facts(told=folder.told), dict[tuple[str, int], Any]()
    for read in _ONCE[folder.contact.is_person]:
        said |= {(target, 0): value for target, value in read(folder).items()}
    for read_lines in _LISTED[folder.contact.is_person]:
        lines = read_lines(folder)
        said |= lines.said()
        facts.rows[lines.target] = list(lines.keys)
    if not folder.contact.is_person:
        figures, facts.years = compliance.figures(folder)
        said |= {(target, 0): value for target, value in figures.items()}
    facts.values = _texts(form_for(folder.contact), said)
    return facts


def _texts(form: Form, said: Mapping[tuple[str, int], Any]) -> dict[str, str]:
    questions = manifest.questions(form.template, form.version).values()
    texts = {one.name: text_for(one, said.get((one.target, one.row))) for one in questions}
    return {name: text for name, text in texts.items() if text}
