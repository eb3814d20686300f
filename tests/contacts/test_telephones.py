"""Telephones: kept only when valid, in one form, with their extension."""

import phonenumbers
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.actions.coordinates import save_coordinates
from contacts.models import Email, PostalAddress, Telephone
from tests.contacts.pages import posted
from text import telephones
from text.telephones import Fault, Kind, NotATelephoneError, TelephoneNumber


@pytest.mark.security(55)
@pytest.mark.parametrize(
    ("typed", "number", "extension", "kind"),
    [
        ("06 12 34 56 78", "+33612345678", "", Kind.MOBILE),
        ("+33 (0)6.12.34.56.78", "+33612345678", "", Kind.MOBILE),
        ("0033612345678", "+33612345678", "", Kind.MOBILE),
        ("(+33) 6 12 34 56 78", "+33612345678", "", Kind.MOBILE),
        ("Tél. : 06-12-34-56-78", "+33612345678", "", Kind.MOBILE),
        ("06/12/34/56/78", "+33612345678", "", Kind.MOBILE),
        ("06 39 98 12 34", "+33639981234", "", Kind.MOBILE),
        ("04 75 12 34 56", "+33475123456", "", Kind.LANDLINE),
        ("09 72 12 34 56", "+33972123456", "", Kind.LANDLINE),
        ("01 23 45 67 89 ext. 12", "+33123456789", "12", Kind.LANDLINE),
        ("01 23 45 67 89 poste 12", "+33123456789", "12", Kind.LANDLINE),
        ("01.23.45.67.89, poste : 1234", "+33123456789", "1234", Kind.LANDLINE),
        ("0692 12 34 56", "+262692123456", "", Kind.MOBILE),
        ("0508 41 22 33", "+508412233", "", Kind.LANDLINE),
        ("+33 508 41 22 33", "+508412233", "", Kind.LANDLINE),
        ("+33 692 12 34 56", "+262692123456", "", Kind.MOBILE),
        ("+262 692 12 34 56", "+262692123456", "", Kind.MOBILE),
        ("0696 12 34 56", "+596696123456", "", Kind.MOBILE),
        ("0690 12 34 56", "+590690123456", "", Kind.MOBILE),
        ("0694 12 34 56", "+594694123456", "", Kind.MOBILE),
        ("+689 40 46 38 99", "+68940463899", "", Kind.UNKNOWN),
        ("+32 470 12 34 56", "+32470123456", "", Kind.UNKNOWN),
    ],
)
def test_number_is_read_as_it_is_written(typed, number, extension, kind):
    assert telephones.parse(typed) == TelephoneNumber(number, extension, kind)


def of_france(digits):
    """Return what the library says of ten digits in mainland France."""
    read = phonenumbers.parse(digits, "FR")
    if not phonenumbers.is_valid_number_for_region(read, "FR"):
        return None
    is_mobile = phonenumbers.number_type(read) == phonenumbers.PhoneNumberType.MOBILE
    return TelephoneNumber(f"+33{digits[1:]}", "", Kind.MOBILE if is_mobile else Kind.LANDLINE)


def as_parsed(digits):
    try:
        read = telephones.parse(digits)
    except NotATelephoneError:
        return None
    return read if read.number.startswith("+33") else None


@pytest.mark.parametrize("second", range(1, 10))
def test_numbers_that_begin_alike_are_of_one_sort(second):
    """The library is asked of one of them, and would answer the same of each."""
    numbers = (f"0{second}{rest:08}" for rest in range(0, 100_000_000, 249_989))
    apart = (*telephones.OF_FICTION, "0508")
    plain = [digits for digits in numbers if not digits.startswith(apart)]
    assert [as_parsed(digits) for digits in plain] == [of_france(digits) for digits in plain]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("06 12 34 56 7", Fault.TOO_SHORT),
        ("612345678", Fault.TOO_SHORT),
        ("+33 6 12 34 56 7", Fault.TOO_SHORT),
        ("06 12 34 56 789", Fault.TOO_LONG),
        ("04 13 94 72 0O", Fault.LETTER),
        ("à rappeler", Fault.LETTER),
        ("40 46 38 99", Fault.ABROAD),
        ("3639", Fault.ABROAD),
        ("", Fault.ABROAD),
        ("00 00 00 00 00", Fault.NOT_VALID),
        ("+999 123456789", Fault.NOT_VALID),
        ("+32 1", Fault.NOT_VALID),
        ("01 23 45 67 89 poste 1234567", Fault.EXTENSION),
        # Digits, but none that a keypad has.
        ("01 23 45 67 89 poste ١٢", Fault.LETTER),
    ],
)
def test_what_is_wrong_is_said(typed, fault):
    with pytest.raises(NotATelephoneError) as refused:
        telephones.parse(typed)
    assert refused.value.fault == fault


@given(st.text())
def test_any_text_is_a_valid_number_or_refused(text):
    try:
        read = telephones.parse(text)
    except NotATelephoneError:
        return
    dialled = f"0{read.number.removeprefix('+33')}"
    is_fiction = dialled.startswith(telephones.OF_FICTION)
    assert is_fiction or phonenumbers.is_valid_number(phonenumbers.parse(read.number))
    assert telephones.parse(read.number).number == read.number
    assert telephones.is_valid(read.number)


@pytest.mark.parametrize(
    ("e164", "national"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+596696123456", "0696 12 34 56"),
        ("+508412233", "+508 41 22 33"),
        ("+68987123456", "+689 87 12 34 56"),
        ("+32470123456", "+32 470 12 34 56"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_telephones_are_shown_as_they_are_dialled(e164, national):
    assert telephones.national(e164) == national


pages = pytest.mark.django_db


@pytest.fixture
def page(person, sign_in, adviser):
    """Give a function that saves rows of Coordonnées: `page(telephones=[{"number": …}])`."""
    contact, client = person(), sign_in(adviser)
    address = reverse("contacts:contact-coordinates", args=[contact.pk])

    def page(rows=(), **sets):
        if rows:
            version = type(contact).objects.get(pk=contact.pk).version
            save_coordinates(contact=contact, saved=rows, removed=[], version=version, by=adviser)
        typed = posted(client.get(address))
        for name, added in sets.items():
            standing = int(typed[f"{name}-INITIAL_FORMS"][0])
            typed[f"{name}-TOTAL_FORMS"] = [str(standing + len(added))]
            for number, row in enumerate(added, standing):
                typed |= {f"{name}-{number}-{key}": [text] for key, text in row.items()}
        return client.post(address, typed)

    return page


def telephone(number, line="mobile"):
    return {"number": number, "line": line, "use": "personal"}


@pages
def test_french_number_says_its_own_kind(page):
    typed = [telephone("04 75 12 34 56"), telephone("06 12 34 56 78", "landline")]
    typed += [telephone("04 75 12 34 57", "fax"), telephone("+32 470 12 34 56", "landline")]
    assert page(telephones=typed).status_code == 302
    assert list(Telephone.objects.order_by("pk").values_list("number", "line")) == [
        ("+33475123456", "landline"),
        ("+33612345678", "mobile"),
        ("+33475123457", "fax"),
        ("+32470123456", "landline"),
    ]


@pages
def test_extension_is_kept_and_shown(page):
    assert page(telephones=[telephone("01 23 45 67 89 ext. 12", "landline")]).status_code == 302
    (row,) = Telephone.objects.all()
    assert (row.number, row.extension) == ("+33123456789", "12")
    assert row.as_dialled == "01 23 45 67 89 poste 12"
    assert row.history.first().extension == "12"
    # Saved again as it is shown.
    assert page().status_code == 302
    row.refresh_from_db()
    assert (row.number, row.extension) == ("+33123456789", "12")


@pytest.mark.on_sqlite
@pages
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 12 34 56 7", "Il manque un chiffre"),
        ("04 13 94 72 0O", "que des chiffres"),
        ("40 46 38 99", "Un numéro français commence par 0"),
    ],
)
def test_refused_number_says_what_to_do(page, typed, said):
    refused = page(telephones=[telephone(typed)])
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert f'value="{typed}"' in refused.content.decode()


@pages
def test_the_same_number_or_address_twice_is_refused(page):
    twice = [telephone("06 12 34 56 78"), telephone("+33 6 12 34 56 78")]
    refused = page(telephones=twice)
    assert (refused.status_code, "déjà là" in refused.content.decode()) == (422, True)
    email = {"address": "a@example.org", "use": "personal"}
    refused = page(emails=[email, email | {"address": "A@example.org"}])
    assert (refused.status_code, "déjà là" in refused.content.decode()) == (422, True)
    # Two extensions of one switchboard are two numbers.
    switchboard = "01 23 45 67 89 poste"
    both = [telephone(f"{switchboard} 1", "landline"), telephone(f"{switchboard} 2", "landline")]
    assert page(telephones=both).status_code == 302
    assert not Email.objects.exists()


@pages
def test_rows_that_nobody_changes_are_not_asked_again(page):
    """A number, an address and a post code that were kept before the checks stay, said as such."""
    old = [
        Telephone(number="+3312345", line="landline"),
        Telephone(number="+33612345678"),
        Telephone(number="+33612345678"),
        PostalAddress(post_code="1000", town="Bourg", country="FR"),
        Email(address=f"{'a' * 65}@x.fr", key=f"{'a' * 65}@x.fr"),
    ]
    saved = page(old, telephones=[telephone("06 99 99 99 99")])
    assert saved.status_code == 302
    assert Telephone.objects.filter(number="+3312345").exists()
    assert PostalAddress.objects.get().post_code == "1000"
    assert Telephone.objects.filter(number="+33612345678").count() == 2


@pages
def test_number_that_is_not_valid_is_to_be_checked(person, sign_in, adviser):
    contact = person()
    rows = [Telephone(number="+3312345"), Telephone(number="+33612345678")]
    save_coordinates(contact=contact, saved=rows, removed=[], version=contact.version, by=adviser)
    page = sign_in(adviser).get(reverse("contacts:contact-coordinates", args=[contact.pk]))
    assert page.content.decode().count("À vérifier\u202f: ce numéro n’est pas valide.") == 1


@pages
@pytest.mark.parametrize(
    ("typed", "kept"), [("01 000", "01000"), ("F-01000", "01000"), ("f 69002", "69002")]
)
def test_french_post_code_is_five_digits(page, typed, kept):
    address = {"line_1": "1 rue Haute", "post_code": typed, "town": "Bourg", "country": "FR"}
    assert page(addresses=[address | {"use": "personal"}]).status_code == 302
    assert PostalAddress.objects.get().post_code == kept


@pytest.mark.on_sqlite
@pages
@pytest.mark.parametrize(("typed", "said"), [("1000", "01000"), ("ABC", "cinq chiffres")])
def test_other_post_codes_are_refused_in_france_only(page, typed, said):
    address = {"line_1": "1 rue Haute", "post_code": typed, "town": "Bourg", "use": "personal"}
    refused = page(addresses=[address | {"country": "FR"}])
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert page(addresses=[address | {"country": "BE"}]).status_code == 302


@pytest.mark.on_sqlite
@pages
def test_local_part_of_an_address_has_its_limit(page):
    email = {"address": f"{'a' * 65}@example.org", "use": "personal"}
    assert page(emails=[email]).status_code == 422
    assert page(emails=[email | {"address": f"{'a' * 64}@example.org"}]).status_code == 302


@pages
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2a", "2A"), ("1", "01"), ("974", "974"), ("96", None), ("1A", None), ("1٣", None)],
)
def test_department_is_written_in_one_way(person, sign_in, adviser, typed, kept):
    contact, client = person(), sign_in(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    answer = client.post(address, posted(client.get(address)) | {"birth_department": [typed]})
    contact.person.refresh_from_db()
    assert (answer.status_code, contact.person.birth_department) == (
        (302, kept) if kept else (422, "")
    )


@pytest.mark.on_sqlite
@pages
@pytest.mark.parametrize("field", ["siren", "siret", "lei"])
def test_placeholders_are_no_numbers(organisation, sign_in, adviser, field):
    """Zeros agree with their own check digit."""
    contact, client = organisation(), sign_in(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    zeros = {"siren": "0" * 9, "siret": "0" * 14, "lei": "0" * 18 + "00"}[field]
    answer = client.post(address, posted(client.get(address)) | {field: [zeros]})
    assert answer.status_code == 422
