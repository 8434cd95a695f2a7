"""The link in a mail that takes an update: for one project and one person, and for no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, links
from core.models import ActionLink, AuditEvent, OutboundEmail
from pioneers.services import mentoring, pioneers
from qi_projects import services, update_links
from qi_projects.models import Update
from qi_projects.services.progress import MOST_A_DAY_BY_LINK
from tests import factories as make
from tests.qi_projects.running import begun, picture, with_numbers

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


def link_of(one, person=None, expires_at=None, action=update_links.ACTION):
    token = links.create(
        action,
        one.project,
        person=person or one.person,
        expires_at=expires_at or clock.now() + update_links.LASTS,
    )
    return reverse("qi_projects:update_by_link", args=[token])


@pytest.fixture
def client():
    """A phone that knows nothing of us and, as a mail program's own browser may, no cookies."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(one):
    return link_of(one)


def state(project):
    project.refresh_from_db()
    return (
        list(project.updates.values_list("text", flat=True)),
        list(project.measures.values_list("observations__value", flat=True)),
        AuditEvent.objects.count(),
        list(ActionLink.objects.values_list("used_at", "revoked_at")),
    )


def test_open_type_save_and_the_number_is_on_the_chart(one, client, address):
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(
        address, {"value": "62", "on": clock.today(), "text": "Squash went round twice."}
    )
    assert answer.status_code == 302
    update = Update.objects.get()
    assert answer.url == f"{address}?saved={update.pk}"
    assert (update.text, update.written_by) == ("Squash went round twice.", one.person)
    assert (update.observation.measure, update.observation.value) == (one.measure, 62)
    shown = client.get(answer.url).content.decode()
    assert "62 is on the chart" in shown
    assert "<svg" in shown
    assert "Squash went round twice." in shown
    event = AuditEvent.objects.filter(action="wrote update").get()
    assert (event.actor, event.detail) == (one.person.email, {"by": "link"})


def test_opening_it_changes_nothing(one, client, address):
    before = state(one.project)
    for _ in range(2):
        client.get(address)
        client.head(address)
    assert state(one.project) == before


def test_it_shows_the_title_and_what_is_counted_and_nothing_else(one, client, address):
    services.write_update(one.project, by=make.staff(), text="Said by somebody else.")
    services.comment(one.project, by=make.staff(), text="A comment.")
    with_numbers(one.measure, [71.5], by=one.person)
    page = client.get(address).content.decode()
    assert one.project.title in page
    assert one.measure.name in page
    for hidden in (
        "Said by somebody else.", "A comment.", "71.5", "<svg", one.project.problem,
        one.pioneer.home_name, one.person.email,
    ):  # fmt: skip
        assert hidden not in page, hidden
    # Nor what others told, whoever guesses its number; nor the own words an hour later.
    theirs = Update.objects.get()
    assert (
        "Said by somebody else." not in client.get(f"{address}?saved={theirs.pk}").content.decode()
    )
    own = services.write_update(one.project, by=one.person, text="My own words.")
    assert "My own words." in client.get(f"{address}?saved={own.pk}").content.decode()
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert "My own words." not in client.get(f"{address}?saved={own.pk}").content.decode()


def test_a_link_reads_and_writes_one_project_only(one, client, address):
    other = begun(one.pioneer.cohort, title="Another project", measure="falls at night")
    answer = client.post(
        f"{address}?measure={other.measure.pk}", {"value": "5", "on": clock.today()}
    )
    assert answer.status_code == 200
    assert "not on this project any more" in answer.content.decode()
    assert other.measure.observations.count() == one.measure.observations.count() == 0
    page = client.get(f"{address}?measure={other.measure.pk}").content.decode()
    assert other.project.title not in page
    assert other.measure.name not in page


def closed(one):
    return {
        "expired": link_of(one, expires_at=clock.now() - timedelta(seconds=1)),
        "not its owner": link_of(one, person=begun(one.pioneer.cohort).person),
        "the mentor": link_of(one, person=make.pairing(one.pioneer).mentor.user),
        "made for something else": link_of(one, action="we-met"),
        "guessed": reverse("qi_projects:update_by_link", args=["x" * 32]),
    }  # fmt: skip


@pytest.mark.parametrize(
    "which", ["expired", "not its owner", "the mentor", "made for something else", "guessed"]
)
def test_a_link_that_is_not_good_opens_nothing_and_takes_nothing(one, client, which):
    address = closed(one)[which]
    before = state(one.project)
    said = {"value": "5", "on": clock.today(), "text": "Let me in."}
    for answer in (client.get(address), client.post(address, said)):
        assert answer.status_code in (404, 410)
        assert one.project.title not in answer.content.decode()
    told = client.post(address, said, headers=JSON)
    assert told.status_code in (404, 410)
    assert set(told.json()) == {"words", "closed"}
    assert state(one.project) == before


def test_who_withdraws_is_let_in_no_more(one, client, address):
    assert client.get(address).status_code == 200
    pioneers.change_state(one.pioneer, to="withdrawn", by=make.staff())
    assert client.get(address).status_code == 410
    assert client.post(address, {"text": "Still here."}).status_code == 410
    assert not Update.objects.exists()


def test_links_of_a_withdrawn_pioneer_are_revoked_by_the_planner(one, client):
    services.plan_reports()
    address = link_of(one)
    pioneers.change_state(one.pioneer, to="withdrawn", by=make.staff())
    services.plan_reports()
    pioneers.change_state(one.pioneer, to="active", by=make.staff())
    page = client.get(address)
    assert (page.status_code, "no longer valid" in page.content.decode()) == (410, True)


def test_a_person_whose_account_is_closed_is_not_let_in(one, client, address):
    one.person.is_active = False
    one.person.save()
    assert client.get(address).status_code == 410


def test_the_same_key_twice_is_one_update_and_one_answer(one, client, address):
    said = {"text": "Once.", "client_key": "k" * 32}
    first, second = (client.post(address, said, headers=JSON) for _ in range(2))
    assert first.json() == second.json() == {"url": f"{address}?saved={Update.objects.get().pk}"}


def test_the_same_key_on_another_project_is_another_update(one, client, address):
    other = begun(one.pioneer.cohort)
    for where in (address, link_of(other)):
        client.post(where, {"text": "Once.", "client_key": "k" * 32})
    assert Update.objects.count() == 2


def test_a_link_takes_so_many_a_day_and_signing_in_takes_more(one, client, address):
    for n in range(MOST_A_DAY_BY_LINK):
        assert client.post(address, {"text": f"Word {n}."}).status_code == 302
    answer = client.post(address, {"text": "One more."}, headers=JSON)
    assert (answer.status_code, "sign in" in answer.json()["words"]) == (422, True)
    signed_in = Client()
    signed_in.force_login(one.person)
    page = reverse("qi_projects:add_update", args=[one.project.pk])
    assert signed_in.post(page, {"text": "One more."}).status_code == 302
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert client.post(link_of(one), {"text": "The next day."}).status_code == 302


def test_a_photograph_comes_with_its_words_and_everybodys_yes(one, client, address):
    answer = client.post(address, {"photo": picture()}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["words"] == (
        "Please say what the photograph shows. Please ask everybody in the photograph first, "
        "and tick that they agree."
    )
    assert not Update.objects.exists()
    assert not one.project.photos.exists()
    client.post(address, {"photo": picture(), "alt_text": "The trolley", "consent": "on"})
    photo = Update.objects.get().photo
    assert (photo.alt_text, photo.consent, photo.on_poster) == ("The trolley", True, False)


def test_a_file_that_is_no_photograph_is_refused_and_nothing_is_kept(one, client, address):
    file = picture()
    file.write(b"not a picture at all")
    file.truncate(20)
    file.seek(0)
    sent = {"value": "5", "on": clock.today(), "photo": file, "alt_text": "It", "consent": "on"}
    answer = client.post(address, sent, headers=JSON)
    assert (answer.status_code, "not a photograph" in answer.json()["words"]) == (422, True)
    assert not Update.objects.exists()
    assert one.measure.observations.count() == 0


def test_nothing_at_all_is_not_an_update(one, client, address):
    answer = client.post(address, {"on": clock.today()}, headers=JSON)
    assert answer.json()["words"] == (
        "Write a number or a sentence, or choose a photograph: one is enough."
    )


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"events": "9"}, "Out of how many? Please write both numbers."),
        ({"out_of": "12"}, "How many of them? Please write both numbers."),
        (
            {"events": "13", "out_of": "12"},
            "13 is more than all 12 residents asked. Are the two numbers the right way round?",
        ),
    ],
)
def test_so_many_out_of_so_many_needs_both(one, client, address, sent, words):
    one.measure.kind, one.measure.out_of_what = "percent", "residents asked"
    one.measure.save()
    answer = client.post(address, {"on": clock.today(), **sent}, headers=JSON)
    assert (answer.status_code, answer.json()["words"]) == (422, words)
    assert one.measure.observations.count() == 0


def test_so_many_out_of_so_many_is_kept_and_worked_out(one, client, address):
    one.measure.kind, one.measure.out_of_what = "percent", "residents asked"
    one.measure.save()
    client.post(address, {"on": clock.today(), "events": "9", "out_of": "12"})
    row = one.measure.observations.get()
    assert (row.value, row.events, row.out_of) == (75, 9, 12)


def test_what_could_let_a_resident_be_recognised_is_asked_about_and_comes_back_to_the_form(
    one, client, address
):
    answer = client.post(address, {"text": "Mrs Brown drank two."}, headers=JSON)
    assert answer.status_code == 422
    assert "Mrs Brown" in answer.json()["form"]
    assert "nobody_recognised" in answer.json()["form"]
    assert not Update.objects.exists()


@pytest.mark.parametrize("on_update", [True, False])
def test_the_mail_and_the_page_after_a_comment_lead_to_where_it_stands(one, on_update):
    update = services.write_update(one.project, by=one.person, text="Jugs are out.")
    asked = f"?update={update.pk}" if on_update else ""
    signed_in = Client()
    signed_in.force_login(make.pairing(one.pioneer).mentor.user)
    comment = reverse("qi_projects:add_comment", args=[one.project.pk])
    page = reverse("qi_projects:project", args=[one.project.pk])
    there = f"{page}updates/{update.pk}/" if on_update else f"{page}#comments"
    assert signed_in.post(f"{comment}{asked}", {"text": "Well done."}).url == there
    assert f"{there}\n" in OutboundEmail.objects.get(kind="project_comment").body


def test_whoever_mentored_once_reads_and_says_nothing_more(one):
    pair = make.pairing(one.pioneer)
    signed_in = Client()
    signed_in.force_login(pair.mentor.user)
    comment = reverse("qi_projects:add_comment", args=[one.project.pk])
    assert signed_in.post(comment, {"text": "Well done."}).status_code == 302
    mentoring.end_pairing(pair, by=make.staff())
    assert signed_in.get(comment).status_code == 404
    assert signed_in.post(comment, {"text": "Still me."}).status_code == 404
    assert one.project.comments.count() == 1
