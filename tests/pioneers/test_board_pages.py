"""The board and the pages after it, as staff press them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core import clock
from core.models import OutboundEmail
from pioneers.models import Application, Review, Reviewer, SelectionPlan
from pioneers.services import selection
from tests import factories as make
from tests.pages import text_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cohort():
    return make.cohort(places=5)


def page(name, cohort, *args):
    return reverse(f"pioneers:{name}", args=[cohort.pk, *args])


def on(application):
    return page("decide_on_board", application.cohort, application.pk)


def decision_of(application):
    application.refresh_from_db()
    return application.decision, application.decline_reason


# One press


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ({"decision": "offer"}, ("offer", "")),
        ({"decision": "reserve"}, ("reserve", "")),
        ({"decision": "decline"}, ("decline", "places")),
        ({"decision": "decline", "decline_reason": "dates"}, ("decline", "dates")),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain form", "htmx"])
def test_one_press_notes_the_decision_and_tells_nobody(press, expected, headers, sign_in, cohort):
    application = make.application(cohort)
    response = sign_in(make.staff()).post(on(application), press, **headers)
    assert response.status_code == (200 if headers else 302)
    assert decision_of(application) == expected
    assert not OutboundEmail.objects.exists()


@pytest.mark.parametrize(
    "press",
    [{}, {"decision": ""}, {"decision": "perhaps"}, {"decline_reason": "dates"}],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain form", "htmx"])
def test_a_form_that_arrives_empty_takes_nothing_back(press, headers, sign_in, cohort):
    application = make.application(cohort)
    selection.decide(application, decision="offer", by=make.staff())
    response = sign_in(make.staff()).post(on(application), press, follow=True, **headers)
    assert "Choose: offer, reserve list, no place, or not decided." in text_of(response)
    assert decision_of(application) == ("offer", "")


def test_a_decision_is_taken_back_when_that_is_said(sign_in, cohort):
    application = make.application(cohort)
    selection.decide(application, decision="offer", by=make.staff())
    sign_in(make.staff()).post(on(application), {"decision": "none"})
    assert decision_of(application) == ("", "")


def test_with_htmx_the_row_the_shape_the_counts_and_the_way_on_come_back(sign_in, cohort):
    application = make.application(cohort)
    other = make.application(cohort)
    response = sign_in(make.staff()).post(on(application), {"decision": "offer"}, **HTMX)
    content = response.content.decode()
    found = set(re.findall(r'id="(application-\d+|board-\w+)"', content))
    assert found == {f"application-{application.pk}", "board-tabs", "board-shape", "board-bar"}
    assert content.count('hx-swap-oob="true"') == 3
    assert str(other) not in content
    text = text_of(response)
    assert ("1 offer, 0 reserve, 0 no." in text, "Offer (1)" in text) == (True, True)
    assert "See what will happen" in text


def test_the_row_that_comes_back_says_what_was_saved_just_now(sign_in, cohort):
    application = make.application(cohort)
    client = sign_in(make.staff())

    def press(**data):
        content = client.post(on(application), data, **HTMX).content.decode()
        pressed = re.findall(r'value="(\w+)" aria-pressed="true"', content)
        reason = re.findall(r'<option value="(\w+)" selected', content)
        return pressed, reason, "Take back" in content, "Number 1 on the reserve list" in content

    assert [
        press(decision="reserve"),
        press(decision="decline"),
        press(decision="decline", decline_reason="dates"),
        press(decision="none"),
    ] == [
        (["reserve"], [], True, True),
        (["decline"], ["places"], True, False),
        (["decline"], ["dates"], True, False),
        ([], [], False, False),
    ]


def test_without_it_the_board_comes_back_as_it_was_shown_at_the_row(sign_in, cohort):
    application = make.application(cohort)
    client = sign_in(make.staff())
    board = page("decisions", cohort) + "?show=undecided&page=1"
    back = {
        board: f"{board}#application-{application.pk}",
        "https://elsewhere.example/": f"{page('decisions', cohort)}#application-{application.pk}",
        "/staff/": f"{page('decisions', cohort)}#application-{application.pk}",
    }
    answers = {
        where: client.post(on(application), {"decision": "offer", "back": where}).url
        for where in back
    }
    assert answers == back


def test_what_can_no_longer_be_decided_is_said(sign_in, cohort):
    gone = make.application(cohort, state="withdrawn")
    client = sign_in(make.staff())
    said = [
        text_of(client.post(on(gone), {"decision": "offer"}, follow=True)),
        text_of(client.post(on(gone), {"decision": "offer"}, **HTMX)),
    ]
    assert ["cannot be decided any more" in text for text in said] == [True, True]


def test_another_cohorts_application_and_ones_own_are_not_there(sign_in, cohort):
    me = make.staff()
    own = make.application(cohort, applicant=me)
    elsewhere = make.application()
    client = sign_in(me)
    urls = [on(own), page("decide_on_board", cohort, elsewhere.pk)]
    assert [client.post(url, {"decision": "offer"}).status_code for url in urls] == [404, 404]
    assert [decision_of(row)[0] for row in (own, elsewhere)] == ["", ""]


# The board


def test_best_first_by_the_median_that_the_reader_may_know(sign_in, cohort):
    me = make.staff()
    low, high, unread = (
        make.application(cohort, name=name, median=median, spread=0.5, review_count=2)
        for name, median in (("Low", 2.0), ("High", 4.5), ("Unread", 5.0))
    )
    for row in (low, high):
        Review.objects.create(application=row, reviewer=me)
    rows = sign_in(me).get(page("decisions", cohort)).context["rows"]
    assert [(row.application.name, row.known) for row in rows] == [
        ("High", 4.5),
        ("Low", 2.0),
        ("Unread", None),
    ]


def test_staff_who_do_not_read_for_the_cohort_know_every_median(sign_in, cohort):
    me, reader = make.staff(), make.staff()
    make.application(cohort, median=4.0)

    def known():
        return sign_in(me).get(page("decisions", cohort)).context["rows"][0].known

    assert known() is None
    Reviewer.objects.create(cohort=cohort, user=reader)
    assert known() == 4.0
    mine = Reviewer.objects.create(cohort=cohort, user=me)
    assert known() is None
    mine.left_at = clock.now()
    mine.save()
    assert known() == 4.0


def test_a_blind_reader_finds_no_name_and_no_home_even_when_they_have_scored_it(sign_in, cohort):
    me, home = make.staff(), make.care_home("Zebra Crossing Lodge", provider_name="Zebra Care")
    SelectionPlan.objects.create(cohort=cohort, blind=True)
    Reviewer.objects.create(cohort=cohort, user=me)
    homes = [make.care_home("Zebra Court"), home, home, home]
    rows = [make.application(cohort, home=one, name=f"Zebra Z{n}") for n, one in enumerate(homes)]
    for row in rows[1:]:
        selection.decide(row, decision="offer", by=make.staff())
    client = sign_in(me)
    said = [
        client.get(page(name, cohort)).content.decode() for name in ("decisions", "propose_offers")
    ]
    said.append(client.post(on(rows[0]), {"decision": "offer"}, **HTMX).content.decode())
    assert ["Zebra" in text for text in said] == [False, False, False]
    assert [rows[0].number in text for text in said] == [True, True, True]
    Review.objects.create(application=rows[0], reviewer=me)
    assert "Zebra" not in client.get(page("decisions", cohort)).content.decode()


def test_disagreement_the_same_home_and_a_concern_are_flagged(sign_in, cohort):
    me, home = make.staff(), make.care_home("Elm Court")
    row = make.application(cohort, home=home, name="Ada Obi", median=3, spread=2.5)
    make.application(cohort, home=home, name="Ben Kerr")
    Review.objects.create(application=row, reviewer=me)
    row.releases.create(manager_email="m@x.example", state="concern", answered_at=row.submitted_at)
    [found] = [
        one
        for one in sign_in(me).get(page("decisions", cohort)).context["rows"]
        if one.application == row
    ]
    assert (found.disagree, found.release, found.warnings) == (
        True,
        "concern",
        ["Same home as Ben Kerr", "The line manager has a concern"],
    )


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", ["A", "B", "C", "D", "E"]),
        ("undecided", ["A"]),
        ("offer", ["B"]),
        ("reserve", ["C", "E"]),
        ("decline", ["D"]),
        ("nonsense", ["A", "B", "C", "D", "E"]),
    ],
)
def test_the_board_is_filtered_by_decision_with_counts(show, names, sign_in, cohort):
    by = make.staff()
    for name, decision in (("A", ""), ("B", "offer"), ("C", "reserve"), ("D", "decline")):
        row = make.application(cohort, name=name)
        if decision:
            selection.decide(row, decision=decision, decline_reason="dates", by=by)
    make.application(cohort, name="E", state="reserve")
    response = sign_in(by).get(page("decisions", cohort), {"show": show})
    assert sorted(row.application.name for row in response.context["rows"]) == names
    counts = {value: n for value, _, n in response.context["by_decision"]}
    assert counts == {"": 5, "undecided": 1, "offer": 1, "reserve": 2, "decline": 1}


@pytest.mark.parametrize(
    "name", ["decisions", "propose_offers", "apply_decisions", "staff_offers", "release_letters"]
)
def test_the_pages_take_as_many_queries_for_thirty_as_for_three(name, sign_in, count_queries):
    cohort, by = make.cohort(places=100), make.staff()
    client = sign_in(by)
    counts = []
    for more in (3, 27):
        for n in range(more):
            decision = ("offer", "reserve", "decline")[n % 3]
            row = make.application(cohort)
            selection.decide(row, decision=decision, decline_reason="dates", by=by)
            if name in ("staff_offers", "release_letters"):
                make.application(cohort, state="lapsed")
        if name in ("staff_offers", "release_letters"):
            selection.apply_decisions(cohort, by=by)
        counts.append(count_queries(lambda: client.get(page(name, cohort))))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


# The proposal and the wishes


def test_a_proposal_is_shown_and_what_staff_leave_ticked_is_noted(sign_in, cohort):
    me = make.staff()
    rows = [make.application(cohort, name=f"N{n}", median=5 - n) for n in range(4)]
    for row in rows:
        Review.objects.create(application=row, reviewer=me)
    client = sign_in(me)
    response = client.get(page("propose_offers", cohort), {"n": "3"})
    assert [line.candidate.name for line in response.context["proposal"].picks] == [
        "N0",
        "N1",
        "N2",
    ]
    assert Application.objects.filter(decision="offer").count() == 0
    response = client.post(
        page("propose_offers", cohort), {"pick": [rows[0].pk, rows[2].pk, "x"]}, follow=True
    )
    assert "2 offers noted." in text_of(response)
    assert [decision_of(row)[0] for row in rows] == ["offer", "", "offer", ""]


def test_what_was_decided_while_the_proposal_was_read_stays_as_decided(sign_in, cohort):
    row = make.application(cohort)
    selection.decide(row, decision="reserve", by=make.staff())
    sign_in(make.staff()).post(page("propose_offers", cohort), {"pick": [row.pk]})
    assert decision_of(row)[0] == "reserve"


def test_wishes_are_saved_shown_again_and_respected_by_the_board(sign_in, cohort):
    client = sign_in(make.staff())
    key = make.borough("Sutton").pk
    data = {f"least-borough-{key}": "2", "offer_days": "10", "promotes_by_itself": "on"}
    response = client.post(page("wishes", cohort), data)
    assert response.url == page("decisions", cohort)
    plan = SelectionPlan.objects.get(cohort=cohort)
    assert (plan.targets, plan.offer_days, plan.promotes_by_itself) == (
        {f"borough:{key}": 2},
        10,
        True,
    )
    shown = client.get(page("wishes", cohort)).content.decode()
    assert re.search(
        rf'name="least-borough-{key}"[^>]*value="2"|value="2"[^>]*borough-{key}', shown
    )
    assert "2 more from Sutton" in text_of(client.get(page("decisions", cohort)))


def test_a_wish_that_is_no_number_is_refused_and_kept(sign_in, cohort):
    response = sign_in(make.staff()).post(
        page("wishes", cohort), {"least-role-deputy": "many", "offer_days": "10"}
    )
    assert "Deputy manager: write a whole number, or leave it empty." in text_of(response)
    assert 'value="many"' in response.content.decode()
