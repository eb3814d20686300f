"""Closed lists of the domain. Stored values are stable; labels are what people read."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    PERSON = "person", _("Natural person")
    ORGANISATION = "organisation", _("Legal person")


# Why history changed, where it must be told apart later.
CONVERSION = _("Conversion")
MERGE = _("Merge of two contacts")
MERGE_UNDONE = _("Merge undone")


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


class RelationKind(TextChoices):
    """What the other end of a relation is to the contact: family first, then business.

    Each has its inverse, which is what the contact is to the other end. `contacts.kinship.words`
    has the words for men and women.
    """

    SPOUSE = "spouse", _("Spouse or partner")
    EX_SPOUSE = "ex_spouse", _("Former spouse or partner")
    CHILD = "child", _("Child")
    PARENT = "parent", pgettext_lazy("family", "Parent")
    SIBLING = "sibling", _("Brother or sister")
    GRANDCHILD = "grandchild", _("Grandchild")
    GRANDPARENT = "grandparent", _("Grandparent")
    STEPCHILD = "stepchild", _("Child of the spouse")
    STEPPARENT = "stepparent", _("Spouse of the parent")
    NEPHEW = "nephew", _("Nephew or niece")
    UNCLE = "uncle", _("Uncle or aunt")
    COUSIN = "cousin", _("Cousin")
    OTHER_FAMILY = "other_family", _("Other family")

    DIRECTOR = "director", _("Director")
    DIRECTED = "directed", _("Company directed")
    PARTNER = "partner", _("Partner")
    PARTNERSHIP = "partnership", _("Company owned in part")
    BENEFICIAL_OWNER = "beneficial_owner", _("Beneficial owner")
    BENEFICIALLY_OWNED = "beneficially_owned", _("Company whose beneficial owner it is")
    REPRESENTATIVE = "representative", _("Legal representative")
    REPRESENTED = "represented", _("Represented")
    NOTARY = "notary", _("Notary")
    CLIENT_OF_NOTARY = "client_of_notary", _("Client as a notary")
    ACCOUNTANT = "accountant", _("Chartered accountant")
    CLIENT_OF_ACCOUNTANT = "client_of_accountant", _("Client as an accountant")
    LAWYER = "lawyer", _("Lawyer")
    CLIENT_OF_LAWYER = "client_of_lawyer", _("Client as a lawyer")
    INTRODUCER = "introducer", _("Introducer")
    INTRODUCED = "introduced", _("Introduced contact")
    GUARDIAN = "guardian", _("Guardian")
    WARD = "ward", _("Person under guardianship")
    CURATOR = "curator", _("Curator")
    UNDER_CURATOR = "under_curator", _("Person under curatorship")
    EMPLOYER = "employer", _("Employer")
    EMPLOYEE = "employee", _("Employee")
    OTHER_BUSINESS = "other_business", _("Other business relation")

    @property
    def inverse(self) -> "RelationKind":
        return _INVERSES.get(self, self)

    @property
    def is_family(self) -> bool:
        return self in FAMILY_KINDS

    @property
    def has_share(self) -> bool:
        return self in SHARE_KINDS

    def fits(self, *, near_is_person: bool, far_is_person: bool) -> bool:
        """Say whether two of these sorts may have this relation, read from the near one.

        One that does not fit comes from a conversion: it is archived until it fits again.
        """
        if {self, self.inverse} & BETWEEN_PEOPLE:
            return near_is_person and far_is_person
        # A kind names the end that it leads to.
        is_person = {self: far_is_person, self.inverse: near_is_person}
        return not any(
            (is_person[kind.inverse] and kind in OF_A_COMPANY)
            or (not is_person[kind] and kind in WITH_A_PERSON)
            for kind in is_person
        )


_FORWARD = {
    RelationKind.CHILD: RelationKind.PARENT,
    RelationKind.GRANDCHILD: RelationKind.GRANDPARENT,
    RelationKind.STEPCHILD: RelationKind.STEPPARENT,
    RelationKind.NEPHEW: RelationKind.UNCLE,
    RelationKind.DIRECTOR: RelationKind.DIRECTED,
    RelationKind.PARTNER: RelationKind.PARTNERSHIP,
    RelationKind.BENEFICIAL_OWNER: RelationKind.BENEFICIALLY_OWNED,
    RelationKind.REPRESENTATIVE: RelationKind.REPRESENTED,
    RelationKind.NOTARY: RelationKind.CLIENT_OF_NOTARY,
    RelationKind.ACCOUNTANT: RelationKind.CLIENT_OF_ACCOUNTANT,
    RelationKind.LAWYER: RelationKind.CLIENT_OF_LAWYER,
    RelationKind.INTRODUCER: RelationKind.INTRODUCED,
    RelationKind.GUARDIAN: RelationKind.WARD,
    RelationKind.CURATOR: RelationKind.UNDER_CURATOR,
    RelationKind.EMPLOYER: RelationKind.EMPLOYEE,
}
_BACKWARD = {inverse: kind for kind, inverse in _FORWARD.items()}
_INVERSES = _FORWARD | _BACKWARD
# Between two folders a relation is written one way only, so that it cannot stand there twice.
WRITTEN_KINDS = tuple(kind for kind in RelationKind if kind not in _BACKWARD)
FAMILY_KINDS = tuple(list(RelationKind)[: list(RelationKind).index(RelationKind.DIRECTOR)])
# Between two people, and nobody else.
BETWEEN_PEOPLE = {*FAMILY_KINDS, RelationKind.WARD, RelationKind.UNDER_CURATOR}
# Which of the two must be an organisation.
OF_A_COMPANY = {RelationKind.DIRECTOR, RelationKind.PARTNER, RelationKind.BENEFICIAL_OWNER}
IS_A_COMPANY = {kind.inverse for kind in OF_A_COMPANY}
# The other end is a natural person.
WITH_A_PERSON = {RelationKind.BENEFICIAL_OWNER, RelationKind.GUARDIAN}
SHARE_KINDS = (
    RelationKind.PARTNER,
    RelationKind.PARTNERSHIP,
    RelationKind.BENEFICIAL_OWNER,
    RelationKind.BENEFICIALLY_OWNED,
)


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
    "email_and_name": _("Same e-mail, nearly the same name"),
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
