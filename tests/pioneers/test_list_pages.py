"""The pages of the list, however they were found, are together all rows in their order, once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core import clock
from pioneers.models import Answer, Question, Review, Reviewer
from pioneers.selectors import list_pages
from tests import factories as make

pytestmark = pytest.mark.django_db
FEW = 4
MANY = 11


@pytest.fixture
def list_of(client, monkeypatch):
    """The names on each page in turn, four to a page, for a reader who has scored five."""
    monkeypatch.setattr(list_pages, "PAGE_SIZE", FEW)
    reader, other = make.staff(), make.staff()
    cohort = make.cohort()
    for user in (reader, other):
        Reviewer.objects.create(cohort=cohort, user=user)
    why = Question.objects.create(cohort=cohort, key="why", text="Why?")
    client.force_login(reader)
    for n in range(MANY):
        row = make.application(
            cohort,
            # Two of a name, so that the order needs its last key.
            name=f"Ada {n // 2:02}",
            state="submitted" if n % 4 else "offered",
            submitted_at=clock.now() - timedelta(hours=n * 7 % MANY),
        )
        Answer.objects.create(application=row, question=why, text="To listen" if n % 3 else "Pay")
        if n % 2:
            Review.objects.create(application=row, reviewer=reader, total=n)
            row.median, row.spread = n * 5 % 7, None if n % 3 else n
        else:
            Review.objects.create(application=row, reviewer=other, total=90 - n)
            row.median, row.spread = 90 - n, 40 - n
        row.save()

    def pages(number=None, **asked):
        asked = {name: why.pk if value == "why" else value for name, value in asked.items()}
        found = []
        for page in [number] if number else range(1, 2 + MANY // FEW):
            query = urlencode({**asked, "page": page})
            url = reverse("pioneers:staff_applications", args=[cohort.pk])
            found.append([card.pk for card in client.get(f"{url}?{query}").context["cards"]])
        return found

    return pages


SEARCHES = {
    "nothing": {},
    "a state": {"state": "submitted"},
    "words": {"q": "ada"},
    "words in a state": {"q": "ada", "state": "submitted"},
    "an answer": {"question": "why", "how": "has", "answer": "listen"},
    "no agreement": {"release": "none"},
}


@pytest.mark.parametrize("order", list_pages.ORDERS)
@pytest.mark.parametrize("asked", SEARCHES.values(), ids=SEARCHES)
def test_pages_are_the_long_list_cut_in_pieces(asked, order, list_of, monkeypatch):
    pieces = list_of(**asked, order=order)
    monkeypatch.setattr(list_pages, "PAGE_SIZE", 50)
    [whole] = list_of(1, **asked, order=order)
    assert len(whole) > FEW
    # A page beyond the last is the last.
    last = -(-len(whole) // FEW)
    cut = [whole[n : n + FEW] for n in range(0, len(whole), FEW)]
    assert pieces == [*cut, *[cut[-1]] * (len(pieces) - last)]


@pytest.mark.parametrize(("order", "field"), [("score", "known"), ("apart", "known_spread")])
def test_what_the_reader_has_scored_comes_first_by_its_number(order, field, list_of):
    """Of the five that this reader scored; the others' numbers, though larger, are not known."""
    ids = [pk for page in list_of(order=order) for pk in page]
    assert len(set(ids)) == MANY
    own = {
        row.application_id: getattr(row.application, list_pages.BY_SCORES[order])
        for row in Review.objects.filter(total__lt=50).select_related("application")
    }
    known = [own[pk] for pk in ids if own.get(pk) is not None]
    assert [own.get(pk) for pk in ids][: len(known)] == sorted(known, reverse=True)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "2.5", "٣"])
def test_a_page_that_is_no_number_or_beyond_the_end_is_answered(page, list_of):
    """As Django's paginator has it: the first for what is no number, the last for what is."""
    whole = [pk for rows in list_of(q="ada") for pk in rows][:MANY]
    first, third, last = whole[:FEW], whole[2 * FEW :], whole[2 * FEW :]
    expected = {"x": first, "2.5": first, "٣": third}.get(page, last)
    assert list_of(page, q="ada") == [expected]


def test_nothing_found_is_an_empty_page(list_of):
    assert list_of(q="zzz")[0] == []
    assert list_of(q="zzz", order="score")[0] == []
