"""Staff write a cohort's questions: services and pages, who may, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cohorts.services import copy_cohort
from core import clock
from core.errors import Refused
from core.models import AuditEvent
from pioneers.models import Answer, Question
from pioneers.services import questions
from tests import factories as make
from tests.pioneers.applying import call, draft
from tests.pioneers.questions import BY_DEFAULT, ask, driving

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def cohort():
    """One that asks nothing yet."""
    return make.cohort()


def texts(cohort):
    rows = Question.objects.filter(cohort=cohort, retired=False)
    return [(row.page, row.text) for row in rows]


def staff_of(cohort):
    return make.staff(cohort.programme)


def url(cohort, name="questions", *args):
    return reverse(f"pioneers:{name}", args=[cohort.pk, *args])


def answered(question, text="yes"):
    application = draft(question.cohort)
    return Answer.objects.create(application=application, question=question, text=text)


def test_questions_get_keys_of_their_own_and_stand_page_by_page(cohort):
    for page, text in [("One", "Why?"), ("Two", "Why?"), ("One", "Who?"), ("One", "什么")]:
        ask(cohort, text, page=page)
    rows = Question.objects.filter(cohort=cohort)
    assert [(row.order, row.key, row.page) for row in rows] == [
        (1, "why", "One"),
        (2, "who", "One"),
        (3, "question", "One"),
        (4, "why_2", "Two"),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  "}, "needs its words"),
        ({"page": ""}, "heading of the page"),
        ({"kind": "choice", "choices": ["only"]}, "at least two choices"),
        ({"kind": "several", "choices": ["a", "a"]}, "none twice"),
        (
            {"required_from": TODAY, "frozen_from": TODAY},
            "frozen before it is needed",
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(fields, words, cohort):
    with pytest.raises(Refused, match=words):
        ask(cohort, **{"text": "Why?", **fields})
    assert Question.objects.filter(cohort=cohort).count() == 0


def test_what_does_not_belong_to_a_kind_is_left_out(cohort):
    number = ask(cohort, "How many?", kind="number", choices=["1", "2"], max_words=9)
    assert (number.choices, number.max_words) == ([], None)


@pytest.mark.parametrize("change", [{"kind": "short"}, {"choices": ["yes", "no", "maybe"]}])
def test_kind_and_choices_stay_once_somebody_has_answered(change, cohort):
    drive = ask(cohort, "Do you drive?", kind="choice", choices=["yes", "no"])
    questions.change(drive, by=staff_of(cohort), choices=["yes", "no", "never"])
    answered(drive)
    with pytest.raises(Refused, match="Retire this question and add another"):
        questions.change(drive, by=staff_of(cohort), **change)
    questions.change(drive, by=staff_of(cohort), text="Do you drive a car?", required=True)
    drive.refresh_from_db()
    assert (drive.text, drive.choices, drive.required) == (
        "Do you drive a car?",
        ["yes", "no", "never"],
        True,
    )


def test_an_emptied_answer_does_not_hold_the_choices(cohort):
    drive = ask(cohort, "Do you drive?", kind="choice", choices=["yes", "no"])
    answered(drive, text="")
    questions.change(drive, by=staff_of(cohort), choices=["often", "never"])


def test_a_question_waits_only_for_an_earlier_one_and_its_choice(cohort):
    drive, park = driving(cohort)
    by = staff_of(cohort)
    with pytest.raises(Refused, match="Keep that choice"):
        questions.change(drive, by=by, choices=["no", "never"])
    with pytest.raises(Refused, match="Choose the earlier answer again"):
        questions.change(park, by=by, shown_if_answer="perhaps")
    with pytest.raises(Refused, match="has to come after it"):
        questions.move(park, by=by, up=True)
    with pytest.raises(Refused, match="asked only after an answer"):
        questions.retire(drive, by=by)
    with pytest.raises(Refused, match="has to come after it"):
        questions.change(drive, by=by, page="A later page")
    assert texts(cohort) == [
        ("Your answers", "Do you drive?"),
        ("Your answers", "Where do you park?"),
    ]


def test_a_question_of_another_cohort_is_no_earlier_answer(cohort):
    drive, _ = driving(make.cohort())
    with pytest.raises(Refused, match="Choose the earlier answer again"):
        ask(cohort, "Where?", shown_if=drive, shown_if_answer="yes")


def test_questions_and_pages_move_one_place(cohort):
    for page, text in [("One", "a"), ("One", "b"), ("Two", "c"), ("Two", "d")]:
        ask(cohort, text, page=page)
    by = staff_of(cohort)
    a, d = (Question.objects.get(cohort=cohort, text=text) for text in "ad")
    questions.move(a, by=by, up=False)
    questions.move_page(d, by=by, up=True)
    assert [text for _, text in texts(cohort)] == ["c", "d", "b", "a"]
    for move, words in [(questions.move, "last on its page"), (questions.move_page, "last page")]:
        with pytest.raises(Refused, match=words):
            move(a, by=by, up=False)


def test_retired_and_brought_back_each_is_recorded_once(cohort):
    why = ask(cohort, "Why?")
    by = staff_of(cohort)
    for act in (questions.retire, questions.retire, questions.bring_back, questions.bring_back):
        act(why, by=by)
    rows = AuditEvent.objects.filter(subject_type="pioneers.question", actor=by.email)
    assert sorted(rows.values_list("action", flat=True)) == [
        "brought back question",
        "retired question",
    ]


def test_what_waits_for_a_retired_question_is_not_brought_back_alone(cohort):
    drive, park = driving(cohort)
    by = staff_of(cohort)
    questions.retire(park, by=by)
    questions.retire(drive, by=by)
    with pytest.raises(Refused, match="Bring that one back first"):
        questions.bring_back(park, by=by)


def test_only_staff_of_the_programme_change_questions(cohort):
    why = ask(cohort, "Why?")
    for by in (make.person(), make.staff(make.another_programme()), make.funder_contact()):
        with pytest.raises(Refused, match="Only staff"):
            questions.add(cohort, by=by, **BY_DEFAULT, text="Mine")
        for act in (
            lambda by: questions.change(why, by=by, text="Mine"),
            lambda by: questions.retire(why, by=by),
            lambda by: questions.move(why, by=by, up=True),
        ):
            with pytest.raises(Refused, match="Only staff"):
                act(by)
    assert texts(cohort) == [("Your answers", "Why?")]


def test_a_copied_cohort_asks_the_same_and_waits_for_its_own_copies(cohort):
    _, park = driving(cohort)
    by = staff_of(cohort)
    questions.change(
        park,
        by=by,
        required=True,
        required_from=cohort.starts_on - timedelta(days=9),
        frozen_from=cohort.starts_on,
        for_reviewers=False,
        tells_who=True,
    )
    questions.retire(ask(cohort, "Old"), by=by)
    later = timedelta(days=364)
    copy = copy_cohort(
        cohort,
        by=make.administrator(cohort.programme),
        number=cohort.number + 500,
        label="next",
        applications_open_at=cohort.applications_open_at + later,
        applications_close_at=cohort.applications_close_at + later,
        starts_on=cohort.starts_on + later,
        ends_on=cohort.ends_on + later,
        celebration_on=cohort.celebration_on + later,
    )
    drive, copied = Question.objects.filter(cohort=copy)
    assert (copied.shown_if, copied.shown_if_answer) == (drive, "yes")
    names = ("page", "text", "help_text", "kind", "choices", "required", "for_reviewers")
    park.refresh_from_db()
    assert [getattr(copied, name) for name in names] == [getattr(park, name) for name in names]
    assert (copied.tells_who, copied.required_from, copied.frozen_from) == (
        True,
        park.required_from + later,
        copy.starts_on,
    )


# --- The pages ------------------------------------------------------------------------------

TYPED = {
    "page": "Your answers",
    "text": "Do you drive?",
    "kind": "choice",
    "choices": "yes\n\n no \n",
    "required": "on",
}


def test_staff_add_change_and_see_a_question(cohort, sign_in):
    client = sign_in(staff_of(cohort))
    response = client.post(url(cohort, "add_question"), TYPED)
    assert response.url == url(cohort)
    drive = Question.objects.get(cohort=cohort)
    assert (drive.choices, drive.required, drive.for_reviewers) == (["yes", "no"], True, False)
    waits = TYPED | {"text": "Where?", "kind": "short", "only_after": f"{drive.pk}:0"}
    client.post(url(cohort, "add_question"), waits)
    where = Question.objects.get(cohort=cohort, text="Where?")
    assert (where.shown_if, where.shown_if_answer) == (drive, "yes")
    form = client.get(url(cohort, "edit_question", where.pk)).context["form"]
    assert (form["only_after"].value(), form["text"].value()) == (f"{drive.pk}:0", "Where?")
    client.post(url(cohort, "edit_question", where.pk), waits | {"only_after": ""})
    where.refresh_from_db()
    assert where.shown_if is None
    text = client.get(url(cohort)).content.decode()
    assert text.count("Do you drive?") > 0


def test_what_is_refused_stays_in_the_form(cohort, sign_in):
    client = sign_in(staff_of(cohort))
    response = client.post(url(cohort, "add_question"), TYPED | {"choices": "only"})
    form = response.context["form"]
    assert form.non_field_errors() == [
        "Give at least two choices, each on its own line, and none twice."
    ]
    assert form["text"].value() == "Do you drive?"


def test_an_answered_question_shows_its_kind_and_choices_without_a_way_to_change_them(
    cohort, sign_in
):
    drive = ask(cohort, "Do you drive?", kind="choice", choices=["yes", "no"])
    answered(drive)
    client = sign_in(staff_of(cohort))
    where = url(cohort, "edit_question", drive.pk)
    form = client.get(where).context["form"]
    assert (form.fields["kind"].disabled, form.fields["choices"].disabled) == (True, True)
    assert client.post(where, TYPED | {"text": "Drive?", "choices": "a\nb"}).status_code == 302
    drive.refresh_from_db()
    assert (drive.text, drive.choices) == ("Drive?", ["yes", "no"])


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("up", ["b", "a", "c"]),
        ("down", ["a", "b", "c"]),
        ("page-up", ["a", "b", "c"]),
        ("page-down", ["c", "a", "b"]),
        ("retire", ["a", "c"]),
        ("bring-back", ["a", "b", "c"]),
    ],
)
def test_the_small_buttons_of_the_list_and_nothing_on_opening_them(what, left, cohort, sign_in):
    for page, text in [("One", "a"), ("One", "b"), ("Two", "c")]:
        ask(cohort, text, page=page)
    b = Question.objects.get(cohort=cohort, text="b")
    client = sign_in(staff_of(cohort))
    where = url(cohort, "arrange_question", b.pk, what)
    client.get(where)
    assert [text for _, text in texts(cohort)] == ["a", "b", "c"]
    client.post(where)
    assert [text for _, text in texts(cohort)] == left


def test_a_question_of_another_cohort_is_not_there(cohort, sign_in):
    elsewhere = ask(make.cohort(), "Why?")
    client = sign_in(staff_of(cohort))
    assert client.get(url(cohort, "edit_question", elsewhere.pk)).status_code == 404
    assert client.post(url(cohort, "arrange_question", elsewhere.pk, "retire")).status_code == 404


def test_the_preview_shows_every_page_as_the_form_does(cohort, sign_in):
    driving(cohort)
    ask(cohort, "Your certificate", kind="file", page="Papers")
    response = sign_in(staff_of(cohort)).get(url(cohort, "preview_questions"))
    shown = [(heading, list(form.questions)) for heading, form in response.context["forms"]]
    assert shown == [
        ("Your answers", ["q-do_you_drive", "q-where_do_you_park"]),
        ("Papers", ["q-your_certificate"]),
    ]
    text = response.content.decode()
    assert 'data-shown-if="q-do_you_drive"' in text
    assert text.count('hidden="hidden"') == 1


@pytest.mark.parametrize("name", ["questions", "preview_questions", "add_question"])
def test_pages_of_questions_take_as_many_queries_with_3_as_with_30(name, sign_in, count_queries):
    cohort = call()
    client = sign_in(staff_of(cohort))
    counts = []
    for more in (1, 20):
        for number in range(more):
            ask(cohort, f"Question {number}", kind="choice", choices=["a", "b"])
        driving(cohort)
        counts.append(count_queries(lambda: client.get(url(cohort, name))))
    assert counts[0] == counts[1]
