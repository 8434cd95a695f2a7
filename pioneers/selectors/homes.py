"""Finding a place in the register, as somebody on a phone types it."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Replace, Upper

from pioneers.models import CareHome

MOST = 12
SHORTEST = 2
MOST_WORDS = 6


def in_scope() -> QuerySet[CareHome]:
    """Care homes and supported living: the places that a Pioneer can work at."""
    return CareHome.objects.filter(Q(is_care_home=True) | Q(supported_living=True))


def find_homes(text: str, *, limit: int = MOST) -> list[CareHome]:
    """Places that have every word in their name or postcode; a postcode may lack its space.

    Apostrophes count for nothing: "St Marys" finds St Mary’s. One query, whatever is typed.
    """
    words = _plain(text).split()[:MOST_WORDS]
    joined = "".join(words).upper()
    if len(joined) < SHORTEST:
        return []
    homes = in_scope().annotate(
        plain_name=Replace(Replace("name", Value("'"), Value("")), Value("’"), Value("")),
        plain_postcode=Replace(Upper("postcode"), Value(" "), Value("")),
    )
    every_word = Q()
    for word in words:
        every_word &= Q(plain_name__icontains=word) | Q(plain_postcode__startswith=word.upper())
    first = Case(
        When(plain_postcode=joined, then=0),
        When(plain_name__istartswith=" ".join(words), then=1),
        default=2,
        output_field=IntegerField(),
    )
    found = homes.filter(every_word | Q(plain_postcode__startswith=joined))
    return list(found.select_related("borough").order_by(first, "name", "location_id")[:limit])


def _plain(text: str) -> str:
    for sign in ("'", "’", "\x00", ","):
        text = text.replace(sign, "" if sign != "," else " ")
    return text
