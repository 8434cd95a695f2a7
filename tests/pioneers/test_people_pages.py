"""Staff look at people over the years, and make two records of one person one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import Merge, MergeState, NotSamePerson
from pioneers.enums import ApplicationState
from pioneers.models import Reviewer, SelectionPlan
from pioneers.services import matching
from tests import factories as make
from tests.pioneers.two_records import joined, twice

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"pioneers:{name}", args=args), query)


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_list_finds_people_by_name_address_and_home(sign_in):
    home = make.care_home("Larch House")
    person = make.person("Comfort Boateng", email="cb@larch.example")
    make.application(applicant=person, home=home)
    other = make.application().applicant
    client = sign_in(make.staff())
    for words in ("comfort boat", "CB@larch", "larch house"):
        found = text(page(client, "staff_people", q=words))
        assert (str(person) in found, str(other) in found) == (True, False), words
    assert "Larch House" in text(page(client, "staff_people", q="comfort"))


def test_people_of_another_programme_are_not_there(sign_in):
    elsewhere = make.application(make.cohort(make.another_programme())).applicant
    client = sign_in(make.staff())
    assert str(elsewhere) not in text(page(client, "staff_people"))
    assert page(client, "staff_person", elsewhere.pk).status_code == 404


def test_a_person_over_the_years_is_one_page(sign_in):
    place = make.pioneer()
    person = place.person
    make.pairing(place)
    make.application(applicant=person, home=make.care_home("Birch Court"))
    make.mentor()
    shown = text(page(sign_in(make.staff()), "staff_person", person.pk))
    for words in (place.home.name, "Birch Court", place.cohort.name, "Mentored by", "Homes over"):
        assert words in shown


@pytest.mark.parametrize("name", ["staff_people", "matches"])
def test_only_staff_look_at_people(sign_in, name):
    assert page(sign_in(make.pioneer().person), name).status_code == 403


def test_the_history_tells_pause_and_return_with_the_reason(sign_in):
    place = make.pioneer()
    client = sign_in(make.staff())
    for change, why in (("pause", "personal"), ("return", "")):
        url = reverse("pioneers:change_place", args=[place.cohort_id, place.pk, change])
        client.post(url, {"why": why})
    shown = text(page(client, "person_history", place.person_id))
    assert "Paused: personal" in shown
    assert "Returned from a pause" in shown


class TestBlindReaders:
    @pytest.fixture
    def blind(self):
        """(reader, application) of a cohort that is read without names."""
        cohort = make.cohort()
        SelectionPlan.objects.update_or_create(cohort=cohort, defaults={"blind": True})
        reader = make.staff()
        Reviewer.objects.create(cohort=cohort, user=reader)
        return reader, make.application(cohort, applicant=make.person("Very Secret"))

    def test_do_not_meet_who_only_applied_there(self, sign_in, blind):
        reader, application = blind
        client = sign_in(reader)
        assert page(client, "staff_person", application.applicant_id).status_code == 404
        assert page(client, "person_history", application.applicant_id).status_code == 404
        assert page(client, "join_people", application.applicant_id).status_code == 404
        for words in ("", "secret", application.applicant.email):
            assert "Very Secret" not in text(page(client, "staff_people", q=words))

    def test_get_no_suggestion_that_names_them(self, sign_in, blind):
        reader, application = blind
        make.application(applicant=make.person("Very Secret"))
        client = sign_in(reader)
        assert "Compare" not in text(page(client, "matches"))
        for name in ("staff_application", "application_matches"):
            url = reverse(f"pioneers:{name}", args=[application.pk])
            assert "Perhaps the same person" not in client.get(url).content.decode()

    def test_see_a_person_known_from_elsewhere_without_that_application(self, sign_in, blind):
        reader, application = blind
        earlier = make.application(applicant=application.applicant)
        shown = text(page(sign_in(reader), "staff_person", application.applicant_id))
        there = [
            reverse("pioneers:staff_application", args=[one.pk]) for one in (earlier, application)
        ]
        assert [url in shown for url in there] == [True, False]

    def test_compare_two_people_without_what_they_wrote_there(self, sign_in, blind):
        reader, application = blind
        other = make.application(application.cohort, phone="020 7946 0777")
        for person in (application.applicant, other.applicant):
            make.application(applicant=person)
        url = reverse("pioneers:join_people", args=[application.applicant_id])
        there = f"{url}?with={other.applicant_id}"
        shown = {
            who: "0777" in text(sign_in(person).get(there))
            for who, person in {"blind": reader, "staff": make.staff()}.items()
        }
        assert shown == {"blind": False, "staff": True}

    def test_others_on_the_team_see_everything(self, sign_in, blind):
        _, application = blind
        assert (
            page(sign_in(make.staff()), "staff_person", application.applicant_id).status_code == 200
        )


class TestJoining:
    def test_from_the_suggestion_to_one_record_in_three_presses(self, sign_in):
        stays, goes = twice()
        client = sign_in(make.administrator())
        compare = reverse("pioneers:join_people", args=[stays.pk]) + f"?with={goes.pk}"
        assert compare in text(page(client, "matches"))
        assert "Applications: 1" in text(client.get(compare))
        answer = client.post(compare, {"person.email": "goes", "keeps_address": "on"})
        merge = Merge.objects.get()
        assert answer.url == reverse("pioneers:merge", args=[merge.pk])
        assert goes.email in text(client.get(answer.url))
        answer = client.post(reverse("pioneers:do_merge", args=[merge.pk]))
        assert answer.url == reverse("pioneers:staff_person", args=[stays.pk])
        old = goes.email
        stays.refresh_from_db()
        assert stays.email == old
        assert stays.applications.count() == 2
        assert text(client.get(answer.url)).count("Place confirmed") == 0
        assert old in text(page(client, "merge", merge.pk))

    def test_staff_propose_and_cannot_join(self, sign_in):
        stays, goes = twice()
        client = sign_in(make.staff())
        client.post(reverse("pioneers:join_people", args=[stays.pk]) + f"?with={goes.pk}", {})
        merge = Merge.objects.get()
        shown = text(page(client, "merge", merge.pk))
        assert "The proposal is noted" in shown
        assert client.post(reverse("pioneers:do_merge", args=[merge.pk])).status_code == 403
        merge.refresh_from_db()
        assert merge.state == MergeState.PROPOSED

    def test_an_administrator_finds_the_proposal_in_the_list(self, sign_in):
        stays, goes = twice()
        sign_in(make.staff()).post(
            reverse("pioneers:join_people", args=[stays.pk]) + f"?with={goes.pk}", {}
        )
        merge = Merge.objects.get()
        shown = text(page(sign_in(make.administrator()), "matches"))
        assert reverse("pioneers:merge", args=[merge.pk]) in shown
        assert "Compare" not in shown, "what is proposed is not suggested again"

    def test_the_closed_record_leads_to_the_one_that_stayed(self, sign_in):
        stays, goes = twice()
        joined(stays, goes)
        shown = text(page(sign_in(make.staff()), "staff_person", goes.pk))
        assert f"Record no. {goes.pk} was joined with this one" in shown
        assert shown.count("Blessing Okafor") > 0

    def test_two_people_are_never_suggested_again(self, sign_in):
        one, other = twice()
        client = sign_in(make.staff())
        url = reverse("pioneers:not_same_person", args=[other.pk])
        client.post(url, {"other": one.pk})
        client.post(url, {"other": one.pk})
        assert NotSamePerson.objects.count() == 1
        assert "Compare" not in text(page(client, "matches"))
        assert "Perhaps the same" not in text(page(client, "staff_person", one.pk)).replace(
            "Perhaps the same</a>", ""
        )

    def test_the_other_record_can_be_looked_for(self, sign_in):
        one, other = make.application().applicant, make.application().applicant
        shown = text(page(sign_in(make.staff()), "join_people", one.pk, q=other.email))
        assert f"?with={other.pk}" in shown

    def test_a_record_of_another_programme_cannot_be_brought_in(self, sign_in):
        one = make.application().applicant
        elsewhere = make.application(make.cohort(make.another_programme())).applicant
        client = sign_in(make.administrator())
        url = reverse("pioneers:join_people", args=[one.pk]) + f"?with={elsewhere.pk}"
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404
        assert Merge.objects.count() == 0


class TestHomes:
    def test_the_register_home_is_attached_with_one_press(self, sign_in):
        home = make.care_home("St Mary’s Lodge", postcode="SE19 2XX")
        application = make.application(
            home=None, home_as_typed="Saint Marys Lodge, Crystal Palace se192xx"
        )
        client = sign_in(make.staff())
        url = reverse("pioneers:attach_home", args=[application.pk])
        here = reverse("pioneers:application_matches", args=[application.pk])
        assert url in text(client.get(here, headers={"HX-Request": "true"}))
        assert url in text(client.get(here))
        assert url in text(page(client, "matches"))
        client.post(url, {"home": home.pk})
        application.refresh_from_db()
        assert (application.home, application.borough) == (home, home.borough)
        assert application.home_as_typed == "Saint Marys Lodge, Crystal Palace se192xx"
        assert url not in text(client.get(here))

    def test_another_home_than_was_shown_is_not_attached(self, sign_in):
        make.care_home("St Mary’s Lodge", postcode="SE19 2XX")
        application = make.application(home=None, home_as_typed="St Marys Lodge SE19 2XX")
        client = sign_in(make.staff())
        client.post(reverse("pioneers:attach_home", args=[application.pk]), {"home": 999_999})
        application.refresh_from_db()
        assert application.home is None


def test_newer_details_are_offered_and_taken_with_one_press(sign_in):
    person = make.person("Grace Mensah", phone="020 7946 0001")
    application = make.application(
        applicant=person, name="Grace Mensah-Cole", phone="020 7946 0002"
    )
    client = sign_in(make.staff())
    url = reverse("pioneers:use_details", args=[application.pk])
    assert url in text(page(client, "staff_person", person.pk))
    client.post(url)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Grace Mensah-Cole", "020 7946 0002")
    assert url not in text(page(client, "staff_person", person.pk))


def test_what_a_draft_says_is_not_shown(sign_in):
    person = make.person("Grace Mensah", phone="020 7946 0001")
    make.application(
        state=ApplicationState.DRAFT,
        applicant=person,
        phone="020 7946 0009",
        home=None,
        home_as_typed="Hidden House",
    )
    shown = text(page(sign_in(make.staff()), "staff_person", person.pk))
    assert ("Hidden House" in shown, "0009" in shown, "Not sent yet" in shown) == (
        False,
        False,
        True,
    )


def test_the_home_page_says_how_many_pairs_look_alike_as_the_worker_counted_them(sign_in):
    twice()
    client = sign_in(make.staff())
    assert "may be one person" not in text(client.get(reverse("reports:home")))
    matching.count_for_staff()
    assert "pair of records may be one person" in text(client.get(reverse("reports:home")))


def test_an_administrators_home_page_leads_to_what_was_proposed(sign_in):
    stays, goes = twice()
    merge = matching.propose(stays, goes, by=make.staff(), choices={})
    there = reverse("pioneers:merge", args=[merge.pk])
    shown = {
        who: there in text(sign_in(person).get(reverse("reports:home")))
        for who, person in {"staff": make.staff(), "administrator": make.administrator()}.items()
    }
    assert shown == {"staff": False, "administrator": True}


@pytest.mark.parametrize("name", ["staff_person", "person_history", "join_people"])
def test_an_id_too_long_for_any_database_is_nobodys_page(name, client):
    client.force_login(make.staff())
    assert client.get(reverse(f"pioneers:{name}", args=[10**30])).status_code == 404


def test_a_character_that_postgresql_does_not_hold_is_looked_for_as_a_blank(client):
    """On SQLite the same words fail to be found; on PostgreSQL the page failed."""
    person = make.pioneer(person=make.person("Annika Shown")).person
    client.force_login(make.staff())
    found = client.get(reverse("pioneers:staff_people"), {"q": "Annika\x00Shown"})
    assert list(found.context["rows"]) == [person]
