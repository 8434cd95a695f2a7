"""Matching people and homes: staff propose and say what is not so, administrators join records."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Programme, StaffMembership
from core import audit, merges
from core.errors import Refused
from core.models import Merge, MergeState, User
from pioneers import people_permissions, permissions
from pioneers.enums import ApplicationState
from pioneers.models import Application, CareHome, Pioneer
from pioneers.relations import programmes_of
from pioneers.selectors import matching as rows
from pioneers.services import reserve


@transaction.atomic
def propose(
    stays: User, goes: User, *, by: Any, choices: dict[str, str], keeps_address: bool = True
) -> Merge:
    _staff_of(stays, goes, by=by)
    return merges.propose(stays, goes, choices=choices, keeps_address=keeps_address, by=by)


@transaction.atomic
def not_the_same(one: User, other: User, *, by: Any) -> None:
    _staff_of(one, other, by=by)
    merges.say_two_people(one, other, by=by)


@transaction.atomic
def drop(merge: Merge, *, by: Any) -> None:
    _staff_of(merge.stays, merge.goes, by=by)
    merges.drop(merge, by=by)


@transaction.atomic
def join(merge: Merge, *, by: Any) -> Merge:
    """Carry a proposal out. Cohorts are locked before people: see services.reserve."""
    if not people_permissions.joins_records(by, merge):
        raise Refused(why_not(by, merge))
    cohorts = Application.objects.filter(applicant__in=[merge.stays_id, merge.goes_id])
    for cohort_id in sorted(set(cohorts.order_by().values_list("cohort", flat=True))):
        reserve.lock(cohort_id)
    return merges.carry_out(merge, by=by)


def why_not(user: Any, merge: Merge) -> str:
    """Why this person cannot join these two, in words; empty where they can."""
    if people_permissions.joins_records(user, merge):
        return ""
    if user.pk in (merge.stays_id, merge.goes_id):
        return "Nobody joins a record with their own. Ask another administrator."
    others = programmes_of([merge.stays_id, merge.goes_id])
    names = Programme.objects.filter(pk__in=others).values_list("name", flat=True)
    return f"This needs an administrator of {' and of '.join(names)}."


def _staff_of(*people: User, by: Any) -> None:
    for person in people:
        if not people_permissions.knows_person(by, person):
            raise Refused("Only staff of a programme that both have to do with can do this.")


@transaction.atomic
def attach_home(application: Application, home: CareHome, *, by: Any) -> Application:
    """The register's home for one that was typed. What was typed is kept beside it."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if not permissions.reviews_application(by, application):
        raise Refused("Only staff of the programme do this, and nobody in their own application.")
    if application.state == ApplicationState.DRAFT:
        raise Refused("This application is not sent yet: its writer can still choose the home.")
    if application.home_id == home.pk:
        return application
    if application.home_id is not None:
        raise Refused("This application has a home already. Somebody may have just attached it.")
    application.home = home
    application.borough = application.borough or home.borough
    application.revision += 1
    application.save(update_fields=["home", "borough", "revision"])
    Pioneer.objects.filter(application=application, home__isnull=True).update(home=home)
    audit.record("attached home", application, by=by, detail={"home": home.location_id})
    return application


@transaction.atomic
def use_details(application: Application, *, by: Any) -> User:
    """The person's name and telephone as they gave them last; the application stays as it is."""
    if not permissions.reviews_application(by, application):
        raise Refused("Only staff of the programme do this, and nobody in their own application.")
    if application.state == ApplicationState.DRAFT:
        raise Refused("This application is not sent yet.")
    person = User.objects.select_for_update().get(pk=application.applicant_id)
    if Merge.objects.filter(goes=person, state=MergeState.DONE).exists():
        raise Refused("This record is closed: it was joined with another.")
    before = {"name": person.name, "phone": person.phone}
    person.name = application.name or person.name
    person.phone = application.phone or person.phone
    person.save(update_fields=["name", "phone"])
    changed = [name for name, value in before.items() if value != getattr(person, name)]
    audit.record(
        "took over details from an application",
        person,
        by=by,
        detail={"changed": changed, "cohort": str(application.cohort)},
    )
    return person


def count_for_staff() -> int:
    """The worker's: how many pairs look alike to each of the team, for their home pages.

    Comparing thousands takes longer than a home page may.
    """
    current = StaffMembership.objects.filter(left_on__isnull=True)
    for user in User.objects.filter(pk__in=current.values("user")):
        rows.keep_count(user, len(rows.matches_for(user)))
    return 0
