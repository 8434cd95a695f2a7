"""What staff do with the open call besides reading it: readers, wishes, managers, people let in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough, Cohort
from core import clock
from core.models import ActionLink, User
from demonstration import content
from demonstration.build import people
from pioneers.dates import as_shown
from pioneers.enums import QuestionKind, ReleaseState
from pioneers.models import Application, ReleaseAgreement
from pioneers.release_dates import dates_for
from pioneers.services import (
    entering,
    invitations,
    next_call,
    questions,
    readers,
    releases,
    saved_views,
    selection,
)

COVERS = (
    "Our deputy covers on those days.",
    "The clinical lead holds the home, and I am on call.",
    "We bring in a senior from our other home.",
    "I cover myself.",
)
CONCERNS = (
    "Two of these days are our inspection window. Could she join the second workshop online?",
    "I cannot promise cover in August, when half of our nurses are on leave.",
)
VIEWS = (
    ("Sent, no release yet", "state=submitted&release=missing"),
    ("Drafts untouched for a week", "untouched=7&order=untouched"),
    ("Croydon, nursing homes", "setting=older_nursing&borough={Croydon}"),
)


def ask_more(cohort: Cohort) -> None:
    """Two questions of this call's own: one hangs on the answer to the other."""
    by = people.staff()[0]
    tried = questions.add(
        cohort,
        by=by,
        page="Your training",
        text="Have you worked on a quality improvement project before?",
        kind=QuestionKind.CHOICE,
        choices=["yes", "no"],
        required=False,
    )
    questions.add(
        cohort,
        by=by,
        page="Your training",
        text="What came of it?",
        help_text="One or two sentences. That nothing came of it is an answer, too.",
        kind=QuestionKind.LONG,
        max_words=80,
        required=False,
        shown_if=tried,
        shown_if_answer="yes",
    )


def wish(cohort: Cohort) -> None:
    selection.save_wishes(
        cohort,
        targets={
            f"setting:{CareSetting.OLDER_NURSING}": 10,
            f"setting:{CareSetting.LEARNING_DISABILITY}": 3,
            f"role:{JobRole.DEPUTY}": 8,
        },
        offer_days=14,
        promotes_by_itself=False,
        by=people.staff()[0],
    )


def appoint_readers(cohort: Cohort) -> list[User]:
    """Two of the staff, and a facilitator who reads and sees nothing else of the call."""
    administrator, *others = people.staff()
    chosen = [*others[:2], people.facilitators()[1]]
    for one in chosen:
        readers.add_reviewer(cohort, email=one.email, name=one.name, by=administrator)
    return chosen


def share_out(cohort: Cohort) -> None:
    readers.allot(cohort, by=people.staff()[0])


def managers_agree(applications: Iterable[Application], moment: datetime) -> None:
    """Of an earlier cohort, where everybody came: their managers had said yes."""
    with clock.at(moment):
        for number, release in enumerate(_asked(applications)):
            _answer(release, agrees=True, words=COVERS[number % len(COVERS)])


def managers_answer(applications: Iterable[Application], chance: Random) -> None:
    """Of the open call: most say yes, some have not looked yet, two have a concern."""
    asked = _asked(applications)
    for number, release in enumerate(asked):
        when = min(release.asked_at + timedelta(hours=20 + number), clock.ago(hours=1))
        with clock.at(when):
            if number < len(CONCERNS):
                _answer(release, agrees=False, words=CONCERNS[number])
            elif chance.random() < 0.6:
                _answer(release, agrees=True, words=chance.choice(COVERS))


def _asked(applications: Iterable[Application]) -> list[ReleaseAgreement]:
    found = ReleaseAgreement.objects.filter(
        application__in=[row.pk for row in applications], state=ReleaseState.ASKED
    )
    return list(found.select_related("application__cohort").order_by("asked_at", "pk"))


def _answer(release: ReleaseAgreement, *, agrees: bool, words: str) -> None:
    """As the manager would, by the link of the mail."""
    link = ActionLink.objects.filter(
        action=releases.RELEASE_LINK, subject_id=str(release.pk), revoked_at__isnull=True
    ).latest("pk")
    releases.answer(
        link,
        agrees=agrees,
        cover=words if agrees else "",
        concern="" if agrees else words,
        seen=as_shown(dates_for(release.application)),
    )


def let_in(cohort: Cohort) -> None:
    """One person is invited late, two applications are typed in by staff (one of them for somebody
    who is on the list already, under another address), two people wait for the next call."""
    by = people.staff()[1]
    until = cohort.applications_close_at + timedelta(days=5)
    invitations.invite(
        cohort,
        by=by,
        email="perpetua.nwosu@thistle-court.example",
        name="Perpetua Nwosu",
        note="Back from leave in the week in which the call closes.",
        deadline_at=until,
    )
    entering.enter(
        cohort, by=by, name="Hyacinth Bellot", email="hyacinth.bellot@damson-lodge.example"
    )
    twice = next(one.person for one in content.applications() if one.state == "submitted")
    own = f"{twice.name.split()[0].lower()}@private-mail.example"
    entering.enter(cohort, by=by, name=twice.name, email=own)
    for address in ("lucjan.wrona@hornbeam.example", "ifeoma.duru@hornbeam.example"):
        next_call.ask(cohort.programme, email=address, instead_of=cohort)


def keep_views(cohort: Cohort) -> None:
    by = people.staff()[1]
    boroughs = {borough.name: borough.pk for borough in Borough.objects.all()}
    for name, query in VIEWS:
        for borough, pk in boroughs.items():
            query = query.replace(f"{{{borough}}}", str(pk))
        saved_views.keep(cohort, by=by, name=name, query=query)
