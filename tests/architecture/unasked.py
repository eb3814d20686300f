"""Functions that read rows of contacts and do not ask the rule themselves, each with its reason.

Whoever adds one marks a test that runs it, and that would fail if the reason were not true:
`@pytest.mark.plays("contacts/queries/x.py::name")`. The walk of the whole site by an outsider
(test_matrix.py) plays whatever its pages run.
"""

OF_THE_FOLDER = "rows of one folder or account, which its view loaded through the rule"
SEEN = "contacts whose keys came through the rule a moment before"
OF_KIND = "through the rows that the kind of change gives for the user"
OWN_FILE = "rows of one's own file; what they tell of contacts is asked of the rule when shown"
SENTENCE = "what was just written, through the rule, in the sentence that says so"

# Run by the pages that the matrix walks: asked by an outsider, with the folder and without it.
WALKED: dict[str, str] = {
    "accounts/queries/account.py::values_page": OF_THE_FOLDER,
    "accounts/queries/account.py::situation_at": OF_THE_FOLDER,
    "accounts/queries/curve.py::_last_of_each_month": OF_THE_FOLDER,
    "accounts/queries/folder.py::lines": OF_THE_FOLDER,
    "accounts/queries/folder.py::values_at": OF_THE_FOLDER,
    "accounts/queries/ownerships.py::shares_of_accounts": (
        "shares depend on every owner, seen or not; who asks shows those that the user sees"
    ),
    "accounts/queries/sums.py::monthly_totals": "of accounts that the search gives for the user",
    "accounts/queries/sums.py::counted_parts": "who asks keeps the parts of those seen",
    "accounts/views/account.py::prepare": OF_THE_FOLDER,
    "accounts/views/conversion.py::post": SEEN,
    "alerts/queries/candidates.py::candidates": SEEN,
    "alerts/queries/since_matching.py::_last_night": "when lines were matched, shown to nobody",
    "alerts/templatetags/client_lines.py::_partner": "accounts that the view read through the rule",
    "alerts/templatetags/client_lines.py::client_row": (
        "no manager: whom the firm deleted, as the view found them through the rule"
    ),
    "contacts/queries/coordinates.py::rows_of": OF_THE_FOLDER,
    "contacts/forms/general.py::_ask_keywords": OF_THE_FOLDER,
    "contacts/history/timeline.py::people": "names of people of the firm, who changed this folder",
    "contacts/history/timeline.py::_key_of_previous": "the names of the table and its key",
    "contacts/history/timeline.py::_exists": "of the folders that are looked at, that there is any",
    "contacts/history/timeline.py::_older": "beside the rows that the source gives for the user",
    "contacts/history/timeline.py::_previous": "beside the rows that the source gives for the user",
    "contacts/history/names.py::_rows": "the ends of records that the source gives for the user",
    "contacts/history/tracked_models.py::_persons": OF_THE_FOLDER,
    "contacts/history/tracked_models.py::history": "the manager, which `rows` filters for the user",
    "contacts/history/tracked_models.py::ends": "the names of the fields: no row is read",
    "contacts/history/tracked_models.py::fields": "the names of the fields: no row is read",
    "contacts/history/tracked_models.py::rows": OF_THE_FOLDER,
    "contacts/queries/changes.py::changes_known_to": OF_KIND,
    "contacts/queries/changes.py::known_to": OF_KIND,
    "contacts/queries/changes.py::entries": OF_KIND,
    "contacts/queries/column_values.py::values": SEEN,
    "contacts/queries/column_values.py::keywords": SEEN,
    "contacts/queries/duplicates/descriptions.py::known": SEEN,
    "contacts/queries/duplicates/likely.py::_ways": "keys; the contacts come through the rule",
    "contacts/queries/follow_ups.py::page": OF_THE_FOLDER,
    "contacts/queries/to_dos.py::of_folder": OF_THE_FOLDER,
    "contacts/queries/search_results.py::_explained": SEEN,
    "contacts/views/folder_rows.py::rows_of": OF_THE_FOLDER,
    "contacts/views/folder_rows.py::_load_row": OF_THE_FOLDER,
    "contacts/views/follow_ups.py::prepare": OF_THE_FOLDER,
    "contacts/views/to_dos.py::prepare": OF_THE_FOLDER,
    "contacts/views/history.py::get": OF_THE_FOLDER,
    "wealth/forms/assets.py::__init__": OF_THE_FOLDER,
    "compliance/forms/rows.py::clean": OF_THE_FOLDER,
    "compliance/queries/profiles.py::versions": OF_THE_FOLDER,
    "compliance/queries/profiles.py::latest": OF_THE_FOLDER,
    "compliance/queries/coherence.py::doubts": OF_THE_FOLDER,
    "compliance/views/profile.py::_experiences": OF_THE_FOLDER,
    "compliance/views/profile.py::_read": OF_THE_FOLDER,
    "compliance/views/profile.py::forms": OF_THE_FOLDER,
    "compliance/views/profile.py::standing_profile": OF_THE_FOLDER,
    "compliance/views/taxes.py::save": OF_THE_FOLDER,
}

# The same, by an administrator.
ADMINISTERED: dict[str, str] = {
    "contacts/queries/orphans.py::orphans": "counted, never shown",
    "contacts/queries/orphans.py::given_by_others": "people and reasons, never the folder",
}

# Run by a test of their own.
PLAYED: dict[str, str] = {
    "accounts/queries/checks.py::wrong_last_values": "check_figures: counts, on the server alone",
    "accounts/queries/checks.py::contacts_by_lot": "check_figures: counts, on the server alone",
    "accounts/views/editing.py::_next": OF_THE_FOLDER,
    "alerts/queries/decisions.py::former_numbers": SEEN,
    "alerts/views/ownerless.py::give": SENTENCE,
    "alerts/views/accounts.py::_refused": "lines that this user had chosen, and could see",
    "contacts/exports/cards.py::_hanging": SEEN,
    "contacts/exports/o2s.py::_add_telephones": SEEN,
    "contacts/exports/o2s.py::_keywords": SEEN,
    "contacts/queries/changes.py::is_undone_own": "the user's own doing; tells nothing of its rows",
    "contacts/queries/changes.py::undo_url": "of a row that its view loaded; undoing asks the rule",
    "contacts/queries/client_numbers.py::is_taken": "public contacts alone; the words ask the rule",
    "contacts/queries/client_numbers.py::taken_since": "public contacts alone; the same",
    "contacts/queries/confirmations.py::_own_grants": "the user's own, none while they are hidden",
    "contacts/queries/confirmations.py::_together_since": "dates of folders that the user has",
    "contacts/queries/lost_sight.py::_lately": "who followed a contact that its view loaded",
    "contacts/queries/lost_sight.py::_left_at": "a date, of a contact that its view loaded",
    "contacts/queries/lost_sight.py::_merged_lately": "who followed what went into such a contact",
    "contacts/queries/lost_sight.py::_name_at": "the one exception: for who knew the name",
    "contacts/queries/duplicates/candidates.py::set_aside": "keeps pairs; Doublons asks the rule",
    "contacts/queries/duplicates/descriptions.py::standing_keys": "keeps keys, and tells nobody",
    "contacts/queries/merges.py::survivors": "keys; whoever follows them asks the rule of the end",
    "contacts/queries/usage_counts.py::_holding": "a condition on contacts through the rule",
    "contacts/views/folder.py::_save_in_gone": "the end of `led_to`, which asked the rule",
    "contacts/views/follow_ups.py::_both_versions": OF_THE_FOLDER,
    "contacts/views/edit_conflict.py::mark": OF_THE_FOLDER,
    "contacts/views/mass_change.py::_say": SENTENCE,
    "searches/views/owners.py::_change": SENTENCE,
    "imports/queries/contact_import/causes.py::causes": OWN_FILE,
    "imports/queries/contact_import/expected.py::expected": OWN_FILE,
    "imports/queries/contact_import/showing.py::narrowed": OWN_FILE,
    "imports/queries/contact_import/showing.py::shown": OWN_FILE,
    "imports/views/contact_import_files.py::_refused": OWN_FILE,
    "imports/views/contact_import_files.py::_why": OWN_FILE,
    "imports/views/contact_import_rows.py::_rows_sent": OWN_FILE,
    "imports/queries/contact_import/numbers.py::taken": "public contacts alone; nobody is named",
    "imports/queries/contact_import/planning.py::_hold": SEEN,
    "imports/queries/contact_import/privacy.py::lately_assigned": SEEN,
    "imports/queries/contact_import/standing.py::_add_coordinates": SEEN,
    "imports/queries/contact_import/standing.py::_add_keywords": SEEN,
    "imports/queries/contact_import/standing.py::_add_telephones": SEEN,
}

UNASKED = WALKED | ADMINISTERED | PLAYED
