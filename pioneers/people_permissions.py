"""Who may look at people over the years, and make two records of one person one."""

from __future__ import annotations

from typing import Any

from cohorts import permissions as cohorts
from cohorts.models import Programme
from core.access import rule
from pioneers.models import Application
from pioneers.relations import programmes_of
from pioneers.selectors.person import named_applications, people_for, records_of


@rule("Staff of a programme that the person has to do with")
def knows_person(user: Any, subject: Any) -> bool:
    """`subject` is a person, or None for the list of them."""
    if subject is None:
        return cohorts.staff(user, None)
    return people_for(user).filter(pk=subject.pk).exists()


@rule("Staff of a programme that both people have to do with")
def proposes_joining(user: Any, subject: Any) -> bool:
    """`subject` is a merge."""
    return cohorts.staff(user, None)


@rule("Administrators of every programme that the two have to do with, but for their own record")
def joins_records(user: Any, subject: Any) -> bool:
    """`subject` is a merge. Whoever could join any record with any could take over any account."""
    if user.pk in (subject.stays_id, subject.goes_id):
        return False
    theirs = programmes_of([subject.stays_id, subject.goes_id])
    return bool(theirs) and all(
        cohorts.administrator(user, Programme(pk=programme)) for programme in theirs
    )


@rule("Administrators, but for their own copy")
def may_give_copies(user: Any, subject: Any) -> bool:
    """Asks nothing of the database: enough for a link, while `gives_copy` guards the page."""
    return user.pk != subject.pk and cohorts.administrator(user, None)


@rule("Administrators of every programme that the person has to do with, but for their own copy")
def gives_copy(user: Any, subject: Any) -> bool:
    """`subject` is a person: a copy of all that is held about them reaches over programmes.

    Nor does it hold an application that whoever makes it may not read, or reads without names.
    """
    if not may_give_copies(user, subject):
        return False
    records = records_of(subject)
    theirs = programmes_of(records)
    unread = Application.objects.filter(applicant__in=records).exclude(
        pk__in=named_applications(user).values("pk")
    )
    return (
        bool(theirs)
        and all(cohorts.administrator(user, Programme(pk=programme)) for programme in theirs)
        and not unread.exists()
    )
