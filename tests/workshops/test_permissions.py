"""Truth tables: each kind of person against each kind of learning set and session."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from cohorts.enums import CohortState
from tests import factories as make
from workshops import permissions
from workshops.models import Attendance, LearningSet, Session

pytestmark = pytest.mark.django_db
PEOPLE = (
    "staff",
    "other_staff",
    "facilitator",
    "other_facilitator",
    "member",
    "other_member",
    "left_set",
    "withdrawn",
    "stranger",
    "nobody",
)


@pytest.fixture
def world():
    cohort = make.cohort(state=CohortState.RUNNING)
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    left = make.member(wandle)
    left.left_on = left.joined_on
    left.save()
    withdrawn = make.member(wandle).pioneer
    withdrawn.state = "withdrawn"
    withdrawn.save()
    return {
        "staff": make.staff(),
        "other_staff": make.staff(make.another_programme()),
        "facilitator": wandle.facilitator,
        "other_facilitator": effra.facilitator,
        "member": make.member(wandle).pioneer.person,
        "other_member": make.member(effra).pioneer.person,
        "left_set": left.pioneer.person,
        "withdrawn": withdrawn.person,
        "stranger": make.person(),
        "nobody": AnonymousUser(),
        "set": wandle,
        "meeting": make.session(wandle),
        "proposed": make.session(wandle, state="proposed"),
        "workshop": make.session(cohort),
    }


COHORT_PIONEERS = {"member", "other_member", "left_set"}
LEADERS = {"facilitator", "other_facilitator"}
TABLE = [
    (permissions.facilitator_of, "set", {"facilitator"}),
    (permissions.facilitator_of, "meeting", {"facilitator"}),
    (permissions.facilitator_of, "proposed", set()),
    (permissions.facilitator_of, "workshop", set()),
    (permissions.may_see_set, "set", {"staff", "facilitator", "member"}),
    (permissions.may_see_members_needs, "set", {"staff", "facilitator"}),
    (permissions.may_see_session, "meeting", {"staff", "facilitator", "member"}),
    (permissions.may_see_session, "proposed", {"staff"}),
    (permissions.may_see_session, "workshop", {"staff", *COHORT_PIONEERS, *LEADERS}),
    (permissions.may_take_register, "meeting", {"staff", "facilitator"}),
    (permissions.may_take_register, "workshop", {"staff"}),
    (permissions.may_send_apologies, "meeting", {"member"}),
    (permissions.may_send_apologies, "workshop", COHORT_PIONEERS),
    (permissions.may_send_apologies, "proposed", set()),
    (permissions.may_join, "meeting", {"facilitator", "member"}),
    (permissions.may_join, "proposed", set()),
    (permissions.may_join, "workshop", {"staff", *COHORT_PIONEERS, *LEADERS}),
    (permissions.takes_part, "set", COHORT_PIONEERS | LEADERS),
]


@pytest.mark.parametrize(("rule", "subject", "allowed"), TABLE)
def test_rule(world, rule, subject, allowed):
    assert {name for name in PEOPLE if rule(world[name], world[subject])} == allowed


@pytest.mark.parametrize(
    ("model", "subject", "allowed"),
    [
        (LearningSet, "set", {"staff", "facilitator", "member"}),
        (Session, "meeting", {"staff", "facilitator", "member"}),
        (Session, "proposed", {"staff"}),
        (Session, "workshop", {"staff", *COHORT_PIONEERS, *LEADERS}),
    ],
)
def test_rows_that_are_visible(world, model, subject, allowed):
    def sees(name):
        return model.objects.visible_to(world[name]).filter(pk=world[subject].pk).exists()

    assert {name for name in PEOPLE if sees(name)} == allowed


def test_attendance_is_visible_to_its_pioneer_the_facilitator_and_staff(world):
    pioneer = world["set"].memberships.get(pioneer__person=world["member"]).pioneer
    Attendance.objects.create(
        session=world["meeting"], pioneer=pioneer, recorded_by=world["member"]
    )
    seen = {name for name in PEOPLE if Attendance.objects.visible_to(world[name]).exists()}
    assert seen == {"staff", "facilitator", "member"}
