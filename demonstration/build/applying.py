"""Applications, their readers and the decisions: from the call to confirmed places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection

from cohorts.models import Cohort
from core import clock, mail
from core.mail import delivery
from core.models import OutboundEmail
from demonstration import content
from demonstration.build import people, selecting
from pioneers.models import Application, CareHome, Criterion
from pioneers.services import applications, offers, reviewing, selection


def deliver_as_history() -> None:
    """Mark as sent what was due by now. The invented past's mail goes to nobody's mailbox."""
    delivery.deliver_due(get_connection("django.core.mail.backends.dummy.EmailBackend"))


def fields(
    person: content.Person, home: CareHome, setting: str, manager: content.Person, number: int
) -> dict[str, Any]:
    return {
        "name": person.name,
        # The range that Ofcom keeps for invented London numbers.
        "phone": f"020 7946 0{number:03d}",
        "role": person.role,
        "years_in_role": person.years_in_role,
        "setting": setting,
        "home": home,
        "borough": home.borough,
        "manager_name": manager.name,
        "manager_email": manager.email,
        "agrees_to_dates": True,
    }


def spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    """Moments from first to last, more of them near the end, as with every deadline."""
    span = last - first
    return [first + span * (1 - (1 - (n + 1) / (count + 1)) ** 2) for n in range(count)]


def apply_members(cohort: Cohort, members: list[content.Member]) -> list[Application]:
    """The Pioneers of an earlier cohort apply, each on an evening of the call."""
    homes = CareHome.objects.in_bulk([one.home.id for one in members], field_name="location_id")
    moments = spread(
        cohort.applications_open_at, cohort.applications_close_at - timedelta(hours=3), len(members)
    )
    made = []
    for number, (one, moment) in enumerate(zip(members, moments, strict=True), start=1):
        user = people.user(one.person)
        with clock.at(moment):
            application = applications.begin(cohort, applicant=user, by=user)
            applications.save_page(
                application,
                by=user,
                fields=fields(
                    one.person, homes[one.home.id], one.home.setting, one.line_manager, number
                ),
                answers=one.answers,
            )
            made.append(applications.submit(application, by=user))
    return made


def read(cohort: Cohort, rows: Iterable[tuple[Application, dict[str, Any]]], reader: Any) -> None:
    """One reader's reviews: (application, {note, scores by criterion's place})."""
    criteria = list(Criterion.objects.filter(cohort=cohort))
    for application, words in rows:
        reviewing.review(
            application,
            by=reader,
            scores=dict(zip(criteria, words["scores"], strict=True)),
            note=words["note"],
        )


def offer_all(cohort: Cohort, rows: list[Application], moment: datetime) -> None:
    """Offer everybody a place, release the mails, and let everybody say yes in the days after."""
    administrator = people.staff()[0]
    with clock.at(moment):
        for application in rows:
            selection.decide(application, decision="offer", by=administrator)
        selection.apply_decisions(cohort, by=administrator)
        mail.release(OutboundEmail.objects.in_scopes([cohort.scope]), by=administrator)
        deliver_as_history()
    for application, when in zip(
        rows, spread(moment, moment + timedelta(days=9), len(rows)), strict=True
    ):
        with clock.at(when):
            offers.confirm_place(application, by=application.applicant)


PAGES = {
    "begun": ("name", "role"),
    "half": ("name", "phone", "role", "years_in_role", "setting", "home", "borough"),
}


def apply_to_open_call(cohort: Cohort, seed: int) -> None:
    """The open call's 47 applications, each taken as far as its story goes."""
    rows = content.applications()
    homes = CareHome.objects.in_bulk([one.home.id for one in rows], field_name="location_id")
    moments = spread(cohort.applications_open_at, clock.now() - timedelta(hours=2), len(rows))
    # Early birds are the ones that have been answered already.
    rows.sort(key=lambda one: (one.state in ("submitted", "draft"), one.id))
    made: dict[str, Application] = {}
    for number, (one, moment) in enumerate(zip(rows, moments, strict=True), start=100):
        user = people.user(one.person)
        with clock.at(moment):
            application = applications.begin(cohort, applicant=user, by=user)
            known = fields(
                one.person, homes[one.home.id], one.home.setting, one.line_manager, number
            )
            if one.progress in PAGES:
                known = {name: known[name] for name in PAGES[one.progress]}
            elif one.progress == "nearly":
                known |= {"agrees_to_dates": False, "manager_email": ""}
            applications.save_page(application, by=user, fields=known, answers=one.answers)
            if one.state != "draft":
                application = applications.submit(application, by=user)
            made[one.id] = application
    _answer(cohort, rows, made, seed)


def _answer(
    cohort: Cohort,
    rows: list[content.Application],
    made: dict[str, Application],
    seed: int,
) -> None:
    """Readers at work, a first round of answers given, a second being decided in private."""
    administrator = people.staff()[0]
    sent = [one for one in rows if one.state not in ("draft", "withdrawn")]
    answered = [one for one in sent if one.state != "submitted"]
    with clock.at(clock.ago(days=7)):
        readers = selecting.appoint_readers(cohort)
    selecting.managers_answer([made[one.id] for one in sent], content.random_for(seed, "managers"))
    with clock.at(clock.ago(days=6)):
        for place, reader in enumerate(readers[:2]):
            seen = [one for n, one in enumerate(sent) if one in answered or n % 3 != place]
            read(cohort, ((made[one.id], _review(one, seed, place)) for one in seen), reader)
    decisions = {"offered": "offer", "confirmed": "offer", "reserve": "reserve"}
    with clock.at(clock.ago(days=5)):
        for rank, one in enumerate(answered, start=1):
            selection.decide(
                made[one.id],
                decision=decisions.get(one.state, "decline"),
                decline_reason=one.decline_reason if one.state == "declined" else "",
                reserve_rank=rank if one.state == "reserve" else None,
                by=administrator,
            )
        selection.apply_decisions(cohort, by=administrator)
        mail.release(OutboundEmail.objects.in_scopes([cohort.scope]), by=administrator)
        deliver_as_history()
    with clock.at(clock.ago(days=3)):
        for one in answered:
            if one.state == "confirmed":
                offers.confirm_place(made[one.id], by=made[one.id].applicant)
        for one in rows:
            if one.state == "withdrawn":
                applications.withdraw(made[one.id], by=made[one.id].applicant)
    selecting.share_out(cohort)
    with clock.at(clock.ago(days=1)):
        waiting = [one for one in sent if one.state == "submitted"]
        for one in waiting[:4]:
            selection.decide(made[one.id], decision="offer", by=administrator)


def _review(one: content.Application, seed: int, reader: int) -> dict[str, Any]:
    words = content.review(one, seed, reader)
    return {"note": words["note"], "scores": list(words["scores"].values())}
