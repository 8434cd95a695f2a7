"""Who works for a programme, who reads for a funder, and what that lets them do."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from cohorts import permissions, services
from cohorts.models import Cohort, FunderContact, Programme, StaffMembership
from core import clock, roles
from core.errors import Refused
from core.models import AuditEvent, User
from tests import factories as make

pytestmark = pytest.mark.django_db


def left(user: User) -> User:
    StaffMembership.objects.filter(user=user).update(left_on=clock.today())
    roles.forget(user)
    return user


@pytest.mark.parametrize(
    ("who", "staff", "administrator"),
    [
        ("anonymous", [0, 0, 0], [0, 0, 0]),
        ("nobody", [0, 0, 0], [0, 0, 0]),
        ("staff", [1, 1, 0], [0, 0, 0]),
        ("administrator", [1, 1, 0], [1, 1, 0]),
        ("staff elsewhere", [1, 0, 1], [0, 0, 0]),
        ("administrator elsewhere", [1, 0, 1], [1, 0, 1]),
        ("both, at different levels", [1, 1, 1], [1, 0, 1]),
        ("staff who left", [0, 0, 0], [0, 0, 0]),
        ("staff whose account is closed", [0, 0, 0], [0, 0, 0]),
        ("funder's contact", [0, 0, 0], [0, 0, 0]),
        ("Pioneer", [0, 0, 0], [0, 0, 0]),
    ],
)
def test_the_rules_by_role_for_any_programme_for_ours_and_for_another(who, staff, administrator):
    ours, other = make.cohort(), make.cohort(make.another_programme())
    both = make.staff()
    StaffMembership.objects.create(programme=other.programme, user=both, level="administrator")
    closed = make.staff()
    closed.is_active = False
    person = {
        "anonymous": AnonymousUser(),
        "nobody": make.person(),
        "staff": make.staff(),
        "administrator": make.administrator(),
        "staff elsewhere": make.staff(other.programme),
        "administrator elsewhere": make.administrator(other.programme),
        "both, at different levels": both,
        "staff who left": left(make.staff()),
        "staff whose account is closed": closed,
        "funder's contact": make.funder_contact(),
        "Pioneer": make.pioneer().person,
    }[who]
    subjects = (None, ours, other)
    assert [int(permissions.staff(person, one)) for one in subjects] == staff
    assert [int(permissions.administrator(person, one)) for one in subjects] == administrator


def test_the_rules_know_the_programme_of_every_kind_of_row():
    cohort = make.cohort(make.another_programme())
    staff = make.staff(cohort.programme)
    rows = [cohort, cohort.programme, make.application(cohort), make.pioneer(cohort)]
    rows += [make.mentor(cohort.programme), make.learning_set(cohort), make.session(cohort)]
    assert [permissions.staff(staff, row) for row in rows] == [True] * len(rows)
    assert [permissions.staff(make.staff(), row) for row in rows] == [False] * len(rows)


def test_staff_see_the_cohorts_of_their_programmes_while_they_work_there():
    ours, other = make.cohort(), make.cohort(make.another_programme())
    staff = make.staff()
    assert list(Cohort.objects.visible_to(staff)) == [ours]
    assert list(Cohort.objects.visible_to(make.staff(other.programme))) == [other]
    assert list(Cohort.objects.visible_to(left(staff))) == []
    assert list(Cohort.objects.visible_to(AnonymousUser())) == []
    assert list(Programme.objects.visible_to(AnonymousUser())) == []


def test_somebody_is_added_to_the_team_once():
    by = make.administrator()
    services.add_staff(make.programme(), email="new@trust.example", name="New Person", by=by)
    with pytest.raises(Refused, match="New Person is already staff"):
        services.add_staff(make.programme(), email="NEW@trust.example", name="", by=by)
    event = AuditEvent.objects.get(action="added staff")
    assert (event.actor, event.detail) == (by.email, {"level": "staff"})


def test_the_last_administrator_stays():
    administrator = make.administrator()
    membership = administrator.staff_memberships.get()
    with pytest.raises(Refused, match="last administrator"):
        services.end_staff(membership, by=administrator)
    make.administrator()
    services.end_staff(membership, by=administrator)
    assert StaffMembership.objects.get(pk=membership.pk).left_on == clock.today()


def test_a_contact_is_added_once_and_ends_at_once():
    funder, by = make.funder(), make.administrator()
    contact = services.add_funder_contact(funder, email="c@fund.example", name="C", by=by)
    with pytest.raises(Refused, match="already a contact"):
        services.add_funder_contact(funder, email="C@fund.example", name="C", by=by)
    assert roles.held_by(contact.user) == {"funder"}
    services.end_funder_contact(contact, by=by)
    roles.forget(contact.user)
    assert roles.held_by(contact.user) == frozenset()
    services.add_funder_contact(funder, email="c@fund.example", name="C", by=by)
    assert FunderContact.objects.filter(user=contact.user).count() == 2


def test_a_funder_is_listed_once_whatever_the_letters():
    services.add_funder(name="Thames Fund", by=make.staff())
    with pytest.raises(Refused, match="already in the list"):
        services.add_funder(name=" thames fund ", by=make.staff())


def test_funding_given_twice_changes_the_first_and_can_be_taken_off():
    cohort, funder, by = make.cohort(), make.funder(), make.staff()
    for places in (5, 9):
        services.add_funding(cohort, funder=funder, places=places, credit_line="Thanks", by=by)
    (funding,) = cohort.fundings.all()
    assert funding.places == 9
    services.remove_funding(funding, by=by)
    assert cohort.fundings.count() == 0
    assert AuditEvent.objects.filter(action="removed funding", actor=by.email).count() == 1


def first_administrator(**options) -> str:
    out = StringIO()
    call_command("first_administrator", stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_is_made_once():
    said = first_administrator(email="head@trust.example", name="Head")
    assert said == "Head (head@trust.example) can now sign in with a code sent by mail.\n"
    again = first_administrator(email="other@trust.example", name="Other")
    assert again == f"{make.programme()} has an administrator already.\n"
    (membership,) = StaffMembership.objects.all()
    assert (membership.user.email, membership.level) == ("head@trust.example", "administrator")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"email": "not an address", "name": "X"}, "is not an e-mail address"),
        ({"email": "", "name": ""}, "Set ADMIN_EMAIL and ADMIN_NAME"),
        ({"email": "a@b.example", "programme": "nowhere"}, "There is no programme “nowhere”"),
    ],
)
def test_without_a_name_and_an_address_there_is_no_administrator(options, words, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match=words):
        first_administrator(**options)
    assert StaffMembership.objects.count() == 0


def test_a_funders_page_shows_what_it_gives_to_ones_own_cohorts_only(sign_in):
    funder = make.funder()
    cohorts = [make.cohort(number=71), make.cohort(make.another_programme(), number=82)]
    for cohort in cohorts:
        services.add_funding(cohort, funder=funder, places=5, credit_line="Thanks", by=make.staff())
    shown = sign_in(make.staff()).get(f"/staff/funders/{funder.pk}/").content.decode()
    assert ["Cohort 71" in shown, "Cohort 82" in shown] == [True, False]
