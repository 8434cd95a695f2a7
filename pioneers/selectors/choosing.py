"""Reads for choosing a cohort: the board's rows, offers that are out, and the reserve list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, When

from cohorts.models import Cohort
from core import clock
from core.models import ActionLink, MailState, OutboundEmail
from pioneers import letters, wishes
from pioneers.enums import OPEN_TO_DECISION, ApplicationState, Decision, ReleaseState
from pioneers.models import Application, ReleaseAgreement, Review, Reviewer, SelectionPlan
from pioneers.proposing import Candidate, Proposal, propose
from pioneers.selectors.places import holds_a_place, reserve_list
from pioneers.selectors.shape import Shape
from pioneers.selectors.staff import of_cohort, reads_blind

UNDECIDED = "undecided"
SHOWN = {
    "": "All",
    UNDECIDED: "Not decided",
    Decision.OFFER.value: "Offer",
    Decision.RESERVE.value: "Reserve",
    Decision.DECLINE.value: "No place",
}
# Offers whose last day is no further away than this are running out.
RUNNING_OUT = timedelta(days=2)


def offer_of(link: ActionLink) -> Application:
    """The application that a signed link is about: whoever holds the link may see its offer."""
    return Application.objects.select_related("cohort__programme", "applicant", "home").get(
        pk=link.subject_id
    )


def own_offer(user: Any) -> QuerySet[Application]:
    return Application.objects.visible_to(user).select_related("cohort")


def open_to_decision(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return of_cohort(user, cohort).filter(state__in=OPEN_TO_DECISION)


def shown_as(shown: str) -> Q:
    """Which rows a filter of the board keeps; who is in reserve is there until decided anew."""
    if shown == UNDECIDED:
        return Q(decision="", state=ApplicationState.SUBMITTED)
    if shown == Decision.RESERVE:
        return Q(decision=shown) | Q(decision="", state=ApplicationState.RESERVE)
    return Q(decision=shown) if shown in SHOWN and shown else Q()


def ranked(user: Any, cohort: Cohort) -> QuerySet[Application]:
    """Best first, by the median that this person may know.

    Whoever reads for the cohort knows it of what they have scored; staff who do not read know it
    of all, for they have no score of their own that it could sway.
    """
    read = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    readers = Reviewer.objects.filter(cohort=OuterRef("cohort"), left_at__isnull=True)
    stands_by = Exists(readers) & ~Exists(readers.filter(user=user))
    return (
        open_to_decision(user, cohort)
        .annotate(read=Exists(read))
        .annotate(
            known=Case(
                When(Q(read=True) | Q(stands_by), then=F("median")), output_field=FloatField()
            )
        )
        .select_related("home", "borough", "applicant")
        .order_by(F("known").desc(nulls_last=True), "submitted_at", "pk")
    )


@dataclass
class Row:
    """An application on the board, as one reader sees it."""

    application: Application
    known: float | None
    disagree: bool
    release: str
    # Who it is stays hidden from a blind reader: scores can still be changed.
    hidden: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.application.number if self.hidden else str(self.application)

    @property
    def decision(self) -> str:
        """What stands now: the private decision, or that it is in reserve already."""
        row = self.application
        return row.decision or ("reserve" if row.state == ApplicationState.RESERVE else "")


def board_rows(
    user: Any, cohort: Cohort, found: Iterable[Application], plan: SelectionPlan
) -> list[Row]:
    """Rows of `ranked`, as they are shown: two queries more, however many."""
    found, blind = list(found), reads_blind(user, cohort)
    releases: dict[int, str] = dict(
        # The newest is the last, and stays.
        ReleaseAgreement.objects.filter(application__in=[one.pk for one in found])
        .order_by("asked_at", "pk")
        .values_list("application_id", "state")
    )
    same = _same_home(user, cohort, found)
    rows = []
    for one in found:
        known = one.known  # type: ignore[attr-defined]
        row = Row(
            one,
            known,
            disagree=known is not None and (one.spread or 0) > plan.disagreement,
            release=releases.get(one.pk, ""),
            hidden=blind,
        )
        row.warnings += [
            f"Same home as {other.number if blind else other}" for other in same[one.pk]
        ]
        if row.release == ReleaseState.CONCERN:
            row.warnings.append("The line manager has a concern")
        rows.append(row)
    return rows


def _same_home(user: Any, cohort: Cohort, rows: list[Application]) -> dict[int, list[Application]]:
    """Others of the same home who have a place or can still get one."""
    others = (
        of_cohort(user, cohort)
        .filter(holds_a_place() | Q(state__in=OPEN_TO_DECISION))
        .filter(home__in={row.home_id for row in rows if row.home_id})
        .exclude(decision=Decision.DECLINE)
        .select_related("applicant")
        .order_by("pk")
    )
    by_home: dict[int | None, list[Application]] = defaultdict(list)
    for other in others:
        by_home[other.home_id].append(other)
    return {
        row.pk: [other for other in by_home.get(row.home_id, []) if other.pk != row.pk]
        for row in rows
    }


def proposal(user: Any, cohort: Cohort, shape: Shape, n: int) -> Proposal:
    """The best `n` of those who are not decided, beside those who are chosen already."""
    rows = ranked(user, cohort).filter(shown_as(UNDECIDED))
    blind = reads_blind(user, cohort)
    chosen = [row.pk for row in shape.chosen_rows]
    seen = set(of_cohort(user, cohort).filter(pk__in=chosen).values_list("pk", flat=True))
    return propose(
        [_candidate(row, blind) for row in rows],
        chosen=[
            _candidate(row, blind) if row.pk in seen else _unseen(row) for row in shape.chosen_rows
        ],
        n=n,
        targets=shape.plan.targets,
        labels=shape.labels,
    )


def _candidate(row: Application, blind: bool) -> Candidate:
    borough = row.borough.name if row.borough else ""
    known = (row.get_role_display(), "" if blind else row.home_name, "" if blind else borough)
    name = row.number if blind else str(row)
    about = ", ".join(fact for fact in known if fact)
    return Candidate(row.pk, name, row.home_id, wishes.keys_of(row), about)


def _unseen(row: Application) -> Candidate:
    """Counted for the targets; nobody else is told to be of the same home."""
    return Candidate(row.pk, "", None, wishes.keys_of(row), "")


def to_apply(cohort: Cohort) -> list[Application]:
    """Every pending decision, offers first."""
    order = Case(*[When(decision=value, then=place) for place, value in enumerate(Decision.values)])
    return list(
        Application.objects.filter(cohort=cohort, state__in=OPEN_TO_DECISION)
        .exclude(decision="")
        .select_related("applicant", "home", "cohort__programme")
        .order_by(order, "reserve_rank", "submitted_at", "pk")
    )


def held_letters(cohort: Cohort) -> QuerySet[OutboundEmail]:
    """Letters of decisions that wait for staff."""
    return OutboundEmail.objects.in_scopes([cohort.scope]).filter(
        state=MailState.HELD, kind__in=letters.SAYS
    )


@dataclass
class Out:
    """An offer that waits for an answer."""

    application: Application
    letter: str

    @property
    def untold(self) -> bool:
        return self.application.offer_expires_at is None

    @property
    def running_out(self) -> bool:
        until = self.application.offer_expires_at
        return until is not None and until <= clock.now() + RUNNING_OUT


def offers_out(user: Any, cohort: Cohort) -> list[Out]:
    """Those that run out first; what became of their letter, where it is not sent."""
    rows = list(
        of_cohort(user, cohort)
        .filter(state=ApplicationState.OFFERED)
        .select_related("applicant", "home")
        .order_by(F("offer_expires_at").asc(nulls_first=True), "pk")
    )
    waiting: dict[int | None, str] = {}
    mails = OutboundEmail.objects.filter(
        kind__in=letters.OFFERS, person__in=[row.applicant_id for row in rows], scope=cohort.scope
    ).order_by("pk")
    for person, state in mails.values_list("person_id", "state"):
        waiting[person] = state
    return [Out(row, waiting.get(row.applicant_id, "")) for row in rows]


def running_out(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return of_cohort(user, cohort).filter(
        state=ApplicationState.OFFERED,
        offer_expires_at__gt=clock.now(),
        offer_expires_at__lte=clock.now() + RUNNING_OUT,
    )


def reserves(user: Any, cohort: Cohort) -> list[Application]:
    """The reserve list as staff see it; one's own application is not on it."""
    mine = of_cohort(user, cohort).values("pk")
    return list(
        reserve_list(cohort).filter(pk__in=mine).select_related("applicant", "home", "borough")
    )


def before_in_reserve(application: Application) -> int:
    """How many on the reserve list would have been asked first."""
    if application.state != ApplicationState.RESERVE:
        return 0
    waiting = [row for row in reserve_list(application.cohort) if can_be_next(row)]
    return next((n for n, row in enumerate(waiting) if row.pk == application.pk), 0)


def ran_out(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return (
        of_cohort(user, cohort)
        .filter(state=ApplicationState.LAPSED)
        .select_related("applicant", "home")
        .order_by("-offer_expires_at", "pk")
    )


def can_be_next(application: Application) -> bool:
    """On the reserve list for certain, and not about to be let go."""
    in_reserve = application.state == ApplicationState.RESERVE
    return in_reserve and application.decision != Decision.DECLINE


def anybody_undecided(cohort: Cohort) -> bool:
    """As long as some wait for an answer, a free place is theirs to be chosen for."""
    return Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED).exists()
