"""What the demonstration's people have agreed to: all read the notice, some say no to the rest."""

from __future__ import annotations

from core import consents
from core.models import ConsentKind, User
from pioneers.models import Pioneer

# Of the Pioneers, every so-many-th says no.
NO_TO = {ConsentKind.PHOTO: 7, ConsentKind.QUOTES: 5, ConsentKind.ALUMNI: 9}


def answer_all() -> None:
    took_part = set(Pioneer.objects.values_list("person", flat=True))
    texts = consents.in_force()
    for number, person in enumerate(User.objects.filter(is_active=True).order_by("pk")):
        answers = {}
        for text in texts:
            kind = ConsentKind(text.kind)
            if not kind.is_choice:
                answers[text.pk] = True
            elif person.pk in took_part or person.applications.exists():
                answers[text.pk] = number % NO_TO[kind] != 0
        consents.answer(person, answers, where="demonstration", by=person)
