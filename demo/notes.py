"""The follow-up notes of the demo firm."""

from collections.abc import Iterable, Iterator
from datetime import time, timedelta
from random import Random

from contacts.actions import follow_ups
from contacts.enums import FollowUpKind
from contacts.models import Contact, FollowUp
from demo import drafts, kin
from demo.drafts import SEED, TODAY, Draft, chance
from users.models import User

K = FollowUpKind
# Of a hundred contacts of the category, those that have notes, and how many at most.
KEPT = {drafts.CLIENTS: (75, 7), drafts.PROSPECTS: (70, 3), drafts.FORMER: (25, 2)}
KEPT |= {drafts.COMPANIES: (60, 4)}
TEXTS: dict[str, tuple[str, ...]] = {
    K.CALL: (
        "Point sur la donation-partage, pièces à réunir avec le notaire.",
        (
            "Rappelle pour un versement complémentaire de 20 000 € sur l’assurance vie.\n"
            "À confirmer par écrit avant la fin du mois."
        ),
        "N’a pas reçu le relevé du trimestre. Renvoyé le jour même.",
        "Demande un rendez-vous avec son conjoint pour parler de la retraite.",
    ),
    K.EMAIL: (
        "Envoi du projet d’arbitrage et du document d’informations clés.",
        "Réponse sur la fiscalité d’un rachat partiel : abattement annuel rappelé.",
        "Pièce d’identité à jour reçue, classée.",
    ),
    K.MEETING: (
        (
            "Rendez-vous annuel au cabinet.\n\n- profil d’investisseur confirmé\n"
            "- clause bénéficiaire relue\n- projet d’achat à Arcachon d’ici deux ans"
        ),
        "Premier rendez-vous : présentation du cabinet, lettre de mission remise.",
        "Bilan patrimonial présenté. Réfléchit à la transmission de la résidence secondaire.",
    ),
    K.LETTER: (
        "Convention d’honoraires signée et retournée.",
        "Avis d’opéré transmis par la Banque Tolbiac.",
    ),
    K.UPDATE: ("Situation professionnelle et revenus mis à jour.",),
    K.OTHER: ("Croisé au Salon du patrimoine, souhaite être recontacté en janvier.",),
}
OFTEN = {K.CALL: 35, K.EMAIL: 25, K.MEETING: 20, K.LETTER: 10, K.UPDATE: 7, K.OTHER: 3}


def write_all(written: Iterable[tuple[Draft, Contact]], users: dict[str, User]) -> None:
    """Write the notes of the contacts that are followed."""
    random = Random(SEED + 3)  # noqa: S311 - the same notes every time is the point
    asking = Random(SEED + 4)  # noqa: S311 - the same
    for draft, contact in written:
        percent, most = KEPT.get(draft.category, (0, 0))
        if draft.deleted or not chance(random, percent):
            continue
        for rank, (note, by) in enumerate(_notes(random, draft, contact, random.randint(1, most))):
            if rank == 0 and chance(asking, 12):
                _ask(asking, note, users[by])
            follow_ups.write(note=note, by=users[by])


def _ask(random: Random, note: FollowUp, person: User) -> None:
    """Have somebody come back to the note, some days late or soon."""
    note.reminder_date = TODAY + timedelta(days=random.randint(-4, 14))
    note.reminder_time = time(random.randint(9, 17)) if chance(random, 40) else None
    note.reminder_person = person


def _notes(
    random: Random, draft: Draft, contact: Contact, count: int
) -> Iterator[tuple[FollowUp, str]]:
    day = TODAY - timedelta(days=random.randint(1, 150))
    writer = kin.writer(draft)
    for _rank in range(count):
        kind = random.choices(list(OFTEN), list(OFTEN.values()))[0]
        text = random.choice(TEXTS[kind])
        assistant = draft.home.team["assistant"]
        by = assistant if assistant and chance(random, 30) else writer
        yield FollowUp(contact=contact, kind=kind, date=day, text=text), by
        day -= timedelta(days=random.randint(9, 170))
