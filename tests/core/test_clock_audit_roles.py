"""The clock, the audit trail and roles, which everything else is built on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock, people, roles
from core.access import anyone, rule, signed_in
from core.models import AuditEvent
from tests import factories as make


def test_the_clock_shows_the_time_it_is_set_to_and_then_the_real_one():
    moment = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        with clock.at(datetime(2026, 7, 1, tzinfo=UTC)):
            assert clock.today() == date(2026, 7, 1)
        assert clock.now() == moment
    assert abs((clock.now() - timezone.now()).total_seconds()) < 5


def test_today_is_the_date_in_london():
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_a_time_without_zone_is_londons():
    with clock.at(datetime(2026, 7, 1, 9)):
        assert clock.now() == datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which_row():
    cohort, person = make.cohort(), make.person()
    audit.record("moved cohort", cohort, by=person, detail={"to": "open"})
    (event,) = audit.history(cohort)
    assert (event.actor, event.action, event.subject_type, event.subject_id, event.detail) == (
        person.email,
        "moved cohort",
        "cohorts.cohort",
        str(cohort.pk),
        {"to": "open"},
    )


@pytest.mark.django_db
def test_nothing_is_recorded_without_an_actor():
    cohort = make.cohort()
    with pytest.raises(AttributeError):
        audit.record("moved cohort", cohort, by=None)
    with pytest.raises(TypeError):
        audit.record("moved cohort", cohort)  # type: ignore[call-arg]
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(actor="", action="x", subject_type="x", subject_id="1")
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_events_are_never_changed_or_deleted():
    audit.record("looked", make.cohort(), by=make.person())
    event = AuditEvent.objects.get()
    event.action = "something else"
    for forbidden in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="x"),
    ):
        with pytest.raises(TypeError, match="never"):
            forbidden()
    assert AuditEvent.objects.get().action == "looked"


@pytest.mark.django_db
def test_all_roles_of_a_person_are_looked_up_in_one_query(django_assert_num_queries):
    person = make.staff()
    make.pioneer(person=person)
    make.mentor().__class__.objects.update(user=person)
    make.learning_set(facilitator=person)
    with django_assert_num_queries(1):
        assert roles.held_by(person) == {"staff", "pioneer", "mentor", "facilitator"}
        assert roles.needs_second_factor(person) is True
    roles.forget(person)
    with django_assert_num_queries(1):
        roles.held_by(person)


@pytest.mark.django_db
def test_who_is_nobody_holds_no_role():
    assert roles.held_by(AnonymousUser()) == frozenset()
    assert roles.held_by(make.person()) == frozenset()


@pytest.mark.django_db
def test_a_rule_is_for_active_people_unless_it_is_public():
    @rule("Everybody with an e-mail address")
    def has_email(user, subject):
        return bool(user.email)

    active, gone = make.person(), make.person(is_active=False)
    assert [has_email(active), has_email(gone), has_email(AnonymousUser())] == [True, False, False]
    assert [signed_in(active), signed_in(AnonymousUser())] == [True, False]
    assert anyone(AnonymousUser()) is True
    either = has_email | signed_in
    assert either.words == "Everybody with an e-mail address; or anyone who has signed in"


@pytest.mark.django_db
def test_the_same_address_in_other_letters_is_the_same_person():
    first = people.person("Grace@Homes.example", name="Grace Mensah")
    assert people.person(" grace@homes.EXAMPLE ", name="Other") == first
    first.refresh_from_db()
    assert first.name == "Grace Mensah"
    assert first.has_usable_password() is False


@pytest.mark.django_db
def test_the_clock_is_a_person_who_cannot_sign_in(client):
    assert people.system() == people.system()
    assert people.system().is_active is False
