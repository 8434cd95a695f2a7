"""What the list of applications answers: each filter, each order, columns, views that are kept."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cohorts.models import Funding
from core import clock
from pioneers.enums import QuestionKind
from pioneers.models import Answer, Question, ReleaseAgreement, Review, Reviewer, SavedView
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def staff(client):
    user = make.staff()
    client.force_login(user)
    return user


def url(cohort, name="staff_applications", *args, **query):
    return f"{reverse(f'pioneers:{name}', args=[cohort.pk, *args])}?{urlencode(query, True)}"


def names(client, address):
    return [card.name for card in client.get(address).context["cards"]]


def question(cohort, key, **fields):
    return Question.objects.create(cohort=cohort, key=key, text=f"About {key}?", **fields)


def released(row, state, days_ago=0, **fields):
    return ReleaseAgreement.objects.create(
        application=row,
        state=state,
        manager_email="b@x.example",
        asked_at=clock.now() - timedelta(days=days_ago),
        answered_at=clock.now(),
        **fields,
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("agreed", ["Agreed", "Again agreed"]),
        ("asked", ["Asked", "Asked anew"]),
        ("concern", ["Concern"]),
        ("none", ["Never asked"]),
        ("missing", ["Asked", "Asked anew", "Concern", "Never asked"]),
    ],
)
def test_the_newest_agreement_is_what_release_asks_for(asked, found, client, staff, cohort):
    rows = {
        name: make.application(cohort, name=name)
        for name in ("Agreed", "Asked", "Concern", "Never asked", "Asked anew", "Again agreed")
    }
    for name in ("Agreed", "Asked", "Concern"):
        released(rows[name], name.lower())
    released(rows["Asked anew"], "agreed", days_ago=9)
    released(rows["Asked anew"], "asked", round="start")
    released(rows["Again agreed"], "concern", days_ago=9)
    released(rows["Again agreed"], "agreed", round="start")
    assert sorted(names(client, url(cohort, release=asked))) == sorted(found)


def test_several_questions_must_all_hold(client, staff, cohort):
    why, when, which = (
        question(cohort, "why"),
        question(cohort, "when", kind=QuestionKind.CHOICE),
        question(cohort, "which", kind=QuestionKind.SEVERAL),
    )
    for name, texts in {
        "Ada": ("Falls at night", "morning", "one\ntwo"),
        "Ben": ("Falls", "afternoon", "one\ntwo\nthree"),
        "Cleo": ("Drinks", "morning", "twofold"),
        "Dee": ("", "morning", ""),
    }.items():
        row = make.application(cohort, name=name)
        for one, text in zip((why, when, which), texts, strict=True):
            Answer.objects.create(application=row, question=one, text=text)
    asked = {
        "falls": {"question": why.pk, "answer": "falls"},
        "falls, mornings": {
            "question": why.pk,
            "answer": "falls",
            "question2": when.pk,
            "how2": "is",
            "answer2": "Morning",
        },
        "two among several": {"question": which.pk, "how": "is", "answer": "two"},
        "no reason, no choice": {
            "question": why.pk,
            "how": "empty",
            "question3": which.pk,
            "how3": "empty",
        },
    }
    found = {name: sorted(names(client, url(cohort, **query))) for name, query in asked.items()}
    assert found == {
        "falls": ["Ada", "Ben"],
        "falls, mornings": ["Ada"],
        "two among several": ["Ada", "Ben"],
        "no reason, no choice": ["Dee"],
    }


@pytest.mark.parametrize("asked", [{"answer2": "falls"}, {"how2": "empty"}])
def test_words_without_a_question_are_said_to_be_so_and_not_left_out(asked, client, staff, cohort):
    response = client.get(url(cohort, **asked))
    errors = response.context["filters"].errors
    assert errors == {"question2": ["Choose the question that this is about."]}
    page = response.content.decode()
    assert (page.count('href="#id_question2"'), page.count("More filters")) == (1, 1)
    assert client.get(url(cohort, how2="is")).context["filters"].errors == {}


def test_provider_funders_boroughs_decision_own_unread_and_untouched_drafts(client, staff, cohort):
    funding = Funding.objects.create(
        cohort=cohort, funder=make.funder(), places=3, credit_line="Paid"
    )
    funding.boroughs.add(make.borough("Sutton"))
    oak = make.care_home(provider_name="Oak Trust", borough=make.borough("Sutton"))
    ada = make.application(cohort, name="Ada", home=oak, decision="offer")
    make.application(cohort, name="Ben")
    for name, days in (("Old draft", 8), ("New draft", 2)):
        make.application(
            cohort,
            state="draft",
            applicant=make.person(name),
            changed_at=clock.now() - timedelta(days=days),
        )
    Review.objects.create(application=ada, reviewer=staff, total=3)
    asked = {
        "provider": "oak",
        "funding": funding.pk,
        "decision": "offer",
        "unread": "on",
        "untouched": 7,
        "q": "oak",
    }
    found = {name: names(client, url(cohort, **{name: value})) for name, value in asked.items()}
    assert found == {
        "provider": ["Ada"],
        "funding": ["Ada"],
        "decision": ["Ada"],
        "unread": ["Ben"],
        "untouched": ["Old draft"],
        "q": [],
    }
    assert names(client, url(cohort, decision="none")) == ["Ben"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Cleo", "Ben", "Ada"]),
        ("name", ["Ada", "Ben", "Cleo"]),
        ("score", ["Ben", "Ada", "Cleo"]),
        ("apart", ["Ada", "Ben", "Cleo"]),
        ("untouched", ["Ada", "Ben", "Cleo"]),
    ],
)
def test_orders(order, expected, client, staff, cohort):
    """Ada and Ben are scored by the reader; of Cleo the reader knows nothing yet."""
    for place, (name, middle, apart) in enumerate((("Ada", 2, 3), ("Ben", 4, 1), ("Cleo", 5, 4))):
        at = clock.now() - timedelta(days=9 - place)
        row = make.application(
            cohort, name=name, submitted_at=at, changed_at=at, median=middle, spread=apart
        )
        if name != "Cleo":
            Review.objects.create(application=row, reviewer=staff, total=middle)
    assert names(client, url(cohort, order=order)) == expected


def test_staff_who_do_not_read_see_medians_where_others_read(client, staff, cohort):
    row = make.application(cohort, name="Ada", median=4.5)

    def median():
        [card] = client.get(url(cohort)).context["cards"]
        [words] = [cell.words for cell in card.cells if cell.label == "Median"]
        return "4.5" in words

    assert not median()
    reader = Reviewer.objects.create(cohort=cohort, user=make.staff())
    assert median()
    Reviewer.objects.create(cohort=cohort, user=staff)
    assert not median()
    reader.delete()
    Review.objects.create(application=row, reviewer=staff, total=4)
    assert median()


def test_the_states_are_counted_by_what_the_other_filters_find(client, staff, cohort):
    for state, role in (("submitted", "manager"), ("submitted", "deputy"), ("offered", "manager")):
        make.application(cohort, state=state, role=role)
    response = client.get(url(cohort, role="manager", state="submitted"))
    text = response.content.decode()
    assert ("Submitted (1)" in text, "Offered a place (1)" in text) == (True, True)
    assert response.context["page"].paginator.count == 1


def test_columns_are_chosen_answers_among_them_and_what_nobody_offers_is_left_out(
    client, staff, cohort
):
    why = question(cohort, "why")
    row = make.application(cohort, name="Ada", years_in_role=7)
    Answer.objects.create(application=row, question=why, text="<b>Because</b>")
    columns = ["years", f"q{why.pk}", "q99999", "nonsense"]
    response = client.get(url(cohort, columns=columns))
    [card] = response.context["cards"]
    assert [(cell.label, cell.words) for cell in card.cells] == [
        ("Years in role", 7),
        ("About why?", "<b>Because</b>"),
    ]
    assert "&lt;b&gt;Because" in response.content.decode()


def test_a_hostile_name_is_text_in_every_cell(client, staff, cohort):
    bad = "<script>alert(1)</script>"
    make.application(cohort, name=bad, home=make.care_home(bad, provider_name=bad))
    text = client.get(url(cohort, columns=["home", "provider", "borough"])).content.decode()
    assert bad not in text
    assert text.count("&lt;script&gt;") >= 3


def test_what_is_asked_for_stands_in_the_form_as_text(client, staff, cohort):
    bad = '"><script>alert(1)</script>'
    question(cohort, "x", page=bad)
    Question.objects.update(text=bad)
    for name in ("q", "provider", "untouched", "answer", "borough", "columns"):
        response = client.get(url(cohort, **{name: bad, "question": 1}))
        assert "<script>alert" not in response.content.decode(), name


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "a b"},
        {"state": "submitted", "order": "score"},
        {"release": "missing", "columns": ["home", "release"]},
        {"question": 1, "how": "empty", "question2": 2, "answer2": "x"},
        {"unread": "on", "order": "apart", "page": 2},
    ],
)
def test_six_queries_for_three_rows_and_for_sixty(query, client, staff, cohort, count_queries):
    counts = []
    for more in (3, 57):
        for _ in range(more):
            released(make.application(cohort, name="a b"), "asked")
        counts.append(count_queries(lambda: client.get(url(cohort, **query))))
    assert counts[0] == counts[1] <= 6


# --- Views that are kept ----------------------------------------------------------------------


def test_a_view_is_kept_by_its_name_and_opens_at_its_own_address(client, staff, cohort):
    make.application(cohort, name="Ada", role="deputy")
    make.application(cohort, name="Ben")
    made = client.post(
        url(cohort, "save_view", role="deputy", page=3, columns=["years"]),
        {"name": "Deputies", "shared": "on"},
    )
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared) == ("Deputies", "role=deputy&columns=years", True)
    assert made.url == reverse("pioneers:saved_view", args=[cohort.pk, view.pk])
    assert names(client, made.url) == ["Ada"]
    page = client.get(made.url).content.decode()
    assert url(cohort, "write_to_applicants").split("?")[0] + "?role=deputy" in page
    assert "Write to all 1</a>" in page
    client.force_login(make.staff())
    assert names(client, made.url) == ["Ada"]
    assert "Deputies" in client.get(url(cohort)).content.decode()


def test_a_private_view_is_not_there_for_others(client, staff, cohort):
    view = SavedView.objects.create(cohort=cohort, name="Mine", shared=False, made_by=staff)
    addresses = [
        url(cohort, name, view.pk) for name in ("saved_view", "change_view", "remove_view")
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    client.force_login(make.staff())
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert "Mine" not in client.get(url(cohort)).content.decode()


def test_a_view_is_renamed_and_removed(client, staff, cohort):
    view = SavedView.objects.create(cohort=cohort, name="One", made_by=staff)
    client.post(url(cohort, "change_view", view.pk), {"name": "Two"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Two", False)
    client.post(url(cohort, "remove_view", view.pk))
    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_with_what_was_typed(client, staff, cohort):
    SavedView.objects.create(cohort=cohort, name="One", made_by=staff)
    answer = client.post(url(cohort, "save_view", role="deputy"), {"name": "One"})
    assert (answer.status_code, SavedView.objects.count()) == (200, 1)
    assert "already a view" in answer.content.decode()


def test_a_view_of_another_cohort_is_not_found_under_this_one(client, staff, cohort):
    other = SavedView.objects.create(cohort=make.cohort(), name="Other", made_by=staff)
    assert client.get(url(cohort, "saved_view", other.pk)).status_code == 404


NOT_UNDERSTOOD = [{"untouched": "soon"}, {"state": "asleep"}, {"answer": "falls"}]


@pytest.mark.parametrize("asked", NOT_UNDERSTOOD)
def test_nothing_can_be_done_with_a_list_whose_filter_was_not_understood(
    asked, client, staff, cohort
):
    make.application(cohort)
    offers = ("write/", "export/", "ask-managers/", "views/keep/", 'name="pk"')
    page = client.get(url(cohort, **asked)).content.decode()
    assert [offer for offer in offers if offer in page] == []
    assert "Put it right and press Show" in page
    page = client.get(url(cohort, role="manager")).content.decode()
    assert [offer for offer in offers if offer in page] == list(offers)
    assert "Put it right" not in page


def test_a_view_whose_filter_is_no_longer_understood_says_so_and_leads_to_it(client, staff, cohort):
    make.application(cohort)
    view = SavedView.objects.create(cohort=cohort, name="Old", query="state=asleep", made_by=staff)
    page = client.get(url(cohort, "saved_view", view.pk)).content.decode()
    assert ("is not understood" in page, "write/" in page) == (True, False)
    assert f'href="{url(cohort, state="asleep")}"' in page


@pytest.mark.parametrize("asked", NOT_UNDERSTOOD)
def test_a_view_whose_filter_is_not_understood_is_not_kept(asked, client, staff, cohort):
    response = client.post(url(cohort, "save_view", **asked), {"name": "Asleep"})
    assert "was not understood" in response.content.decode()
    assert not SavedView.objects.exists()
