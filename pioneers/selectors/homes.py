"""Finding a place in the register, as somebody on a phone types it."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import Case, IntegerField, Q, Value, When

from pioneers.home_keys import name_key, postcode_key
from pioneers.models import CareHome
from pioneers.models.care_home import CareHomeQuerySet

MOST = 12
SHORTEST = 2
MOST_WORDS = 6
LONGEST_POSTCODE = 7


def in_scope() -> CareHomeQuerySet:
    """Care homes and supported living: the places that a Pioneer can work at."""
    return CareHome.objects.filter(Q(is_care_home=True) | Q(supported_living=True))


def find_homes(text: str, *, limit: int = MOST) -> list[CareHome]:
    """Places of today's register that have every word in their name or postcode.

    A postcode may lack its space. Apostrophes and accents count for nothing, and Saint is St:
    "St Marys" finds St Mary’s. One query, whatever is typed.
    """
    wanted = matching(text)
    if wanted is None:
        return []
    homes = in_scope().current().filter(wanted).select_related("borough")
    return list(homes.order_by(best_first(text), "name", "location_id")[:limit])


def matching(text: str) -> Q | None:
    """The homes that are meant by what was typed; None where it is too short to mean any."""
    words = name_key(text.replace("\x00", "")).split()[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return None
    each = [Q(name_key__contains=word) | postcode_begins(word) for word in words]
    return reduce(and_, each) | postcode_begins(text)


def postcode_begins(text: str) -> Q:
    """As a range, which an index answers in every database; LIKE would read the whole table."""
    key = postcode_key(text)
    if not key or len(key) > LONGEST_POSTCODE:
        return Q(pk__in=[])
    return Q(postcode_key__gte=key, postcode_key__lte=key + "Z" * LONGEST_POSTCODE)


def best_first(text: str) -> Case:
    """The postcode itself, then names that begin so, then the others."""
    return Case(
        When(postcode_key=postcode_key(text), then=Value(0)),
        When(name_key__startswith=name_key(text), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
