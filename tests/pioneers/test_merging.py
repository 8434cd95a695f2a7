"""Two records of one person become one: what is joined, what is told, who may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from core import clock, links, merges, people
from core.errors import Refused
from core.models import AuditEvent, Merge, MergeState, OutboundEmail, User
from pioneers.enums import ApplicationState, PioneerState
from pioneers.models import Application, Criterion, Review, Reviewer, Score
from pioneers.services import matching
from tests import factories as make
from tests.pioneers.applying import call, whole_draft
from tests.pioneers.two_records import joined, twice
from workshops.models import Attendance, SetMembership

pytestmark = pytest.mark.django_db


class TestTwoApplicationsToOneCohort:
    @pytest.fixture
    def both(self):
        """(the stayer's that ran out, the other's sent one), with answers of their own."""
        cohort = call()
        ours = whole_draft(cohort, applicant=make.person("Grace Mensah"), phone="020 7946 0001")
        theirs = whole_draft(cohort, applicant=make.person("Grace Mensah"), phone="020 7946 0002")
        for row, state in ((ours, ApplicationState.LAPSED), (theirs, ApplicationState.SUBMITTED)):
            Application.objects.filter(pk=row.pk).update(state=state, submitted_at=clock.now())
        ours.answers.filter(question__key="challenge").update(text="Ours: tired people.")
        return ours, theirs

    def join(self, ours, theirs, **choices):
        cohort = ours.cohort_id
        named = {f"application.{cohort}.{name}": takes for name, takes in choices.items()}
        merge = joined(ours.applicant, theirs.applicant, choices=named)
        ours.refresh_from_db()
        theirs.refresh_from_db()
        return merge

    def test_the_one_that_is_further_stays_and_the_other_is_kept_whole(self, both):
        ours, theirs = both
        stays, goes = ours.applicant, theirs.applicant
        self.join(ours, theirs)
        assert (theirs.applicant, theirs.state) == (stays, ApplicationState.SUBMITTED)
        assert (ours.applicant, ours.state) == (goes, ApplicationState.WITHDRAWN)
        assert ours.answers.get(question__key="challenge").text == "Ours: tired people."
        assert (
            theirs.answers.get(question__key="challenge").text == "Keeping a tired team together."
        )

    def test_the_words_that_staff_choose_are_taken_and_what_stood_there_is_noted(self, both):
        ours, theirs = both
        answer = theirs.answers.get(question__key="challenge")
        merge = self.join(
            ours, theirs, **{"phone": "stays", f"answer.{answer.question_id}": "stays"}
        )
        answer.refresh_from_db()
        assert (theirs.phone, answer.text) == ("020 7946 0001", "Ours: tired people.")
        assert merge.values[f"pioneers.application {theirs.pk}"]["phone"] == "020 7946 0002"
        noted = merge.values[f"pioneers.answer {answer.pk}"]["text"]
        assert noted == "Keeping a tired team together."

    def test_all_differences_are_shown_beforehand_and_what_will_be_done(self, both):
        ours, theirs = both
        outline = merges.outline(ours.applicant, theirs.applicant)
        differing = {choice.label for choice in outline.choices if choice.stays != choice.goes}
        assert {f"{ours.cohort}: telephone", f"{ours.cohort}: name of the home"} & differing
        assert any("Both applied to" in words for words in outline.collisions)

    def test_what_a_draft_says_is_not_shown_and_not_taken_into_what_was_sent(self, both):
        ours, theirs = both
        Application.objects.filter(pk=ours.pk).update(state=ApplicationState.DRAFT)
        Application.objects.filter(pk=theirs.pk).update(phone="")
        outline = merges.outline(ours.applicant, theirs.applicant)
        assert {choice.key for choice in outline.choices} == {
            "person.name", "person.email", "person.phone",
        }  # fmt: skip
        self.join(ours, theirs, phone="stays")
        assert (theirs.phone, ours.phone) == ("", "020 7946 0001")

    def test_two_drafts_fill_each_others_gaps(self, both):
        ours, theirs = both
        Application.objects.filter(pk__in=[ours.pk, theirs.pk]).update(
            state=ApplicationState.DRAFT, submitted_at=None
        )
        Application.objects.filter(pk=ours.pk).update(phone="")
        self.join(ours, theirs)
        assert (ours.phone, theirs.state) == ("020 7946 0002", ApplicationState.WITHDRAWN)

    def test_a_freed_offer_leaves_its_place_and_its_link(self):
        cohort = make.cohort(state="selecting")
        ours = make.application(cohort, ApplicationState.CONFIRMED)
        theirs = make.application(cohort, ApplicationState.OFFERED)
        token = links.create(
            "answer-offer",
            theirs,
            person=theirs.applicant,
            expires_at=clock.now() + timedelta(days=3),
        )
        joined(ours.applicant, theirs.applicant)
        theirs.refresh_from_db()
        assert theirs.state == ApplicationState.WITHDRAWN
        with pytest.raises(links.LinkRefused):
            links.check(links.find(token, "answer-offer"))


class TestTwoPlacesOnOneCohort:
    def test_become_one_with_the_sessions_mentors_and_project_of_both(self):
        ours = make.pioneer()
        theirs = make.pioneer(ours.cohort)
        set_of_theirs = make.learning_set(ours.cohort)
        make.member(set_of_theirs, theirs)
        project, pairing = make.project(theirs), make.pairing(theirs)
        staff = make.staff()
        for day in (1, 2):
            session = make.session(ours.cohort, day=clock.today() + timedelta(days=day))
            Attendance.objects.create(session=session, pioneer=theirs, recorded_by=staff)
        Attendance.objects.create(session=session, pioneer=ours, recorded_by=staff)
        joined(ours.person, theirs.person)
        for row in (ours, theirs, project, pairing):
            row.refresh_from_db()
        assert (ours.state, theirs.state) == (PioneerState.ACTIVE, PioneerState.WITHDRAWN)
        assert (project.pioneer, pairing.pioneer) == (ours, ours)
        assert SetMembership.objects.get().pioneer == ours
        assert ours.attendances.count() == 2
        assert theirs.attendances.count() == 1

    def test_with_a_mentor_and_a_set_each_the_stayers_own_go_on(self):
        ours = make.pioneer()
        theirs = make.pioneer(ours.cohort)
        pairs = [make.pairing(ours), make.pairing(theirs)]
        members = [make.member(make.learning_set(ours.cohort), one) for one in (ours, theirs)]
        joined(ours.person, theirs.person)
        for row in (*pairs, *members):
            row.refresh_from_db()
        assert [row.pioneer for row in (*pairs, *members)] == [ours] * 4
        assert [bool(pair.ended_on) for pair in pairs] == [False, True]
        assert [bool(member.left_on) for member in members] == [False, True]


def test_two_mentors_are_one_with_the_mentees_of_both():
    ours, theirs = make.mentor(capacity=2), make.mentor(capacity=4)
    pairing = make.pairing(by=theirs)
    joined(ours.user, theirs.user)
    for row in (ours, theirs, pairing):
        row.refresh_from_db()
    assert (pairing.mentor, ours.capacity, ours.left_on) == (ours, 4, None)
    assert theirs.left_on == clock.today()


def test_nobody_is_left_as_their_own_mentor():
    pairing = make.pairing()
    joined(pairing.mentor.user, pairing.pioneer.person)
    pairing.refresh_from_db()
    assert pairing.ended_on == clock.today()


def test_a_reader_who_scored_twice_counts_once_with_the_newer_scores():
    cohort = make.cohort()
    application, criterion = make.application(cohort), Criterion.objects.create(cohort=cohort)
    ours, theirs = make.staff(), make.staff()
    for reader, value, days in ((ours, 2, 2), (theirs, 5, 1)):
        Reviewer.objects.create(cohort=cohort, user=reader)
        review = Review.objects.create(
            application=application, reviewer=reader, reviewed_at=clock.ago(days=days)
        )
        Score.objects.create(review=review, criterion=criterion, value=value)
    merge = joined(ours, theirs)
    review = Review.objects.get()
    assert (review.reviewer, review.scores.get().value) == (ours, 5)
    given_up = [values for name, values in merge.values.items() if "score" in name]
    assert [values["value"] for values in given_up] == ["2"]
    assert cohort.reviewers.get(user=ours).left_at is None


def test_the_last_administrator_is_not_lost():
    staff, theirs = make.staff(), make.administrator()
    joined(staff, theirs, by=make.administrator())
    levels = list(staff.staff_memberships.filter(left_on=None).values_list("level", flat=True))
    assert levels == ["administrator"]


class TestSigningInAfterwards:
    def code(self, email):
        row = OutboundEmail.objects.filter(kind="account", to_email=email).latest("pk")
        return re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", row.body, re.MULTILINE)[1]

    def sign_in(self, client, email):
        client.post(reverse("account_request_login_code"), {"email": email})
        client.post(reverse("account_confirm_login_code"), {"code": self.code(email)})
        return client.session.get("_auth_user_id")

    def test_with_the_old_address_opens_the_record_that_stayed(self, client):
        stays, goes = twice()
        old = goes.email
        joined(stays, goes)
        before = User.objects.count()
        assert self.sign_in(client, old) == str(stays.pk)
        assert User.objects.count() == before, "no third record"

    def test_with_the_main_address_works_as_before(self, client):
        stays, goes = twice()
        joined(stays, goes)
        assert self.sign_in(client, stays.email) == str(stays.pk)

    def test_an_old_address_that_is_not_kept_is_a_strangers(self, client):
        stays, goes = twice()
        old = goes.email
        joined(stays, goes, keeps_address=False)
        assert self.sign_in(client, old) not in (str(stays.pk), str(goes.pk))

    def test_applying_with_the_old_address_attaches_to_the_person(self):
        stays, goes = twice()
        old = goes.email
        joined(stays, goes)
        assert people.person(old.upper()) == stays

    def test_an_address_that_was_only_typed_is_nobodys(self):
        owner = make.person()
        EmailAddress.objects.create(user=owner, email="typed@homes.example", verified=False)
        assert people.known_by("typed@homes.example") is None

    def test_whoever_was_signed_in_by_the_closed_record_is_signed_out(self, client):
        stays, goes = twice()
        client.force_login(goes)
        assert client.get(reverse("core:details")).status_code == 200
        joined(stays, goes)
        assert client.get(reverse("core:details")).status_code == 302

    def test_the_second_factors_of_the_closed_record_open_nothing(self):
        stays, goes = twice()
        for person in (stays, goes):
            Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
        merge = joined(stays, goes)
        assert [one.user for one in Authenticator.objects.all()] == [stays]
        assert merge.values[f"core.user {goes.pk}"]["second_factors"] == "1"
        assert "secret" not in str(merge.values)


def test_a_signed_link_of_the_closed_record_still_opens(client):
    stays, goes = twice()
    offered = make.application(make.cohort(), ApplicationState.OFFERED, applicant=goes)
    token = links.create(
        "answer-offer", offered, person=goes, expires_at=clock.now() + timedelta(days=3)
    )
    joined(stays, goes)
    assert links.find(token, "answer-offer").person == stays
    assert client.get(reverse("pioneers:offer", args=[token])).status_code == 200


def test_both_addresses_are_told_and_waiting_mail_goes_to_the_main_one():
    stays, goes = twice()
    waiting = OutboundEmail.objects.create(
        key="w", kind="offer", person=goes, to_email=goes.email, subject="s", body="b",
        state="held", message_id="<w>",
    )  # fmt: skip
    old = goes.email
    joined(stays, goes)
    told = OutboundEmail.objects.filter(kind="records_joined")
    assert set(told.values_list("to_email", flat=True)) == {stays.email, old}
    waiting.refresh_from_db()
    assert (waiting.person, waiting.to_email) == (stays, stays.email)


def test_what_the_closed_record_said_can_be_looked_up():
    stays, goes = twice()
    User.objects.filter(pk=goes.pk).update(phone="020 7946 0999")
    goes.refresh_from_db()
    email = goes.email
    merge = joined(stays, goes, choices={"person.phone": "goes"})
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert merge.values[f"core.user {goes.pk}"]["email"] == email
    assert (stays.phone, goes.is_active) == ("020 7946 0999", False)
    assert merge.moved["pioneers.application.applicant"]
    said = AuditEvent.objects.filter(subject_type="core.user", action="joined records")
    assert said.get().subject_id == str(stays.pk)


class TestTwoMergesOfTheSamePeople:
    def test_the_second_finds_nothing_to_do(self):
        stays, goes = twice()
        by = make.administrator()
        merge = matching.propose(stays, goes, by=by, choices={})
        matching.join(merge, by=by)
        with pytest.raises(Refused, match="already"):
            matching.join(Merge.objects.get(pk=merge.pk), by=by)

    def test_in_both_directions_the_later_proposal_replaces_the_first(self):
        one, other = twice()
        by = make.administrator()
        first = matching.propose(one, other, by=by, choices={})
        second = matching.propose(other, one, by=by, choices={})
        first.refresh_from_db()
        assert first.state == MergeState.DROPPED
        matching.join(second, by=by)
        with pytest.raises(Refused):
            matching.join(first, by=by)
        assert one.applications.count() + other.applications.count() == 2

    def test_three_records_one_after_the_other(self):
        first, second = twice()
        third = make.application().applicant
        by = make.administrator()
        joined(second, first, by=by)
        joined(third, second, by=by)
        assert third.applications.count() == 3
        assert Merge.objects.get(goes=first).stays == third

    def test_a_closed_record_is_not_joined_again(self):
        stays, goes = twice()
        by = make.administrator()
        joined(stays, goes, by=by)
        with pytest.raises(Refused):
            matching.propose(make.application().applicant, goes, by=by, choices={})


class TestWhoMay:
    def test_join(self):
        """Administrators of every programme that the two have to do with."""
        stays, goes = twice()
        elsewhere = make.another_programme()
        make.application(make.cohort(elsewhere), applicant=goes)
        here, there = make.administrator(), make.administrator(elsewhere)
        both = make.administrator()
        elsewhere.memberships.create(user=both, level="administrator")
        merge = matching.propose(stays, goes, by=make.staff(), choices={})
        refused = {}
        for name, by in {"here": here, "there": there, "staff": make.staff()}.items():
            with pytest.raises(Refused) as told:
                matching.join(merge, by=by)
            refused[name] = str(told.value)
        assert set(refused.values()) == {
            f"This needs an administrator of {make.programme()} and of {elsewhere}."
        }
        assert matching.join(merge, by=both).state == MergeState.DONE

    def test_nobody_joins_a_record_with_their_own(self):
        administrator = make.administrator()
        other = make.application().applicant
        merge = matching.propose(administrator, other, by=administrator, choices={})
        with pytest.raises(Refused, match="another administrator"):
            matching.join(merge, by=administrator)

    def test_staff_elsewhere_cannot_even_propose(self):
        stays, goes = twice()
        with pytest.raises(Refused):
            matching.propose(
                stays, goes, by=make.administrator(make.another_programme()), choices={}
            )


def test_a_merge_that_fails_halfway_changes_nothing(monkeypatch):
    stays, goes = twice()
    by = make.administrator()
    merge = matching.propose(stays, goes, by=by, choices={})
    email = goes.email
    monkeypatch.setattr(merges, "_tell", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        matching.join(merge, by=by)
    goes.refresh_from_db()
    merge.refresh_from_db()
    assert (goes.email, goes.is_active, merge.state) == (email, True, MergeState.PROPOSED)
    assert goes.applications.count() == 1
