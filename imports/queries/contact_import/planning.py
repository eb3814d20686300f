"""What an import does with each row: asked for the analysis, and again when it is written.

A part of a file is planned by a fixed number of statements, with the eyes of who imports: what
they may not see is no contact here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from contacts import workbook
from contacts.enums import Kind
from contacts.exports.o2s_model import OF_COLUMN
from contacts.fields import ENTRIES, Shape
from contacts.models import Contact
from contacts.visibility import would_be_visible
from imports.enums import ImportMode, IssueCode, MatchKey, Outcome
from imports.models import ContactImport, ContactImportRow
from imports.queries.contact_import import privacy, spouses
from imports.queries.contact_import.cells import Cells
from imports.queries.contact_import.doubles import described, doubles
from imports.queries.contact_import.issues import Issue, issue
from imports.queries.contact_import.matching import Candidate, Key, candidates, key_of
from imports.queries.contact_import.numbers import taken
from imports.queries.contact_import.rows import (
    COLUMN_OF,
    Said,
    broken_rules,
    is_same,
    name_of,
    of_kind,
    read_row,
    with_whole_post_codes,
)
from imports.queries.contact_import.standing import Standing, standing
from imports.queries.contact_import.stored import blank
from imports.queries.contact_import.twice import Claims
from imports.queries.contact_import.words import Words
from imports.records import Code
from text import normalise, telephones
from users.models import User

_GONE = {Shape.LIST: "list", Shape.USER: "user"}
_NAME_COLUMN, _CODE_COLUMN = COLUMN_OF["last_name"], COLUMN_OF["folder_code"]
_LONGEST_LABEL = ContactImportRow._meta.get_field("label").max_length or 0


class FileRow(Protocol):
    """A row of a file, with what was repaired in it."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def problem(self) -> str | None: ...


@dataclass(slots=True)
class Planned:
    """What becomes of one row (imports.models.ContactImportRow says what each is)."""

    line: int
    outcome: Outcome
    label: str = ""
    contact: int | None = None
    after: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    # What two rows about one contact share.
    key: str = ""
    # Of a deleted contact, who may be made anew: all that the row says.
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return any(not one.is_warning for one in self.issues)


@dataclass(slots=True)
class _Draft:
    """A row on its way to its plan."""

    said: Said
    key: Key
    kind: str = Kind.PERSON
    values: dict[str, Any] = field(default_factory=dict)
    stands: Standing | None = None
    is_deleted: bool = False
    issues: list[Issue] = field(default_factory=list)


class Planner:
    """Plans the parts of one file in their order; the firm's own words are read once.

    `claims` remembers which contacts the rows so far were about: the second row about one is
    refused, whichever part it stands in.
    """

    def __init__(self, contact_import: ContactImport, by: User) -> None:
        self.contact_import, self.by = contact_import, by
        self.words = Words()
        self.cells = Cells(self.words, contact_import.corrections)
        self.places = places_of(contact_import)
        self.claims = Claims(contact_import.match_by)
        columns = {column for _, column in self.places}
        self.asked = [key for key, column in _columns_of_keys() if column in columns]

    def plan(self, rows: Iterable[FileRow], *, lock: bool = False) -> list[Planned]:
        """Return what an import would do with these rows, at most a thousand, in their order."""
        said = [self._read(row) for row in rows]
        drafts = [_Draft(one, key_of(one)) for one in said]
        self._match(drafts, lock=lock)
        for draft in drafts:
            self._compare(draft)
        self._settle_spouses(drafts)
        lately = privacy.lately_assigned([*filter(None, map(_becoming_private, drafts))])
        planned = [self._plan(draft, lately) for draft in drafts]
        self._find_doubles(drafts, planned)
        self._refuse_taken_numbers(drafts, planned)
        for plan, draft in zip(planned, drafts, strict=True):
            self._refuse_twice(plan, draft)
            if plan.is_refused:
                plan.outcome = Outcome.REFUSED
        return planned

    def _read(self, row: FileRow) -> Said:
        said = read_row(self.cells, self.places, row.line, row.cells)
        if row.problem:
            # A number that was left out is told of; cells that cannot be told apart are nobody's.
            is_left_out = row.problem == Code.R_FORBIDDEN_NIR
            said.issues.append(issue(IssueCode.FORMAT, text=row.problem, is_warning=is_left_out))
        return said

    # -- whom a row is about

    def _match(self, drafts: Sequence[_Draft], *, lock: bool) -> None:
        match_by = self.contact_import.match_by
        seen = Contact.objects.visible_to(self.by)
        active = candidates(seen, [draft.key for draft in drafts], match_by)
        chosen = {id(draft): active.of(draft.key, match_by) for draft in drafts}
        unknown = [draft for draft in drafts if not chosen[id(draft)]]
        rows = Contact.deleted.filter(would_be_visible(self.by), merged_into__isnull=True)
        gone = candidates(rows, [draft.key for draft in unknown], match_by)
        deleted = {id(draft): gone.of(draft.key, match_by)[:1] for draft in unknown}
        found = {one.contact for several in chosen.values() for one in several[:1]}
        lost = {one.contact for several in deleted.values() for one in several}
        if lock:
            _hold(found | lost)
        stand = self._standing(seen, found) | self._standing(rows, lost)
        for draft in drafts:
            self._choose(draft, chosen[id(draft)], deleted.get(id(draft), []), stand)

    def _standing(self, rows: Any, keys: Collection[int]) -> dict[int, Standing]:
        if not keys:
            return {}
        return standing(rows.filter(pk__in=keys), self.asked, self.by)

    def _choose(
        self,
        draft: _Draft,
        found: Sequence[Candidate],
        deleted: Sequence[Candidate],
        stand: Mapping[int, Standing],
    ) -> None:
        draft.issues = list(draft.said.issues)
        if len(found) > 1:
            # No name: what is kept of a row outlives its reader's sight of these contacts.
            draft.issues.append(issue(IssueCode.AMBIGUOUS, self._key_column(draft)))
        elif found or deleted:
            draft.stands = stand.get((found or deleted)[0].contact)
            draft.is_deleted = not found
        kind = draft.said.kind
        if draft.stands:
            if kind and kind != draft.stands.kind:
                column = COLUMN_OF["kind"]
                draft.issues.append(issue(IssueCode.KIND, column, workbook.WORDS["kind"][kind]))
            kind = draft.stands.kind
        draft.kind = kind or Kind.PERSON

    def _key_column(self, draft: _Draft) -> str:
        is_by_code = self.contact_import.match_by != MatchKey.NAME and draft.key.code
        return _CODE_COLUMN if is_by_code else _NAME_COLUMN

    # -- what it changes

    def _compare(self, draft: _Draft) -> None:
        held = draft.stands.values if draft.stands else {}
        # What was kept before a check was there is not asked again, as in the forms.
        draft.issues = [one for one in draft.issues if not _stands_already(one, held)]
        draft.values = of_kind(draft.said.values, draft.kind, draft.issues)
        draft.issues.extend(with_whole_post_codes(draft.values, held))
        if draft.stands is None and not draft.values.get("category"):
            self._give_category(draft)
        siret, siren = draft.values.get("siret"), draft.values.get("siren")
        if siret and not siren and not held.get("siren"):
            draft.values["siren"] = siret[:9]

    def _give_category(self, draft: _Draft) -> None:
        """Put a new contact where + Ajouter un contact would: in its kind's category."""
        default = self.words.defaults.get(draft.kind)
        if default:
            draft.values["category"] = default
        else:
            draft.issues.append(issue(IssueCode.REQUIRED, COLUMN_OF["category"]))

    def _settle_spouses(self, drafts: Sequence[_Draft]) -> None:
        if not any(key in spouses.OF_SPOUSE for key in self.asked):
            return
        numbers = (draft.values.get(workbook.SPOUSE_NUMBER) for draft in drafts)
        known = spouses.folders(filter(None, numbers), self.by)
        for draft in drafts:
            draft.issues.extend(spouses.settle(draft.values, draft.stands, known))

    def _plan(self, draft: _Draft, lately: Mapping[int, Collection[int]]) -> Planned:
        name, first_name = name_of(draft.said.values, draft.kind)
        # As the row says it: what is kept of it outlives its reader's sight of the contact.
        label = f"{first_name} {name}".strip() or draft.said.values.get("folder_code") or ""
        plan = Planned(
            draft.said.line,
            Outcome.NEW,
            normalise.stored_text(label)[:_LONGEST_LABEL],
            issues=draft.issues,
        )
        if draft.stands is None:
            plan.after = {key: value for key, value in draft.values.items() if _says(value)}
            plan.issues.extend(broken_rules(plan.after, {}, draft.kind))
            plan.issues.extend(privacy.of_new(plan.after, self.by))
        else:
            self._plan_known(draft, draft.stands, plan, lately.get(draft.stands.contact, ()))
        plan.issues.extend(self._out_of_use(plan))
        return plan

    def _plan_known(
        self, draft: _Draft, stands: Standing, plan: Planned, lately: Collection[int]
    ) -> None:
        plan.contact = stands.contact
        differing = {
            key: value for key, value in draft.values.items() if _differs(key, value, stands)
        }
        plan.after = differing
        plan.before = {key: stands.values.get(key, blank(ENTRIES[key])) for key in differing}
        if draft.is_deleted:
            plan.outcome = Outcome.DELETED
            plan.said = {key: value for key, value in draft.values.items() if _says(value)}
        elif self.contact_import.mode == ImportMode.ADD_ONLY:
            plan.outcome, plan.after, plan.before = Outcome.UNCHANGED, {}, {}
            plan.issues.append(issue(IssueCode.KNOWN, is_warning=True))
            return
        else:
            plan.outcome = Outcome.UPDATED if differing else Outcome.UNCHANGED
        if differing:
            plan.issues.extend(broken_rules(differing, stands.values, stands.kind))
            plan.issues.extend(privacy.of_known(differing, stands, self.by, lately=lately))

    def _out_of_use(self, plan: Planned) -> Iterable[Issue]:
        """Refuse what the firm offers no more, where it does not stand already."""
        for key, value in plan.after.items():
            what = _GONE.get(ENTRIES[key].shape)
            if what and value in self.words.gone[what]:
                code = IssueCode.PERSON if what == "user" else IssueCode.LIST
                yield issue(code, COLUMN_OF[key])
        added = set(plan.after.get("keywords", ())) - set(plan.before.get("keywords", ()))
        if added & self.words.gone["keyword"]:
            yield issue(IssueCode.KEYWORD, COLUMN_OF["keywords"])

    # -- what other contacts and rows say

    def _find_doubles(self, drafts: Sequence[_Draft], planned: Sequence[Planned]) -> None:
        asked = {
            plan.line: (plan, draft)
            for plan, draft in zip(planned, drafts, strict=True)
            if plan.outcome == Outcome.NEW and not plan.is_refused
        }
        if not asked:
            return
        said = {line: described(draft.values, draft.kind) for line, (_, draft) in asked.items()}
        found = doubles(said, self.by)
        seen = Contact.objects.visible_to(self.by)
        stand = self._standing(seen, set(found.values()))
        for line, contact in found.items():
            plan, draft = asked[line]
            if contact in stand:
                if not draft.said.values.get("category"):
                    # The default is a new contact's, which gets it as it is made.
                    plan.after.pop("category", None)
                self._call_double(plan, stand[contact])

    def _call_double(self, plan: Planned, stands: Standing) -> None:
        plan.outcome, plan.contact = Outcome.DOUBLE, stands.contact
        held = stands.values
        plan.before = {key: held.get(key, blank(ENTRIES[key])) for key in plan.after}

    def _refuse_taken_numbers(self, drafts: Sequence[_Draft], planned: Sequence[Planned]) -> None:
        public = {
            plan.line: plan
            for plan, draft in zip(planned, drafts, strict=True)
            if plan.after.get("client_number") and not _is_private(plan, draft.stands)
        }
        numbers = {plan.after["client_number"] for plan in public.values()}
        holders = taken(numbers) if numbers else {}
        for plan in public.values():
            number = plan.after["client_number"]
            is_held = bool(holders.get(number, set()) - {plan.contact})
            if is_held or not self.claims.take_number(number):
                column = COLUMN_OF["client_number"]
                plan.issues.append(issue(IssueCode.NUMBER_TAKEN, column, number))

    def _refuse_twice(self, plan: Planned, draft: _Draft) -> None:
        known = plan.contact if draft.stands else None
        plan.key, is_first = self.claims.take(draft.key, draft.kind, known)
        if not is_first:
            plan.issues.append(issue(IssueCode.TWICE, self._key_column(draft), plan.label))


def places_of(contact_import: ContactImport) -> list[tuple[int, str]]:
    """Return where the columns of the workbook stand among the cells of a row."""
    mapping = contact_import.mapping
    columns = ((place, mapping.get(head, head)) for place, head in enumerate(contact_import.heads))
    return [(place, column) for place, column in columns if column in workbook.COLUMNS]


def _columns_of_keys() -> list[tuple[str, str]]:
    return [(key, column) for column, keys in workbook.COLUMNS.items() for key in keys]


def _hold(contacts: Collection[int]) -> None:
    """Let nobody merge, delete or save these contacts until the transaction ends."""
    rows = Contact.everything.filter(pk__in=contacts).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _becoming_private(draft: _Draft) -> int | None:
    """Return the key of a contact that its row makes a private folder."""
    stands = draft.stands
    is_becoming = stands and draft.values.get("is_private") and not stands.values["is_private"]
    return stands.contact if stands and is_becoming else None


def _stands_already(one: Issue, held: Mapping[str, Any]) -> bool:
    """Tell whether what is refused is a telephone that the folder has, as the export writes it."""
    if one.code != IssueCode.FORMAT or one.column not in OF_COLUMN:
        return False
    entry = OF_COLUMN[one.column][0]
    number = telephones.number_of(held.get(entry.key) or "")
    if entry.shape is not Shape.TELEPHONE or not number:
        return False
    return one.text.startswith(telephones.national(number).replace("\xa0", " "))


def _says(value: Any) -> bool:
    return value not in ("", None, [])


def _differs(key: str, value: Any, stands: Standing) -> bool:
    held = stands.values.get(key)
    if held == value:
        return False
    entry = ENTRIES[key]
    if is_same(entry, blank(entry) if held is None else held, value):
        return False
    if entry.shape is Shape.TELEPHONE and value in stands.numbers:
        return False
    return not (entry.shape is Shape.EMAIL and normalise.email_key(value) in stands.addresses)


def _is_private(plan: Planned, stands: Standing | None) -> bool:
    standing_so = stands.values["is_private"] if stands else False
    return bool(plan.after.get("is_private", standing_so))
