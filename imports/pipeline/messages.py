"""What people read about lines and files set aside."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from imports.enums import ALREADY, Doubt, State
from imports.models import ImportRun
from imports.pipeline.reject_messages import ADVICE
from imports.records import Code, Rejected

# What each code means; no sentence needs the code's params.
REASONS: Mapping[str, str] = {
    Code.R_ID_MISSING: gettext_noop("The account number is missing."),
    Code.R_ID_MANGLED: gettext_noop("This identifier has been altered by a spreadsheet."),
    Code.R_DUP_KEY_DIFFERENT: gettext_noop(
        "The same account is on another line with different values."
    ),
    Code.R_DATE: gettext_noop("This date is missing, does not exist, or is not a full date."),
    Code.R_AMOUNT: gettext_noop("This amount is missing, or cannot be read for certain."),
    Code.R_ENCODING: gettext_noop("This text has lost its accents."),
    Code.R_TYPE: gettext_noop("This value is not one that the column takes."),
    Code.R_NAME_MISSING: gettext_noop("The owner’s name is missing."),
    Code.R_SIREN: gettext_noop("This SIREN is not valid."),
    Code.R_IBAN: gettext_noop("This IBAN is not valid."),
    Code.R_ISIN: gettext_noop("This ISIN is not valid."),
    Code.R_CUSTODIAN: gettext_noop("The custodian is missing, or its code and name disagree."),
    Code.R_PRODUCT: gettext_noop("The product is missing, or its code and name disagree."),
    Code.R_TOO_LONG: gettext_noop("This text is too long."),
    Code.R_CONTROL_CHARS: gettext_noop("This text holds control characters."),
    Code.R_COLUMN_COUNT: gettext_noop("This line has not as many columns as the headers."),
    Code.R_CURRENCY: gettext_noop("This is not the code of a currency."),
    Code.R_CONTRACT_INCOMPLETE: gettext_noop(
        "Nothing is wrong with it: another line of its contract is."
    ),
    Code.R_PHONE: gettext_noop("This telephone number is not valid."),
    Code.R_EMAIL: gettext_noop("This e-mail address is not valid."),
    Code.R_POST_CODE: gettext_noop("This post code has four digits."),
    Code.R_TOWN: gettext_noop("Unknown town for this post code."),
    Code.R_FORBIDDEN_NIR: gettext_noop("A social security number has been left out."),
    Code.R_REFERENCE: gettext_noop("It names an account or a client that the file does not tell."),
    Code.R_OWNERS: gettext_noop("The account has several owners."),
    Code.R_CLOSED: gettext_noop("The partner says that the account is closed."),
    Code.R_IDENTITY: gettext_noop("The client’s identity has changed at the partner."),
    Code.F_HEADER: gettext_noop(
        "A column that must be there was not found among the headers, or stands there twice."
    ),
    Code.F_ENCODING: gettext_noop("The file’s text has lost its accents."),
    Code.F_SIZE: gettext_noop("The file is too large."),
    Code.F_BOMB: gettext_noop("Once unpacked the file would be too large."),
    Code.F_LOCKED: gettext_noop("The workbook is protected by a password."),
    Code.F_OLD: gettext_noop("The file is older than the last one imported."),
    Code.F_EMPTY: gettext_noop("The file is empty."),
    Code.F_UNREADABLE: gettext_noop("It cannot be opened, is damaged, or is no file of its kind."),
    Code.F_HTML: gettext_noop("It is a web page or an XML sheet, whatever its name says."),
    Code.F_NAME: gettext_noop(
        "The name of the file or of its folder is too long: give it a shorter one."
    ),
    Code.F_FOLDER: gettext_noop("It lies beside the partners’ folders, in none of them."),
}


def reason(reject: Rejected) -> str:
    if "with" in reject.params:
        return _("Set aside with line %(line)s of the same account.") % {
            "line": reject.params["with"]
        }
    if "beside" in reject.params:
        return _("Line %(line)s has no number and may be of this account.") % {
            "line": reject.params["beside"]
        }
    sentence = explained(reject.code)
    if known := reject.params.get("known"):
        sentence += " " + _("There is an account %(number)s.") % {"number": known}
    if longest := reject.params.get("max"):
        sentence += " " + _("At most %(max)s characters.") % {"max": longest}
    column, value = reject.column, reject.params.get("value", "")
    if column and value:
        return _("%(column)s (%(value)s): %(reason)s") % {
            "column": column,
            "value": value,
            "reason": sentence,
        }
    if column:
        return _("%(column)s: %(reason)s") % {"column": column, "reason": sentence}
    return sentence


def explained(code: str) -> str:
    """Say what a code means; one that we no longer know says itself."""
    sentence = REASONS.get(code)
    return translation.gettext(sentence) if sentence else code


def advised(code: str) -> str:
    sentence = ADVICE.get(code)
    return translation.gettext(sentence) if sentence else ""


def refusal(run: ImportRun) -> str:
    """Say why nothing of a file was taken, and where it was seen."""
    if run.code == ALREADY:
        return _("The same content has been imported before: nothing was to be done.")
    if run.code in Doubt:
        return refused_by(run)
    if run.code.startswith("R_"):
        return _(
            "A line was set aside, and the file was to be taken whole or not at all: nothing of it "
            "is in."
        )
    said = [explained(run.code)]
    if column := run.params.get("column"):
        said.append(_("Column: %(column)s.") % {"column": column})
    if line := run.params.get("line"):
        said.append(_("Line: %(line)s.") % {"line": line})
    if sheet := run.params.get("sheet"):
        said.append(_("Sheet: %(sheet)s.") % {"sheet": sheet})
    return " ".join(said)


def doubt(run: ImportRun) -> str:
    """Say why a file waits for a person, with the figures; "" when it is only to be looked at."""
    code = run.params.get("also", "") if run.code == Doubt.ASKED else run.code
    if code == Doubt.CHANGED:
        return _(
            "The base changed since it was analysed: it would no longer bring what was shown, and "
            "nothing of it is in. Here is what it would bring now."
        )
    if code == Doubt.FEWER:
        before, now = run.params.get("before", 0), run.counts["accounts"]
        return _("It holds %(now)s accounts, the last whole file held %(before)s.") % {
            "now": now,
            "before": before,
        }
    if code == Doubt.OLD:
        return _("Its latest situation is of %(now)s, an earlier file’s was of %(newest)s.") % {
            "now": run.business_date and date_format(run.business_date, "SHORT_DATE_FORMAT"),
            "newest": date_format(dt.date.fromisoformat(run.params["newest"]), "SHORT_DATE_FORMAT"),
        }
    return _("More than 5% of its lines, and more than 20, are set aside.") if code else ""


def changed(run: ImportRun) -> list[tuple[str, int, int]]:
    """Return what its sender was told otherwise: what of, before and now."""
    was = run.params.get("was", {}) if run.code == Doubt.CHANGED else {}
    return [
        (translation.gettext(label), was[name], run.told[name])
        for name, label in _TOLD.items()
        if name in was and was[name] != run.told.get(name)
    ]


_TOLD: Mapping[str, str] = {
    "known": gettext_noop("Known accounts"),
    "new_accounts": gettext_noop("New accounts"),
    "valuations": gettext_noop("Values written or replaced"),
    "clients": gettext_noop("New clients"),
    "custodians": gettext_noop("New custodians"),
    "products": gettext_noop("New products"),
}


def refused_by(run: ImportRun) -> str:
    if run.sent_by_id:
        return _("%(who)s sent it, and decided on %(when)s not to import it.") % {
            "who": run.decided_by,
            "when": run.decided_at and _moment(run.decided_at),
        }
    return _("Suspended because %(doubt)s, then refused by %(who)s on %(when)s.") % {
        "doubt": Doubt(run.code).label,
        "who": run.decided_by,
        "when": run.decided_at and _moment(run.decided_at),
    }


def what_to_do(run: ImportRun) -> str:
    """Say to somebody who was not there what the file needs; "" when nothing."""
    if run.sent_by_id and (run.code == Code.F_UNREADABLE or not run.code.startswith("F_")):
        return _to_do_for_sender(run)
    if run.state == State.SUSPENDED:
        return _(
            "Nothing of it is in yet. Look at the figures, then confirm or refuse it on its page, "
            "or with import_feeds --confirm %(run)s."
        ) % {"run": run.pk}
    if run.state == State.REJECTED and run.code.startswith("F_"):
        return advised(run.code)  # "" for a file sent again
    if run.state == State.REJECTED and run.code in Doubt:
        return _("Nothing of it is in. Ask the partner for a right file and drop that one.")
    if run.state == State.REJECTED:
        return _(
            "Mend these lines in the file itself and drop the whole file again: nothing of it is "
            "in. The file of rejects says which lines they are."
        )
    return _(
        "Mend the lines in the file of rejects, leave its headers as they are, and drop it into "
        "the partner’s folder: what is in already is not touched."
    )


def _to_do_for_sender(run: ImportRun) -> str:
    if run.code == Code.F_UNREADABLE:
        return _(
            "It may be no table (a picture, a PDF), or damaged: open it in a spreadsheet program, "
            "save it as .xlsx or .csv, and load that one."
        )
    if run.state == State.SUSPENDED:
        return _("Nothing of it is in yet. Look at the figures, then import it, or not.")
    if run.state == State.REJECTED:
        return _("Nothing of it is in. Load another file, if there is one.")
    return _(
        "Mend the lines in the file of rejects, leave its headers as they are, and load it here: "
        "what is in already is not touched."
    )


# Of lines that are in all the same.
WARNINGS: Mapping[str, str] = {
    Code.R_POST_CODE: gettext_noop(
        "The post code had four digits: a zero was put before it. Ask the partner for a column in "
        "the format Text."
    ),
    Code.R_TOWN: gettext_noop(
        "Unknown town for this post code. The address of this new client is kept as it came: check "
        "it in the alerts."
    ),
    Code.R_FORBIDDEN_NIR: gettext_noop("A social security number has been left out."),
    Code.R_AMOUNT: gettext_noop(
        "The value stated is in. It is 1 to 20% away from the units at their price."
    ),
    Code.R_OWNERS: gettext_noop(
        "The account has several owners: the first one goes with it, its label tells what each is. "
        "Add the others, their rights and shares on the account’s page."
    ),
    Code.R_CLOSED: gettext_noop(
        "The partner says that the account is closed: its values are in, and it stays open here "
        "until somebody writes the date on the account’s page."
    ),
    Code.R_EMAIL: gettext_noop(
        "The e-mail address is not valid: the client is kept without it. Write the right one "
        "in the folder, and have the partner correct it."
    ),
    Code.R_PHONE: gettext_noop(
        "The telephone number is not valid: the client is kept without it. Write the right one "
        "in the folder, and have the partner correct it."
    ),
    Code.R_SIREN: gettext_noop(
        "The SIREN, SIRET or LEI is not valid: the client is kept without it. Write the right one "
        "in the folder, and have the partner correct it."
    ),
    Code.R_IDENTITY: gettext_noop(
        "The client’s identity has changed at the partner: under this number it had another name "
        "or date of birth. Nothing of the contact is changed."
    ),
    Code.R_ID_MANGLED: gettext_noop(
        "The number of this new account came as a number: zeros before it may be lost. Ask the "
        "partner for a column in the format Text."
    ),
}


def warned(
    counts: Mapping[str, int], lines: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    """Say what is to be looked at, with the first lines to whom has the file at hand."""
    for code, count in counts.items():
        told = ngettext("%(n)s line: %(why)s", "%(n)s lines: %(why)s", count)
        said = told % {"n": count, "why": translation.gettext(WARNINGS[code])}
        if named := (lines or {}).get(code):
            said += " " + _which(named, count)
        yield f"{code}, {said}"


def _which(lines: Sequence[str], count: int) -> str:
    told = {"lines": ", ".join(lines)}
    if len(lines) < count:
        return _("Lines %(lines)s…") % told
    return ngettext("Line %(lines)s.", "Lines %(lines)s.", count) % told


def passed_over(run: ImportRun) -> list[str]:
    """Say what of the file was not read."""
    told = []
    if names := run.counts.get("other_sheets"):
        told.append(
            _("Sheets without our headers, not read: %(names)s.") % {"names": ", ".join(names)}
        )
    if names := run.counts.get("other_columns"):
        told.append(
            _("Columns that are not known, left aside: %(names)s.") % {"names": ", ".join(names)}
        )
    if count := run.counts.get("without_account"):
        sentence = ngettext(
            "%(n)s client without an account: nothing is made of it.",
            "%(n)s clients without an account: nothing is made of them.",
            count,
        )
        told.append(sentence % {"n": count})
    if count := run.counts.get("skipped"):
        sentence = ngettext(
            "%(n)s line of a total or a footer left out.",
            "%(n)s lines of totals and footers left out.",
            count,
        )
        told.append(sentence % {"n": count})
    return told


def report(
    run: ImportRun,
    codes: Mapping[str, int],
    warnings: Mapping[str, int],
    *,
    lines: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return what became of a file as a text.

    `codes`: how many lines were set aside for what; `warnings`: how many went in with one;
    `lines`: these.
    """
    text = [
        _("Import of %(file)s") % {"file": run},
        _("Received on %(when)s.") % {"when": _moment(run.started_at)},
        "",
        _result(run, has_rejects=bool(codes)),
    ]
    for code, count in codes.items():
        told = ngettext("%(n)s line: %(why)s", "%(n)s lines: %(why)s", count)
        text.append(f"- {code}, " + told % {"n": count, "why": explained(code)})
        text.append(f"  {advised(code)}")
    text += passed_over(run)
    if looked_at := list(warned(warnings, lines)):
        text += ["", _("To be looked at:"), *(f"- {warning}" for warning in looked_at)]
    if run.counts.get("is_deleted"):
        text += [
            "",
            _("The workbook held social security numbers: it was not kept. Its SHA-256: %(hash)s.")
            % {"hash": run.sha256},
        ]
    if (codes or run.state != State.DONE) and (advice := what_to_do(run)):
        text += ["", _("What to do: %(advice)s") % {"advice": advice}]
    return "\n".join(text) + "\n"


def _result(run: ImportRun, *, has_rejects: bool) -> str:
    if run.state == State.REJECTED:
        return _("Refused (%(code)s). %(why)s") % {"code": run.code, "why": refusal(run)}
    if run.state == State.SUSPENDED:
        return _("Suspended: %(doubt)s.") % {"doubt": Doubt(run.code).label}
    if run.state != State.DONE:
        return ""
    return _("Imported, with lines set aside:") if has_rejects else _("Imported.")


def _moment(when: dt.datetime) -> str:
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT")
