"""What the list of applications must not tell: by its rows, its filters, its order or its counts.

A canary stands in each field that is private; every way of asking is tried, and a control shows
that the same way finds what may be found.
"""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pioneers.criteria import add_criteria
from pioneers.models import (
    Answer,
    Application,
    ConflictOfInterest,
    Question,
    Review,
    Reviewer,
    SavedView,
    SelectionPlan,
)
from pioneers.questions import add_questions
from tests import factories as make

pytestmark = pytest.mark.django_db

# Every identifying word of one application, none of which stands anywhere else.
NAME, WRITER, EMAIL = "Zebedee Quagga", "Okapi Writer", "okapi@secret.example"
HOME, PROVIDER, MARKED = "Numbat House", "Potoroo Care", "I work at the Numbat"
CANARIES = ["Zebedee", "Quagga", "Okapi", "okapi@", "Numbat", "Potoroo", "Bilby"]


@pytest.fixture
def cohort():
    made = make.cohort()
    add_criteria(made, None, None)
    add_questions(made, None, None)
    SelectionPlan.objects.create(cohort=made, blind=True)
    return made


def page(cohort, name="staff_applications", *args, **query):
    url = reverse(f"pioneers:{name}", args=[cohort.pk, *args])
    return f"{url}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


@pytest.fixture
def secret(cohort):
    """The application that carries every canary."""
    made = make.application(
        cohort,
        applicant=make.person(WRITER, email=EMAIL),
        name=NAME,
        home=make.care_home(HOME, provider_name=PROVIDER),
        manager_name="Bilby Boss",
        manager_email="bilby@secret.example",
    )
    marked = Question.objects.get(cohort=cohort, key="challenge")
    Question.objects.filter(pk=marked.pk).update(tells_who=True)
    Answer.objects.create(application=made, question=marked, text=MARKED)
    return made


@pytest.fixture
def blind(cohort, client):
    """The browser of staff who read this cohort without names."""
    user = make.staff()
    Reviewer.objects.create(cohort=cohort, user=user)
    client.force_login(user)
    client.user = user
    return client


def found(client, url):
    return {card.pk for card in client.get(url).context["cards"]}


def leaks(client, url):
    text = client.get(url).content.decode()
    return [word for word in CANARIES if word in text]


# --- Blind readers -------------------------------------------------------------------------


def test_a_blind_readers_list_shows_numbers_and_no_canary(cohort, secret, blind):
    assert found(blind, page(cohort)) == {secret.pk}
    assert leaks(blind, page(cohort)) == []
    assert secret.number in blind.get(page(cohort)).content.decode()
    seeing = make.staff()
    blind.force_login(seeing)
    assert {"Zebedee", "Numbat"} <= set(leaks(blind, page(cohort)))


@pytest.mark.parametrize("word", ["Zebedee", "okapi@secret.example", "Numbat", "Potoroo", "Bilby"])
def test_no_word_that_tells_who_finds_a_row_for_a_blind_reader(word, cohort, secret, blind):
    assert found(blind, page(cohort, q=word)) == set()
    assert found(blind, page(cohort, q=secret.pk)) == {secret.pk}


def test_a_provider_cannot_be_asked_for_by_a_blind_reader(cohort, secret, blind):
    """Whether the provider exists or not, the answer is the same."""
    make.application(cohort)
    right, wrong = (found(blind, page(cohort, provider=word)) for word in ("Potoroo", "Nobody"))
    assert right == wrong


@pytest.mark.parametrize("how", ["", "is", "empty", "answered"])
def test_a_marked_answer_cannot_be_asked_for_by_a_blind_reader(how, cohort, secret, blind):
    other = make.application(cohort)
    question = Question.objects.get(cohort=cohort, key="challenge").pk
    Answer.objects.create(application=other, question_id=question, text="Nothing of note")
    query = {"question": question, "how": how, "answer": MARKED.replace(" ", "+")}
    assert found(blind, page(cohort, **query)) in (set(), {secret.pk, other.pk})


@pytest.mark.parametrize("order", ["name", "score", "apart", "untouched", ""])
def test_no_order_tells_a_blind_reader_the_alphabet(order, cohort, blind):
    """Three who were sent at the same time: renaming them must not move them."""
    made = [make.application(cohort, name=f"{letter} X") for letter in "CAB"]
    Application.objects.update(submitted_at=made[0].submitted_at, changed_at=made[0].changed_at)
    url = page(cohort, order=order)
    before = [card.pk for card in blind.get(url).context["cards"]]
    for row, letter in zip(made, "ACB", strict=True):
        Application.objects.filter(pk=row.pk).update(name=f"{letter} X")
        row.applicant.name = f"{letter} X"
        row.applicant.save()
    after = [card.pk for card in blind.get(url).context["cards"]]
    assert before == after


def test_counts_beside_the_filters_tell_a_blind_reader_nothing(cohort, secret, blind):
    make.application(cohort, state="reserve")
    for query in ({"provider": "Potoroo"}, {"q": "Zebedee"}):
        sizes = [
            len(blind.get(page(cohort, **{key: value})).content)
            for key in query
            for value in (query[key], "X" * len(query[key]))
        ]
        assert sizes[0] == sizes[1]


@pytest.mark.parametrize("name", ["write_to_applicants", "export_applications"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_blind_reader_can_neither_write_nor_export(name, method, cohort, secret, blind):
    for query in ({"all": 1}, {"pk": secret.pk}):
        answer = getattr(blind, method)(page(cohort, name, **query))
        assert answer.status_code == 403
        assert [word for word in CANARIES if word in answer.content.decode()] == []
    blind.force_login(make.staff())
    assert blind.get(page(cohort, name, all=1)).status_code == 200


def test_a_colleagues_view_shows_a_blind_reader_no_canary(cohort, secret, blind):
    view = SavedView.objects.create(
        cohort=cohort,
        name="Some of them",
        query="q=Zebedee&provider=Potoroo&order=name",
        made_by=make.staff(),
    )
    assert leaks(blind, page(cohort, "saved_view", view.pk)) == []


def test_a_draft_shows_a_blind_reader_no_writer(cohort, blind):
    make.application(cohort, state="draft", applicant=make.person(WRITER, email=EMAIL), name=NAME)
    assert leaks(blind, page(cohort)) == []
    assert found(blind, page(cohort, q="Okapi")) == set()


# --- Drafts, sent by nobody -------------------------------------------------------------------


@pytest.fixture(params=["draft", "withdrawn"])
def unsent(request, cohort):
    """A draft, and a draft that its writer took back: neither was ever sent."""
    made = make.application(
        cohort,
        state=request.param,
        submitted_at=None,
        applicant=make.person("Ada Obi", email="ada@homes.example"),
        name=NAME,
        phone="Bilby 1",
        home=make.care_home(HOME, provider_name=PROVIDER),
        role="deputy",
        setting="mental_health",
        manager_name="Bilby Boss",
    )
    question = Question.objects.get(cohort=cohort, key="challenge")
    Answer.objects.create(application=made, question=question, text=MARKED)
    return made


@pytest.fixture
def seeing(client):
    client.force_login(make.staff())
    return client


def test_what_was_never_sent_is_listed_by_its_writer_alone(cohort, unsent, seeing):
    text = seeing.get(page(cohort)).content.decode()
    assert [word for word in CANARIES if word in text] == []
    assert "Ada Obi" in text


def test_no_filter_finds_what_was_never_sent_by_what_it_says(cohort, unsent, seeing):
    question = Question.objects.get(cohort=cohort, key="challenge").pk
    asked = [
        {"q": "Zebedee"},
        {"q": "Numbat"},
        {"borough": unsent.borough_id},
        {"role": "deputy"},
        {"setting": "mental_health"},
        {"provider": "Potoroo"},
        {"release": "missing"},
        {"release": "none"},
        {"question": question, "answer": "Numbat"},
        {"question": question, "how": "is", "answer": MARKED.replace(" ", "+")},
        {"question": question + 1, "how": "empty"},
    ]
    assert [query for query in asked if unsent.pk in found(seeing, page(cohort, **query))] == []
    assert found(seeing, page(cohort, q="ada@homes.example")) == {unsent.pk}
    Application.objects.filter(pk=unsent.pk).update(
        state="submitted", submitted_at=unsent.created_at
    )
    assert [query for query in asked if unsent.pk not in found(seeing, page(cohort, **query))] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_holds_what_was_never_sent(kind, cohort, unsent, seeing):
    url = page(cohort, "export_applications", all=1)
    columns = [key for key, _ in seeing.get(url).context["form"].fields["columns"].choices]
    answer = seeing.post(url, {"columns": columns, "kind": kind})
    body = b"".join(answer) if answer.streaming else answer.content
    if kind == "xlsx":
        rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        body = "\n".join(str(row) for row in rows).encode()
    text = body.decode()
    assert [word for word in CANARIES if word in text] == []
    assert "ada@homes.example" in text


# --- Conflicts of interest, and one's own ----------------------------------------------------


def test_whoever_declared_a_conflict_finds_no_trace_in_list_count_write_or_export(
    cohort, secret, seeing
):
    user = make.staff()
    seeing.force_login(user)
    other = make.application(cohort)
    ConflictOfInterest.objects.create(application=secret, user=user)
    assert found(seeing, page(cohort)) == {other.pk}
    assert leaks(seeing, page(cohort)) == []
    for name in ("write_to_applicants", "export_applications"):
        for query in ({"all": 1}, {"pk": secret.pk}):
            assert leaks(seeing, page(cohort, name, **query)) == []
    answer = seeing.post(
        page(cohort, "export_applications", pk=secret.pk), {"columns": ["name"], "kind": "csv"}
    )
    body = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    assert "Zebedee" not in body


@pytest.mark.parametrize("order", ["score", "apart"])
def test_no_order_tells_scores_of_others_before_ones_own_are_in(order, cohort, seeing):
    """Two that others scored far apart, and neither scored by the reader: equal to the reader."""
    made = [make.application(cohort) for _ in range(2)]
    Application.objects.update(submitted_at=made[0].submitted_at, changed_at=made[0].changed_at)
    for row in made:
        Review.objects.create(application=row, reviewer=make.staff(), total=3)
    url = page(cohort, order=order)
    orders = []
    for marks in ((1, 5), (5, 1)):
        for row, mark in zip(made, marks, strict=True):
            Application.objects.filter(pk=row.pk).update(median=mark, spread=mark)
        orders.append([card.pk for card in seeing.get(url).context["cards"]])
    assert orders[0] == orders[1]


def test_cohorts_of_another_programme_lend_no_filter(cohort, secret, seeing):
    """An id of somebody else's question, funding or borough finds nothing and breaks nothing."""
    elsewhere = make.cohort(make.another_programme())
    add_questions(elsewhere, None, None)
    foreign = Question.objects.filter(cohort=elsewhere).first()
    for query in (
        {"question": foreign.pk, "answer": "x"},
        {"funding": 9999},
        {"borough": 9999},
        {"funding": "9" * 30},
        {"borough": "9" * 30},
        {"question": "9" * 30},
        {"untouched": "9" * 30},
        {"page": "9" * 30},
        {"q": "9" * 30},
        {"q": "%00"},
        {"pk": "x"},
    ):
        assert seeing.get(page(cohort, **query)).status_code == 200, query


def test_freely_written_words_are_no_way_to_a_name_for_a_blind_reader(cohort, secret, blind):
    """The page of one application takes names out of them; a column or a filter cannot."""
    written = Question.objects.filter(
        cohort=cohort, kind="long", for_reviewers=True, tells_who=False
    ).first()
    Answer.objects.create(application=secret, question=written, text=f"I am {NAME} of {HOME}.")
    assert leaks(blind, page(cohort, columns=f"q{written.pk}")) == []
    right, wrong = (
        found(blind, page(cohort, question=written.pk, answer=word))
        for word in (NAME[:7], "Nobody")
    )
    assert right == wrong
    blind.force_login(make.staff())
    assert HOME in blind.get(page(cohort, columns=f"q{written.pk}")).content.decode()
    assert found(blind, page(cohort, question=written.pk, answer=NAME[:7])) == {secret.pk}
