"""The composer's pages: propose, look, weigh, change, make it so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from tests import factories as make
from tests.pages import text_of
from tests.workshops.world import BEGIN, running_cohort
from workshops.models import FacilitatorDays, KeepApart, SetDraft, SetMembership
from workshops.services import composing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def cohort():
    return running_cohort(set_count=2)


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


def test_sets_are_composed_in_three_presses(sign_in, staff, cohort):
    for _ in range(4):
        make.pioneer(cohort)
    client = sign_in(staff)
    assert (
        url("compose_sets", cohort.pk) in client.get(url("staff_sets", cohort.pk)).content.decode()
    )  # 1: Compose the sets

    page = client.post(
        url("compose_sets", cohort.pk), {"number": 2, "keep": "on"}, follow=True
    )  # 2: Propose the sets
    assert "4 Pioneers are placed." in text_of(page)
    assert "Nobody gets a mail: no dates are published yet." in text_of(page)
    page = client.post(url("make_it_so", cohort.pk), follow=True)  # 3: Make it so

    assert "The learning sets are made: 4 Pioneers placed." in text_of(page)
    assert SetMembership.objects.current().count() == 4


def test_a_swap_is_weighed_in_words_before_it_is_made(sign_in, staff, cohort):
    boroughs = [make.borough(name) for name in ("Croydon", "Lambeth")]
    crowd = [
        make.pioneer(cohort, home=make.care_home(borough=boroughs[n // 2], provider_id=f"P{n}"))
        for n in range(4)
    ]
    composing.compose(cohort, number=2, keep=True, by=staff)
    placing = SetDraft.objects.get().placing
    one = crowd[0]
    [other] = [who for who in crowd[2:] if placing[str(who.pk)] != placing[str(one.pk)]]
    client = sign_in(staff)

    page = client.get(url("change_draft", cohort.pk), {"who": one.pk, "to": f"person-{other.pk}"})
    words = text_of(page)
    assert "What you asked for Swap with" in words
    assert "Lambeth now 2 of 2 in the" in words
    assert "1 before" in words
    client.post(url("change_draft", cohort.pk), {"who": one.pk, "to": f"person-{other.pk}"})

    assert SetDraft.objects.get().placing == {
        **placing,
        str(one.pk): placing[str(other.pk)],
        str(other.pk): placing[str(one.pk)],
    }


def test_who_is_in_no_set_is_always_seen_and_can_be_placed(sign_in, staff, cohort):
    one = make.pioneer(cohort)
    client = sign_in(staff)
    page = client.get(url("compose_sets", cohort.pk))
    assert one.person.name in text_of(page)
    make.pioneer(cohort)
    composing.compose(cohort, number=1, keep=True, by=staff)
    new = make.pioneer(cohort)

    page = client.get(url("compose_sets", cohort.pk)).content.decode()
    assert f"?who={new.pk}" in page.split('id="unplaced"')[1].split("</section>")[0]
    page = text_of(client.get(url("change_draft", cohort.pk), {"who": new.pk}))
    assert f"{new.person.name} would have a set." in page


def test_people_of_another_cohort_cannot_be_weighed_or_moved(sign_in, staff, cohort):
    make.pioneer(cohort)
    composing.compose(cohort, number=1, keep=True, by=staff)
    stranger = make.pioneer(running_cohort())
    client = sign_in(staff)
    for values in ({"who": stranger.pk}, {"who": "x"}):
        assert client.get(url("change_draft", cohort.pk), values).status_code == 404
        assert client.post(url("change_draft", cohort.pk), values).status_code == 404


def test_two_are_kept_apart_and_no_longer(sign_in, staff, cohort):
    one, other = make.pioneer(cohort), make.pioneer(cohort)
    client = sign_in(staff)
    client.post(url("keep_apart", cohort.pk), {"one": other.pk, "other": one.pk})
    [row] = KeepApart.objects.all()
    assert (row.one, row.other) == (one, other)
    assert "and" in text_of(client.get(url("compose_sets", cohort.pk)))

    client.post(url("no_longer_apart", cohort.pk, row.pk))

    assert not KeepApart.objects.exists()


def test_facilitators_days_are_saved_with_one_more_facilitator(sign_in, staff, cohort):
    wandle = make.learning_set(cohort)
    client = sign_in(staff)
    client.post(
        url("facilitator_days", cohort.pk),
        {
            f"days_{wandle.facilitator_id}": [1, 3],
            "name": "Nora Quist",
            "email": "nora@facilitators.example",
            "days_new": [0],
        },
    )
    rows = FacilitatorDays.objects.order_by("user__name").values_list("user__email", "weekdays")
    assert dict(rows) == {
        wandle.facilitator.email: [1, 3],
        "nora@facilitators.example": [0],
    }
    page = client.post(url("facilitator_days", cohort.pk), {"name": "Half"}).content.decode()
    assert "Give a name, an e-mail address and at least one day." in page


@pytest.mark.parametrize("name", ["compose_sets", "change_draft"])
def test_queries_do_not_grow_with_people(sign_in, staff, cohort, name):
    client = sign_in(staff)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            who = make.pioneer(cohort)
        composing.compose(cohort, number=3, keep=False, by=staff)
        client.get(url("compose_sets", cohort.pk))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(url(name, cohort.pk), {"who": who.pk})
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 15
