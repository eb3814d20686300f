"""Contacts as cards of an address book."""

import datetime as dt

import pytest

from contacts.exports.cards import Cards
from contacts.models import Email, PostalAddress, Telephone


def cards(user, *contacts):
    return [written for (written,) in Cards(user).read([contact.pk for contact in contacts])]


def test_card_holds_what_one_needs_to_call_and_to_write(adviser, person):
    contact = person("Le Goff", "Yann", birth_date=dt.date(1961, 3, 9), title="mr")
    details = contact.person
    details.employer, details.profession_label = "Chais; Fils", "Œnologue"
    details.save()
    Email(contact=contact, address="y@example.org", use="professional", preferred=True).save()
    Telephone(contact=contact, number="+33612345678", line="mobile", use="personal").save()
    Telephone(
        contact=contact, number="+33169854175", line="landline", use="professional", extension="12"
    ).save()
    PostalAddress(
        *(), contact=contact, line_1="58 rue des Flandres", line_2="Bât. F", post_code="01000",
        town="Bourg", use="personal", preferred=True,
    ).save()  # fmt: skip
    (written,) = cards(adviser, contact)
    assert written == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\n"
        "N:Le Goff;Yann;;Monsieur;\r\nFN:Yann Le Goff\r\n"
        "ORG:Chais\\; Fils\r\nTITLE:Œnologue\r\nBDAY:1961-03-09\r\n"
        "EMAIL;TYPE=INTERNET,WORK,PREF:y@example.org\r\n"
        "TEL;TYPE=CELL,HOME:+33612345678\r\n"
        "TEL;TYPE=VOICE,WORK:+33169854175\\,12\r\n"
        "ADR;TYPE=HOME,PREF:;Bât. F;58 rue des Flandres;Bourg;;01000;France\r\n"
        "END:VCARD\r\n"
    )


def test_organisation_stands_among_organisations(adviser, organisation):
    (written,) = cards(adviser, organisation("Chais, Moreau SAS"))
    assert written == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Chais\\, Moreau SAS;;;;\r\nFN:Chais\\, Moreau SAS\r\n"
        "ORG:Chais\\, Moreau SAS\r\nX-ABShowAs:COMPANY\r\nEND:VCARD\r\n"
    )


@pytest.mark.security(13)
@pytest.mark.plays("contacts/exports/cards.py::_hanging")
def test_only_cards_of_those_whom_the_reader_sees(adviser, colleague, person):
    public, private = person("Moreau"), person("Zorglubine", is_private=True)
    reader = Cards(colleague)
    written = "".join(card for (card,) in reader.read([public.pk, private.pk]))
    assert "FN:Anne Moreau" in written
    assert "Zorglubine" not in written
    assert reader.told == {public.pk}
    assert "Zorglubine" in "".join(cards(adviser, public, private))
