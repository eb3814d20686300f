"""Closed lists of the domain. Stored values are stable; labels are what people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    PERSON = "person", _("Natural person")
    ORGANISATION = "organisation", _("Legal person")


# Why history changed, where it must be told apart later.
CONVERSION = _("Conversion")
MERGE = _("Merge of two contacts")
MERGE_UNDONE = _("Merge undone")
# The file's name stays out: it may tell what whoever reads a folder need not know.
IMPORTED = _("Import of contacts")
IMPORT_UNDONE = _("Import of contacts undone")


class ChangeKind(TextChoices):
    """What can be undone as a whole."""

    MERGE = "merge", _("Merges")
    CATEGORY = "category", _("Changes of category")
    KEYWORDS = "keywords", _("Changes of keywords")
    PEOPLE = "people", _("People assigned")
    DELETION = "deletion", _("Deleted contacts")
    ROW_DELETION = "row_deletion", _("Deleted rows of folders")
    ACCOUNT_DELETION = "account_deletion", _("Deleted accounts")
    DOCUMENT_DELETION = "document_deletion", _("Deleted documents")
    OWNERS = "owners", _("Owners of accounts")
    CLIENT_DECISION = "client_decision", _("Detected clients")
    ACCOUNT_DECISION = "account_decision", _("Detected accounts")
    FACT_FIND = "fact_find", _("Fact-find forms")
    FACT_FIND_CREATION = "fact_find_creation", _("Contacts created from forms")
    CONTACT_IMPORT = "contact_import", _("Imports of contacts")


class Title(TextChoices):
    MR = "mr", _("Mr")
    MRS = "mrs", _("Mrs")
    MISS = "miss", _("Miss")
    OTHER = "other", _("Other title")


class YesNo(TextChoices):
    """The answer to a question that may not have been asked yet."""

    UNDEFINED = "", _("Not defined")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class MaritalStatus(TextChoices):
    UNDEFINED = "", _("Not defined")
    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    PACS = "pacs", _("Civil partnership")
    COHABITING = "cohabiting", _("Cohabiting")
    SEPARATED = "separated", _("Separated")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")

    @classmethod
    def coupled(cls) -> set[str]:
        """Return the situations that have a spouse or partner."""
        return {cls.MARRIED, cls.PACS, cls.COHABITING}

    @classmethod
    def ending(cls) -> set[str]:
        """Return the situations that end a couple."""
        return {cls.SINGLE, cls.SEPARATED, cls.DIVORCED, cls.WIDOWED}


class MatrimonialRegime(TextChoices):
    UNDEFINED = "", pgettext_lazy("regime", "Not defined")
    SEPARATION = "separation", _("Separation of property")
    SEPARATION_ACQUESTS = "separation_acquests", _("Separation of property with joint acquests")
    ACQUESTS_1966 = "acquests_1966", _("Legal regime since 01.02.1966, joint acquests")
    MOVABLES_BEFORE_1966 = (
        "movables_1966",
        _("Legal regime before 01.02.1966, joint movables and acquests"),
    )
    UNIVERSAL = "universal", _("Universal community")
    PARTICIPATION = "participation", _("Participation in acquests")
    UNIVERSAL_TO_SURVIVOR = (
        "universal_survivor",
        _("Universal community, all of it to the survivor"),
    )
    OTHER = "other", _("Foreign or other regime")


class PacsRegime(TextChoices):
    UNDEFINED = "", pgettext_lazy("agreement", "Not defined")
    SEPARATION = "separation", _("Separation regime")
    JOINT = "joint", _("Joint ownership regime")


class IdentityDocument(TextChoices):
    UNDEFINED = "", pgettext_lazy("document", "Not defined")
    IDENTITY_CARD = "identity_card", _("Identity card")
    PASSPORT = "passport", _("Passport")
    OTHER = "other", _("Other identity document")
    NONE = "none", pgettext_lazy("document", "None")


class MifidCategory(TextChoices):
    UNDEFINED = "", pgettext_lazy("classification", "Not defined")
    RETAIL = "retail", _("Non-professional client")
    PROFESSIONAL = "professional", _("Professional client")
    COUNTERPARTY = "counterparty", _("Eligible counterparty")


class Housing(TextChoices):
    """How somebody lives in their home; stored by the codes of the published fact-find form."""

    UNDEFINED = "", _("Not defined")
    OWNER = "PROP", pgettext_lazy("housing", "Owner")
    OWNER_WITH_LOAN = "PROP_ACC", pgettext_lazy("housing", "Owner (loan being repaid)")
    TENANT = "LOC", pgettext_lazy("housing", "Tenant")
    HOUSED_FREE = "HEB", pgettext_lazy("housing", "Housed free of charge")
    STAFF_HOUSING = "FONC", pgettext_lazy("housing", "Staff housing")


class SocioProfessionalCategory(TextChoices):
    """The eight of INSEE; stored by the codes of the published fact-find form."""

    UNDEFINED = "", _("Not defined")
    FARMER = "1", _("Farmers")
    BUSINESS_OWNER = "2", _("Craftspeople, shopkeepers, heads of businesses")
    EXECUTIVE = "3", _("Executives, higher intellectual professions")
    INTERMEDIATE = "4", _("Intermediate professions")
    EMPLOYEE = "5", _("Employees")
    WORKER = "6", _("Workers")
    RETIRED = "7", _("Retired people")
    INACTIVE = "8", _("Others without an occupation")


class PepLink(TextChoices):
    """Why somebody is politically exposed; stored by the codes of the fact-find form."""

    UNDEFINED = "", pgettext_lazy("exposure", "Not defined")
    PERSON = "DIRECT", pgettext_lazy("exposure", "The person themselves")
    FAMILY = "FAMILLE", pgettext_lazy("exposure", "Close family member")
    ASSOCIATE = "ASSOCIE", pgettext_lazy("exposure", "Close associate")


class TaxRegime(TextChoices):
    """How an organisation is taxed; stored by the codes of the published fact-find form."""

    UNDEFINED = "", pgettext_lazy("regime", "Not defined")
    CORPORATE = "IS", _("Corporation tax")
    INCOME = "IR", pgettext_lazy("tax regime", "Income tax")
    EXEMPT = "EXO", _("Exempt, non-profit")


class FatcaStatus(TextChoices):
    """What FATCA and CRS call an organisation; stored by the codes of the fact-find form."""

    UNDEFINED = "", pgettext_lazy("FATCA", "Not defined")
    ACTIVE_NFE = "ENF_ACT", _("Active NFE")
    PASSIVE_NFE = "ENF_PAS", _("Passive NFE")
    FINANCIAL_INSTITUTION = "IF", _("Financial institution")
    EXEMPT_BENEFICIARY = "EXO", _("Exempt beneficial owner")


class Filiation(TextChoices):
    """Whose child somebody is, told from the parent whose relation says it.

    Stored by the codes of the published fact-find form.
    """

    UNDEFINED = "", _("Not defined")
    CURRENT_UNION = "COMMUN", pgettext_lazy("filiation", "The present couple")
    PARENT_ALONE = "TIT", pgettext_lazy("filiation", "The parent alone")
    SPOUSE_ALONE = "CJT", pgettext_lazy("filiation", "The spouse alone")
    ADOPTION = "ADOPT", pgettext_lazy("filiation", "Adoption")
    OTHER = "AUTRE", pgettext_lazy("filiation", "Another person")


class Use(TextChoices):
    PERSONAL = "personal", pgettext_lazy("use", "Personal")
    PROFESSIONAL = "professional", pgettext_lazy("use", "Professional")
    OTHER = "other", pgettext_lazy("use", "Other")


class PhoneType(TextChoices):
    MOBILE = "mobile", pgettext_lazy("telephone", "Mobile")
    LANDLINE = "landline", pgettext_lazy("telephone", "Landline")
    FAX = "fax", pgettext_lazy("telephone", "Fax")


class VisitKind(TextChoices):
    """What somebody last did with a folder."""

    OPENED = "opened", pgettext_lazy("recent", "Opened")
    CHANGED = "changed", pgettext_lazy("recent", "Changed")
    CREATED = "created", pgettext_lazy("recent", "Created")


class FirmList(TextChoices):
    """The lists whose values a firm writes itself."""

    PROFESSION = "profession", _("Profession")
    LEGAL_CAPACITY = "legal_capacity", _("Legal capacity")
    ZONE = "zone", _("Area")
    CAMPAIGN = "campaign", _("Campaign")
    ORIGIN = "origin", _("Origin of the contact")
    QUALIFICATION = "qualification", _("Qualification of the contact")
    PROFESSIONAL_STATUS = "professional_status", _("Professional status")


@dataclass(frozen=True)
class _Relation:
    """What a row of RelationKind says beside its value and its label for who tells no gender.

    `of` is the sort of contact that has such a relation, blank for both; `gendered` is what a man
    and a woman at the other end are called, apart by a slash; `generation` is how many rows below
    the contact the family chart draws them.
    """

    inverse: str
    gendered: str | Promise = ""
    generation: int = 0
    of: str = ""
    is_family: bool = False
    has_share: bool = False


def _kin(inverse: str, gendered: str | Promise = "", generation: int = 0) -> _Relation:
    return _Relation(inverse, gendered, generation, Kind.PERSON, is_family=True)


_OF_ITSELF = _Relation("")


class RelationKind(TextChoices):
    """What the other end of a relation is to the contact: family first, then business.

    Each has its inverse, which is what the contact is to the other end; between two folders the
    first of the two is written.
    """

    row: _Relation

    def __new__(cls, value: str, row: _Relation = _OF_ITSELF) -> Self:
        kind = str.__new__(cls, value)
        kind._value_, kind.row = value, row
        return kind

    SPOUSE = "spouse", _kin("spouse", pgettext_lazy("gender", "Spouse")), _("Spouse or partner")
    EX_SPOUSE = (
        "ex_spouse",
        _kin("ex_spouse", pgettext_lazy("gender", "Former spouse")),
        _("Former spouse or partner"),
    )
    CHILD = "child", _kin("parent", pgettext_lazy("gender", "Child"), 1), _("Child")
    PARENT = (
        "parent",
        _kin("child", pgettext_lazy("gender", "Parent"), -1),
        pgettext_lazy("family", "Parent"),
    )
    SIBLING = "sibling", _kin("sibling", pgettext_lazy("gender", "Sibling")), _("Brother or sister")
    GRANDCHILD = (
        "grandchild",
        _kin("grandparent", pgettext_lazy("gender", "Grandchild"), 2),
        _("Grandchild"),
    )
    GRANDPARENT = (
        "grandparent",
        _kin("grandchild", pgettext_lazy("gender", "Grandparent"), -2),
        _("Grandparent"),
    )
    STEPCHILD = (
        "stepchild",
        _kin("stepparent", pgettext_lazy("gender", "Child of the spouse"), 1),
        _("Child of the spouse"),
    )
    STEPPARENT = (
        "stepparent",
        _kin("stepchild", pgettext_lazy("gender", "Spouse of the parent"), -1),
        _("Spouse of the parent"),
    )
    NEPHEW = "nephew", _kin("uncle", pgettext_lazy("gender", "Nephew"), 1), _("Nephew or niece")
    UNCLE = "uncle", _kin("nephew", pgettext_lazy("gender", "Uncle"), -1), _("Uncle or aunt")
    COUSIN = "cousin", _kin("cousin", pgettext_lazy("gender", "Cousin")), _("Cousin")
    OTHER_FAMILY = "other_family", _kin("other_family"), _("Other family")

    DIRECTOR = (
        "director",
        _Relation("directed", pgettext_lazy("gender", "Director"), of=Kind.ORGANISATION),
        _("Director"),
    )
    DIRECTED = "directed", _Relation("director"), _("Company directed")
    PARTNER = (
        "partner",
        _Relation(
            "partnership", pgettext_lazy("gender", "Partner"), of=Kind.ORGANISATION, has_share=True
        ),
        _("Partner"),
    )
    PARTNERSHIP = "partnership", _Relation("partner", has_share=True), _("Company owned in part")
    BENEFICIAL_OWNER = (
        "beneficial_owner",
        _Relation("beneficially_owned", of=Kind.ORGANISATION, has_share=True),
        _("Beneficial owner"),
    )
    BENEFICIALLY_OWNED = (
        "beneficially_owned",
        _Relation("beneficial_owner", of=Kind.PERSON, has_share=True),
        _("Company whose beneficial owner it is"),
    )
    REPRESENTATIVE = (
        "representative",
        _Relation("represented", pgettext_lazy("gender", "Legal representative")),
        _("Legal representative"),
    )
    REPRESENTED = (
        "represented",
        _Relation("representative", pgettext_lazy("gender", "Represented")),
        _("Represented"),
    )
    NOTARY = "notary", _Relation("client_of_notary"), _("Notary")
    CLIENT_OF_NOTARY = "client_of_notary", _Relation("notary"), _("Client as a notary")
    ACCOUNTANT = "accountant", _Relation("client_of_accountant"), _("Chartered accountant")
    CLIENT_OF_ACCOUNTANT = (
        "client_of_accountant",
        _Relation("accountant"),
        _("Client as an accountant"),
    )
    LAWYER = "lawyer", _Relation("client_of_lawyer", pgettext_lazy("gender", "Lawyer")), _("Lawyer")
    CLIENT_OF_LAWYER = "client_of_lawyer", _Relation("lawyer"), _("Client as a lawyer")
    INTRODUCER = "introducer", _Relation("introduced"), _("Introducer")
    INTRODUCED = "introduced", _Relation("introducer"), _("Introduced contact")
    GUARDIAN = (
        "guardian",
        _Relation("ward", pgettext_lazy("gender", "Guardian"), of=Kind.PERSON),
        _("Guardian"),
    )
    WARD = "ward", _Relation("guardian", of=Kind.PERSON), _("Person under guardianship")
    CURATOR = (
        "curator",
        _Relation("under_curator", pgettext_lazy("gender", "Curator"), of=Kind.PERSON),
        _("Curator"),
    )
    UNDER_CURATOR = (
        "under_curator",
        _Relation("curator", of=Kind.PERSON),
        _("Person under curatorship"),
    )
    EMPLOYER = "employer", _Relation("employee"), _("Employer")
    EMPLOYEE = "employee", _Relation("employer", pgettext_lazy("gender", "Employee")), _("Employee")
    OTHER_BUSINESS = "other_business", _Relation("other_business"), _("Other business relation")

    @property
    def inverse(self) -> "RelationKind":
        return RelationKind(self.row.inverse)

    @property
    def is_family(self) -> bool:
        return self.row.is_family

    @property
    def has_share(self) -> bool:
        return self.row.has_share

    def fits(self, *, near_is_person: bool, far_is_person: bool) -> bool:
        """Say whether two of these sorts may have this relation, read from the near one.

        One that does not fit comes from a conversion: it is archived until it fits again.
        """
        sorts = (self.row.of, near_is_person), (self.inverse.row.of, far_is_person)
        return all(not of or (of == Kind.PERSON) == is_person for of, is_person in sorts)


_KINDS = list(RelationKind)
WRITTEN_KINDS = tuple(kind for kind in _KINDS if _KINDS.index(kind) <= _KINDS.index(kind.inverse))
SHARE_KINDS = tuple(kind for kind in _KINDS if kind.has_share)


class FollowUpKind(TextChoices):
    CALL = "call", pgettext_lazy("follow-up", "Call")
    EMAIL = "email", pgettext_lazy("follow-up", "E-mail")
    MEETING = "meeting", pgettext_lazy("follow-up", "Meeting")
    LETTER = "letter", pgettext_lazy("follow-up", "Letter")
    UPDATE = "update", pgettext_lazy("follow-up", "Update")
    OTHER = "other", pgettext_lazy("follow-up", "Other")

    @classmethod
    def reaching(cls) -> list[str]:
        """Return the kinds that say that somebody spoke or wrote to the contact."""
        return [kind for kind in cls.values if kind != cls.UPDATE]


# Why two descriptions may be of one contact (contacts.scoring), in the words of the screen.
REASONS = {
    "already_linked": _("Already linked"),
    "former_number": _("Former client number, already linked"),
    "legal_number": _("Same SIREN or LEI"),
    "civil_status": _("Birth name, first name, date and place of birth"),
    "contract": _("Same contract number"),
    "name_and_birth": _("Name, first name and date of birth"),
    "decided_before": _("Linked before by somebody"),
    "birth_name_used": _("Usage name of one is the birth name of the other, first name and birth"),
    "half_of_name": _("Name of one is a part of the other's double name, first name and birth"),
    "short_first_name": _("Name and date of birth, first name cut short"),
    "close_name_and_birth": _("Nearly the same name, first name and date of birth"),
    "email_and_same_name": _("Same e-mail, same name"),
    "email_and_name": _("Same e-mail, nearly the same name"),
    "mobile_and_same_name": _("Same mobile, same name"),
    "mobile_and_name": _("Same mobile, nearly the same name"),
    "swapped_birth": _("Name and first name, day and month of birth swapped"),
    "name_and_post_code": _("Name, first name and post code"),
    "legal_name_and_post_code": _("Same legal name, same post code"),
    "same_birth_name": _("same birth name"),
    "same_name": _("Same name"),
}


def reasons_told(codes: Iterable[str], between: str = ", ") -> str:
    """Return why, in the words of the screen; a code of another version says nothing."""
    return between.join(str(REASONS[code]) for code in codes if code in REASONS)


class Proposals(StrEnum):
    """What is proposed for a text as one types, never more: any other text is taken too."""

    POST_CODE = "codes-postaux"
    TOWN = "communes"
    BIRTH_TOWN = "communes-de-naissance"
    ACTIVITY = "activites"
