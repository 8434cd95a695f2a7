"""A cohort's own yes-or-no rules: asked first, carried along, and never passed by."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cohorts.services import cohorts
from core.errors import Refused
from pioneers.models import Application, EligibilityRule
from pioneers.services import applications
from pioneers.services import eligibility as services
from tests import factories as make
from tests.pioneers.applying import call, page, sent, shown, whole_draft

pytestmark = pytest.mark.django_db
QUESTION = "Has your home a registered manager?"
EXPLANATION = "A home without a manager has too much else to do."


def rule(cohort, **fields):
    values = {"question": QUESTION, "needs_yes": True, "explanation": EXPLANATION, **fields}
    return services.add(cohort, by=make.staff(), **values)


def given(own, answer="yes", **fields):
    pk = make.borough().pk
    values = {"role": "manager", "setting": "older_nursing", "borough": pk, **fields}
    return values | ({f"rule-{own.pk}": answer} if answer else {})


@pytest.mark.parametrize(
    ("needs_yes", "answer", "against"),
    [
        (True, "yes", []),
        (True, "no", [EXPLANATION]),
        (False, "yes", [EXPLANATION]),
        (False, "no", []),
    ],
)
def test_the_check_says_what_a_rule_answers(needs_yes, answer, against, client):
    own = rule(call(), needs_yes=needs_yes)
    url = reverse("pioneers:check_eligibility", args=[own.cohort.pk])
    response = client.get(url, given(own, answer))
    assert response.context["against"] == against
    assert ("Start my application" in response.content.decode()) == (not against)


def test_a_rule_left_open_is_asked_again_in_words(client):
    own = rule(call())
    url = reverse("pioneers:check_eligibility", args=[own.cohort.pk])
    response = client.get(url, given(own, ""))
    assert response.context["form"].errors == {f"rule-{own.pk}": ["Answer yes or no."]}


def test_the_answers_of_the_check_are_carried_into_the_draft(sign_in):
    own, home = rule(call()), make.care_home()
    client = sign_in(make.person())
    url = reverse("pioneers:start_application", args=[own.cohort.pk])
    client.post(url, given(own, "no", home=home.pk))
    made = Application.objects.get()
    assert (made.rules_answered, made.home) == ({str(own.pk): False}, home)


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        ({}, f"Answer: {QUESTION}"),
        ({"yes": False}, EXPLANATION),
    ],
)
def test_a_draft_that_does_not_meet_a_rule_is_not_sent_and_the_page_says_why(
    answered, words, sign_in
):
    own = rule(call())
    draft = whole_draft(
        own.cohort, rules_answered={str(own.pk): value for value in answered.values()}
    )
    with pytest.raises(Refused, match="“You”"):
        applications.submit(draft, by=draft.applicant)
    client = sign_in(draft.applicant)
    assert words in client.get(page(draft, "check")).content.decode()


def test_the_page_you_asks_the_rules_and_keeps_the_answer(sign_in):
    own = rule(call())
    draft = whole_draft(own.cohort)
    client, url = sign_in(draft.applicant), page(draft, "you")
    typed = {"name": "Blessing Okafor", "phone": "1", "role": "deputy", "years_in_role": "2"}
    client.post(url, {**shown(client, url), **typed, f"rule-{own.pk}": "yes"})
    draft.refresh_from_db()
    assert draft.rules_answered == {str(own.pk): True}
    applications.submit(draft, by=draft.applicant)


def test_other_words_in_a_question_ask_anew_and_another_explanation_does_not():
    own = rule(call())
    draft = whole_draft(own.cohort, rules_answered={str(own.pk): True})
    by = make.staff()
    services.change(own, by=by, question=QUESTION, needs_yes=True, explanation="Other words.")
    applications.submit(draft, by=draft.applicant)
    again = whole_draft(own.cohort, rules_answered={str(own.pk): True})
    services.change(own, by=by, question="Is it open?", needs_yes=True, explanation="It must be.")
    with pytest.raises(Refused, match="“You”"):
        applications.submit(again, by=again.applicant)


def test_a_new_rule_leaves_alone_what_was_sent_before():
    application = sent()
    rule(application.cohort)
    application.refresh_from_db()
    assert (application.state, application.rules_answered) == ("submitted", {})


def test_copying_a_cohort_copies_its_rules():
    own = rule(call())
    rule(own.cohort, question="Second?", needs_yes=False)
    dates = {
        name: getattr(own.cohort, name)
        for name in ("applications_open_at", "applications_close_at", "starts_on", "ends_on")
    }
    copy = cohorts.copy_cohort(own.cohort, by=make.staff(), number=900, label="Later", **dates)
    assert list(copy.eligibility_rules.values_list("question", "needs_yes", "explanation")) == [
        (QUESTION, True, EXPLANATION),
        ("Second?", False, EXPLANATION),
    ]


def test_staff_add_move_and_remove_rules_on_their_page(sign_in):
    cohort, staff = call(), make.staff()
    client, url = sign_in(staff), reverse("pioneers:eligibility", args=[cohort.pk])
    for question in ("First?", "Second?"):
        client.post(url, {"question": question, "needs_yes": "yes", "explanation": "So."})
    second = EligibilityRule.objects.get(question="Second?")
    client.post(reverse("pioneers:arrange_rule", args=[cohort.pk, second.pk, "up"]))
    names = cohort.eligibility_rules.values_list("question", flat=True)
    assert list(names) == ["Second?", "First?"]
    client.post(reverse("pioneers:arrange_rule", args=[cohort.pk, second.pk, "remove"]))
    assert list(names.all()) == ["First?"]


def test_only_staff_change_rules():
    own = rule(call())
    with pytest.raises(Refused, match="Only staff"):
        services.remove(own, by=make.person())
    with pytest.raises(Refused, match="Only staff"):
        services.add(own.cohort, by=make.person(), question="Q", needs_yes=True, explanation="E")


def test_a_home_found_in_the_register_answers_two_questions(client):
    cohort, home = call(), make.care_home("Rowan Lodge")
    url = reverse("pioneers:check_eligibility", args=[cohort.pk])
    assert f"?home={home.pk}" in client.get(url, {"q": "rowan"}).content.decode()
    form = client.get(url, {"home": home.pk}).context["form"]
    assert (form["setting"].value(), form["borough"].value(), form["home"].value()) == (
        "older_residential",
        str(home.borough.pk),
        home.pk,
    )


@pytest.mark.parametrize("home", ["", "x", "0", "9" * 30, "-1"])
def test_a_home_that_is_none_is_passed_over(home, client):
    url = reverse("pioneers:check_eligibility", args=[call().pk])
    assert client.get(url, {"home": home}).context["home"] is None
