"""Completing a cohort and giving certificates: in one press, after its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, links, mail
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from qi_projects.enums import PosterState
from qi_projects.models import Poster
from reports.models import Certificate
from workshops import completion, records, standings
from workshops.enums import SessionKind
from workshops.services import completing


@transaction.atomic
def complete_cohort(cohort: Cohort, *, by: Any) -> tuple[int, int]:
    """Whoever meets the rule is completed, and everybody completed gets a certificate.

    Returns how many were completed now, and how many certificates were made. Pressed twice, the
    second press makes nothing.
    """
    completed = completing.complete_who_meet(cohort, by=by)
    return len(completed), len(issue(without_one(cohort), cohort=cohort, by=by))


@transaction.atomic
def complete_pioneer(pioneer: Pioneer, *, why: str, by: Any) -> Certificate:
    """One who is short of the rule, all the same."""
    pioneer = completing.complete_all_the_same(pioneer, why=why, by=by)
    return issue([pioneer], cohort=pioneer.cohort, by=by)[0]


def without_one(cohort: Cohort) -> list[Pioneer]:
    rows = Pioneer.objects.filter(
        cohort=cohort, state=PioneerState.COMPLETED, certificate__isnull=True
    )
    return list(rows.select_related("person").order_by("pk"))


@transaction.atomic
def issue(pioneers: Iterable[Pioneer], *, cohort: Cohort, by: Any) -> list[Certificate]:
    """A certificate each, and a mail with the way to it; whoever has one keeps it."""
    pioneers = list(pioneers)
    rule = standings.rule_of(cohort)
    entries = records.of_pioneers([one.pk for one in pioneers])
    titles = dict(
        Poster.objects.filter(project__pioneer__in=pioneers, state=PosterState.APPROVED)
        .order_by()
        .values_list("project__pioneer_id", "project__title")
    )
    made = []
    for pioneer in pioneers:
        own = [one for one in entries.get(pioneer.pk, []) if completion.counts(one, rule)]
        facts = {
            "workshops": sum(one.kind == SessionKind.WORKSHOP for one in own),
            "set_meetings": sum(one.kind == SessionKind.LEARNING_SET for one in own),
            "project": titles.get(pioneer.pk, ""),
        }
        row, new = Certificate.objects.get_or_create(
            pioneer=pioneer, defaults={"facts": facts, "issued_by": by}
        )
        if new:
            audit.record("issued certificate", row, by=by)
            made.append(row)
    mail.queue_many(_message(row, cohort) for row in made)
    return made


def _message(row: Certificate, cohort: Cohort) -> mail.Message:
    person = row.pioneer.person
    return mail.Message(
        kind="certificate",
        key=f"certificate:{row.pk}",
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        scope=cohort.scope,
        context={
            "first_name": person.first_name or "there",
            "cohort": cohort.name,
            "programme": cohort.programme.name,
            "link": links.absolute("reports:certificate", row.pk),
        },
    )
