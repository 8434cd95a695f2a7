"""Writing to chosen applicants: to exactly these, once, with words that were seen filled in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import AuditEvent, EmailTemplate, OutboundEmail
from pioneers import writing as words
from pioneers.models import Answer, Application, Question, Reviewer, SelectionPlan
from pioneers.questions import add_questions
from pioneers.services import writing
from tests import factories as make

pytestmark = pytest.mark.django_db
ID = "0123456789abcdef"
TEXT = {"subject": "About {cohort}", "body": "Dear {first_name},\nsee {link}"}


@pytest.fixture
def cohort():
    made = make.cohort()
    add_questions(made, None, None)
    return made


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def browser_of(client, staff):
    client.force_login(staff)
    return client


def url(cohort, query="all=1", name="write_to_applicants"):
    return f"{reverse(f'pioneers:{name}', args=[cohort.pk])}?{query}"


def mails():
    return list(OutboundEmail.objects.order_by("to_email"))


def press(client, address, **changes):
    """Open the page, and send its form as it is there but for the changes."""
    context = client.get(address).context
    form = context["form"]
    data = {
        "subject": form["subject"].value(),
        "body": form["body"].value(),
        "hold": "on",
        "writing": form["writing"].value(),
        "people": context["ids"],
        "seen": context["seen"],
    }
    data |= {"seen": words_seen(changes, data)} if "seen" not in changes else {}
    data = {name: value for name, value in (data | changes).items() if value is not None}
    return data, client.post(address, data)


def words_seen(changes, data):
    from pioneers.views.writing import seen

    return seen(changes.get("subject", data["subject"]), changes.get("body", data["body"]))


# --- The service ----------------------------------------------------------------------------


def test_each_gets_one_mail_with_their_own_words_and_the_team_finds_it(cohort, staff):
    ada = make.application(cohort, name="Ada Obi", applicant=make.person("A. Obi"))
    made = writing.write(cohort, [ada], by=staff, writing=ID, **TEXT)
    [mail] = mails()
    assert (made, mail.kind, mail.scope, mail.state) == (1, words.KIND, cohort.scope, "held")
    assert (mail.to_email, mail.person_id) == (ada.applicant.email, ada.applicant_id)
    assert mail.subject == f"About {cohort.name}"
    assert mail.body == f"Dear Ada,\nsee http://testserver/applications/{ada.pk}/"
    [event] = AuditEvent.objects.filter(action="wrote to applicants")
    assert (event.actor, event.detail) == (staff.email, {"count": 1, "held": True, "writing": ID})


def test_the_same_writing_twice_reaches_nobody_twice_and_a_new_one_reaches_them(cohort, staff):
    ada, ben = make.application(cohort), make.application(cohort)
    counts = [
        writing.write(cohort, people, by=staff, writing=name, **TEXT)
        for people, name in (([ada], ID), ([ada, ben], ID), ([ada], ID), ([ada], ID[::-1]))
    ]
    assert counts == [1, 1, 0, 1]
    assert AuditEvent.objects.filter(action="wrote to applicants").count() == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "Dear {forename}"}, "{forename}"),
        ({"subject": "{password}"}, "{password}"),
        ({"subject": "  "}, "subject"),
        ({"body": "\n"}, "subject"),
        ({"writing": ""}, "too old"),
        ({"writing": "../../x"}, "too old"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_and_nothing_is_queued(
    changes, words, cohort, staff
):
    row = make.application(cohort)
    with pytest.raises(Refused, match=words):
        writing.write(cohort, [row], by=staff, **({"writing": ID} | TEXT | changes))
    assert mails() == []


def test_nobody_chosen_and_people_of_another_cohort_are_refused(cohort, staff):
    for people in ([], [make.application()], [make.application(cohort), make.application()]):
        with pytest.raises(Refused):
            writing.write(cohort, people, by=staff, writing=ID, **TEXT)
    assert mails() == []


def test_only_staff_who_know_the_names_may_write(cohort):
    row = make.application(cohort)
    SelectionPlan.objects.create(cohort=cohort, blind=True)
    blind = make.staff()
    Reviewer.objects.create(cohort=cohort, user=blind)
    outsiders = [row.applicant, make.staff(make.another_programme()), make.mentor().user, blind]
    for user in outsiders:
        fresh = type(cohort).objects.get(pk=cohort.pk)
        with pytest.raises(Refused):
            writing.write(fresh, [row], by=user, writing=ID, **TEXT)
    assert mails() == []


def test_a_name_full_of_placeholders_and_line_breaks_stays_a_name(cohort, staff):
    row = make.application(cohort, name="{link}\nBcc:x@x.example {contact}")
    writing.write(
        cohort, [row], by=staff, writing=ID, subject="To {name}", body="{name}: {first_name}"
    )
    [mail] = mails()
    assert mail.subject == "To {link} Bcc:x@x.example {contact}"
    assert mail.body.startswith("{link}\nBcc:x@x.example {contact}: {link}")


def test_the_withdrawn_and_those_without_an_address_are_left_out_and_named(cohort):
    kept = make.application(cohort)
    gone = make.application(cohort, state="withdrawn")
    closed = make.application(cohort, applicant=make.person(is_active=False))
    found = writing.reached([kept, gone, closed])
    assert (found.people, found.withdrawn, found.without_address) == ([kept], [gone], [closed])


def test_whose_draft_the_team_still_types_in_is_left_out_and_named(cohort, staff, browser_of):
    own = make.application(cohort, state="draft")
    typed = make.application(
        cohort, state="draft", entered_by=staff, applicant=make.person("Ada Obi")
    )
    found = writing.reached([own, typed])
    assert (found.people, found.not_handed_over) == ([own], [typed])
    page = browser_of.get(url(cohort)).content.decode()
    assert "has not handed it over: Ada Obi." in page


def test_what_a_draft_says_is_not_used_in_the_mail(cohort, staff):
    row = make.application(
        cohort, state="draft", name="Secret Name", applicant=make.person("Ada Obi")
    )
    writing.write(cohort, [row], by=staff, writing=ID, subject="Hello", body="{name} {first_name}")
    assert mails()[0].body == "Ada Obi Ada"


def test_a_deadline_of_ones_own_is_the_one_that_is_named(cohort):
    later = cohort.applications_close_at + timedelta(days=3)
    row = make.application(cohort, state="draft", deadline_at=later)
    told = words.values_for(row, cohort)
    assert told["deadline"] == told["closes"] != words.moment(cohort.applications_close_at)


# --- The page ---------------------------------------------------------------------------------


def test_from_the_filtered_list_two_presses_put_the_reminder_into_the_outbox(cohort, browser_of):
    """Who has not answered this question: the words are there already, with the question."""
    question = Question.objects.get(cohort=cohort, key="little_value")
    missing, answered = make.application(cohort), make.application(cohort)
    Answer.objects.create(application=answered, question=question, text="Nothing")
    make.application(cohort, state="draft")
    _, response = press(browser_of, url(cohort, f"question={question.pk}&how=empty&all=1"))
    assert response.url == reverse("cohorts:outbox", args=[cohort.pk])
    [mail] = mails()
    assert (mail.to_email, mail.state) == (missing.applicant.email, "held")
    assert question.text in mail.body


def test_untouched_drafts_are_nudged_in_the_words_that_staff_keep_for_it(cohort, browser_of):
    EmailTemplate.objects.create(kind=words.NUDGE, subject="Still there?", body="Until {closes}.")
    old = make.application(
        cohort, state="draft", changed_at=clock.now() - timedelta(days=9), name="Hidden"
    )
    make.application(cohort, state="draft")
    make.application(cohort)
    press(browser_of, url(cohort, "untouched=7&all=1"))
    [mail] = mails()
    assert (mail.to_email, mail.subject) == (old.applicant.email, "Still there?")
    assert "Until" in mail.body
    assert "{" not in mail.body


def test_only_the_ticked_get_it(cohort, browser_of):
    rows = [make.application(cohort) for _ in range(3)]
    query = f"pk={rows[0].pk}&pk={rows[2].pk}"
    press(browser_of, url(cohort, query), subject="Hello")
    expected = sorted(row.applicant.email for row in (rows[0], rows[2]))
    assert [mail.to_email for mail in mails()] == expected


def test_whoever_comes_to_match_while_one_writes_gets_nothing(cohort, browser_of):
    first = make.application(cohort)
    address = url(cohort)
    context = browser_of.get(address).context
    make.application(cohort)
    data = {"subject": "Hello", "body": "You", "writing": ID, "people": context["ids"]}
    browser_of.post(address, data | {"seen": words_seen(data, data)})
    assert [mail.to_email for mail in mails()] == [first.applicant.email]


def test_ids_of_other_cohorts_slipped_into_the_form_reach_nobody(cohort, browser_of):
    mine, elsewhere = make.application(cohort), make.application()
    foreign = make.application(make.cohort(make.another_programme()))
    press(
        browser_of,
        url(cohort),
        subject="Hello",
        people=f"{mine.pk},{elsewhere.pk},{foreign.pk},{'9' * 30},x",
    )
    assert [mail.to_email for mail in mails()] == [mine.applicant.email]


def test_changed_words_are_shown_filled_in_before_they_go(cohort, browser_of):
    make.application(cohort, name="Ada Obi")
    data, shown = press(browser_of, url(cohort), subject="Dear {first_name}", seen="of other words")
    assert (shown.status_code, shown.context["unseen"], mails()) == (200, True, [])
    assert "<mark>Ada</mark>" in shown.content.decode()
    again = browser_of.post(url(cohort), data | {"seen": shown.context["seen"]})
    assert (again.status_code, len(mails())) == (302, 1)


def test_pressing_twice_makes_the_mails_once_and_says_so(cohort, browser_of):
    make.application(cohort)
    data, first = press(browser_of, url(cohort), subject="Hello")
    second = browser_of.post(url(cohort), data, follow=True)
    assert (first.status_code, len(mails())) == (302, 1)
    assert "made already" in second.content.decode()


def test_sending_at_once_is_a_choice(cohort, browser_of):
    make.application(cohort)
    press(browser_of, url(cohort), subject="Hello", hold=None)
    assert [mail.state for mail in mails()] == ["due"]


def test_an_unknown_placeholder_keeps_what_was_typed_and_names_it(cohort, browser_of):
    make.application(cohort)
    _, response = press(browser_of, url(cohort), subject="Hello {nick_name}", body="My words")
    text = response.content.decode()
    assert (response.status_code, mails()) == (200, [])
    assert ("{nick_name}" in text, "My words" in text) == (True, True)


def test_the_preview_goes_from_one_reader_to_the_next(cohort, browser_of):
    rows = [make.application(cohort, applicant=make.person(name)) for name in ("Ada", "Ben")]
    data, _ = press(browser_of, url(cohort), preview="0")
    readers = [
        browser_of.post(url(cohort), data | {"preview": place}).context["reader"]
        for place in ("0", "1", "2", "x", "9" * 40)
    ]
    assert readers == [rows[0], rows[1], rows[0], rows[0], rows[0]]
    assert mails() == []


def test_letters_that_still_wait_are_warned_of(cohort, browser_of):
    make.application(cohort, state="offered", decided_at=clock.now())
    make.application(cohort)
    assert "still waits" in browser_of.get(url(cohort)).content.decode()
    Application.objects.update(told_at=clock.now() + timedelta(seconds=1))
    assert "still waits" not in browser_of.get(url(cohort)).content.decode()


def test_nobody_chosen_leads_back_to_the_list(cohort, browser_of):
    response = browser_of.get(url(cohort, "state=offered&all=1"))
    assert "Nobody to write to" in response.content.decode()
    for data in ({}, {"subject": "x", "body": "x", "writing": ID}):
        assert browser_of.post(url(cohort, ""), data).status_code == 200
    assert mails() == []


def test_the_page_takes_as_many_queries_for_thirty_as_for_three(cohort, browser_of, count_queries):
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.application(cohort)
        counts.append(count_queries(lambda: browser_of.get(url(cohort))))
    assert counts[0] == counts[1] <= 8


def test_asking_the_line_managers_of_these_writes_to_each_once(cohort, browser_of):
    rows = [make.application(cohort, manager_email=f"boss{n}@provider.example") for n in range(3)]
    address = url(cohort, f"pk={rows[0].pk}&pk={rows[1].pk}", "ask_managers_of")
    assert "2 applications chosen" in browser_of.get(address).content.decode()
    for _ in range(2):
        browser_of.post(address)
    assert [mail.to_email for mail in mails()] == [
        "boss0@provider.example",
        "boss1@provider.example",
    ]


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize("asked", ["untouched=soon", "state=asleep", "answer=falls"])
def test_nobody_is_written_to_by_a_filter_that_was_not_understood(
    asked, ticked, cohort, browser_of
):
    row = make.application(cohort, manager_email="boss@provider.example")
    query = f"{asked}&pk={row.pk}" if ticked else f"{asked}&all=1"
    page = browser_of.get(url(cohort, query)).content.decode()
    assert "One of the filters was not understood" in page
    data = {"subject": "Hello", "body": "You", "writing": ID, "people": str(row.pk)}
    browser_of.post(url(cohort, query), data | {"seen": words_seen(data, data)})
    managers = url(cohort, query, "ask_managers_of")
    assert "One of the filters was not understood" in browser_of.get(managers).content.decode()
    back = browser_of.post(managers, follow=True).content.decode()
    assert "One of the filters was not understood" in back
    assert mails() == []
