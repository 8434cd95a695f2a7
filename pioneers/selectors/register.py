"""Staff's reads of the register: homes, who of them the programme knows, what imports changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cohorts.models import Borough, Cohort, Funding, Programme
from pioneers.home_keys import name_key
from pioneers.models import (
    Application,
    CareHome,
    HomeChange,
    Pioneer,
    RegisterImport,
    RegisterUpload,
    Successor,
    SuccessorState,
)
from pioneers.models.care_home import CareHomeQuerySet
from pioneers.selectors import staff
from pioneers.selectors.homes import best_first, matching, postcode_begins

# Homes are registered anew once in years; a longer chain is a mistake in the links.
LONGEST_CHAIN = 8
MOST_OF_PROVIDER = 20


def homes_for(
    user: Any,
    *,
    text: str = "",
    borough: int | None = None,
    provider: str = "",
    reached: str = "",
    listed: str = "",
) -> QuerySet[CareHome]:
    """The homes that a member of staff looks for; count_pioneers() tells what is known of them."""
    ours = Pioneer.objects.visible_to(user).counted().order_by()
    homes = _in_scope(user)
    if text:
        wanted = matching(text)
        homes = homes.filter(Q(location_id=text.strip()) | (wanted or postcode_begins(text)))
    if borough:
        homes = homes.filter(borough=borough)
    if provider:
        homes = homes.filter(provider_key__contains=name_key(provider))
    if listed == "now":
        homes = homes.current()
    elif listed == "gone":
        homes = homes.filter(missing_since__isnull=False)
    if reached:
        here = Q(pk__in=ours.filter(home__isnull=False).values("home"))
        # What is known of a place is known of it under its new Location ID, too.
        before = Q(
            pk__in=ours.filter(home__succeeded_by__isnull=False).values("home__succeeded_by")
        )
        homes = homes.filter(here | before) if reached == "yes" else homes.exclude(here | before)
    homes = homes.select_related("borough", "succeeded_by", "missing_since")
    return homes.order_by(*([best_first(text)] if text else []), "name", "location_id")


def count_pioneers(user: Any, homes: list[CareHome]) -> None:
    """Give each home `pioneers_known`: of one's own cohorts, there or under its last Location ID.

    Of the rows of one page: counted for every row of a search, it would cost more than the search.
    """
    known: Counter[int | None] = Counter()
    found = Pioneer.objects.visible_to(user).counted().order_by()
    here = found.filter(Q(home__in=homes) | Q(home__succeeded_by__in=homes))
    for home, now in here.values_list("home", "home__succeeded_by"):
        known.update((home, now))
    for one in homes:
        one.pioneers_known = known[one.pk]  # type: ignore[attr-defined]


def _in_scope(user: Any) -> CareHomeQuerySet:
    return CareHome.objects.visible_to(user).filter(Q(is_care_home=True) | Q(supported_living=True))


def home_for(user: Any) -> QuerySet[CareHome]:
    """For one home's page: with where its facts are from."""
    return CareHome.objects.visible_to(user).select_related(
        "borough", "first_seen_in", "last_seen_in", "missing_since", "succeeded_by"
    )


def boroughs() -> QuerySet[Borough]:
    return Borough.objects.filter(Exists(CareHome.objects.filter(borough=OuterRef("pk"))))


def earlier_registrations(home: CareHome) -> list[CareHome]:
    """What the place was before, nearest first: one query for each time it was registered."""
    found: list[CareHome] = []
    seen, last = {home.pk}, [home.pk]
    for _ in range(LONGEST_CHAIN):
        before = CareHome.objects.filter(succeeded_by__in=last).exclude(pk__in=seen)
        rows = list(before.select_related("missing_since"))
        if not rows:
            break
        found += rows
        last = [one.pk for one in rows]
        seen.update(last)
    return found


def newest_registration(home: CareHome) -> CareHome | None:
    """What the place is today; None where it is still itself."""
    seen, now = {home.pk}, home.succeeded_by
    while now is not None and now.succeeded_by_id and now.pk not in seen:
        seen.add(now.pk)
        now = now.succeeded_by
    return now


def suggestions(user: Any) -> QuerySet[Successor]:
    """Pairs of homes of which staff have still to say whether they are one place."""
    found = Successor.objects.filter(state=SuccessorState.SUGGESTED, old__succeeded_by=None)
    return _for_staff(
        found.select_related("old__borough", "new__borough", "old__missing_since"), user
    )


def suggestions_about(user: Any, home: CareHome) -> QuerySet[Successor]:
    return suggestions(user).filter(Q(old=home) | Q(new=home))


def pioneers_at(user: Any, homes: list[CareHome]) -> QuerySet[Pioneer]:
    """Pioneers of one's own cohorts at a place, under any of its registrations, latest first."""
    return (
        Pioneer.objects.visible_to(user)
        .filter(home__in=homes)
        .select_related("person", "cohort", "home")
        .order_by("-cohort__starts_on", "person__name", "pk")
    )


def applications_from(user: Any, homes: list[CareHome]) -> QuerySet[Application]:
    """Applications that a person may read as staff, under any of the place's registrations.

    Not those they read blind: the home would tell whose they are. Nor drafts, whose home and role
    are their writer's own until they are sent.
    """
    cohorts = staff.with_blindness(Cohort.objects.visible_to(user), user)
    blind = cohorts.filter(read_blind=True)  # type: ignore[misc]
    return (
        staff.readable(user)
        .filter(home__in=homes, pioneer__isnull=True, submitted_at__isnull=False)
        .exclude(cohort__in=blind)
        .select_related("applicant", "cohort", "home")
        .order_by("-cohort__starts_on", "name", "pk")
    )


def same_provider(user: Any, home: CareHome) -> list[CareHome]:
    """Other homes of the provider that are listed today; the first of them, by name."""
    if not home.provider_id:
        return []
    others = _in_scope(user).current().filter(provider_id=home.provider_id).exclude(pk=home.pk)
    return list(others.select_related("borough").order_by("name", "pk")[:MOST_OF_PROVIDER])


def reach(user: Any, home: CareHome) -> list[Funding]:
    """Fundings of one's cohorts that pay for places in this home's borough, newest first."""
    if home.borough_id is None:
        return []
    covering = (
        Funding.objects.filter(cohort__in=Cohort.objects.visible_to(user))
        .annotate(limited=Exists(Funding.boroughs.through.objects.filter(funding=OuterRef("pk"))))
        .filter(Q(boroughs=home.borough_id) | Q(limited=False, cohort__boroughs=home.borough_id))
    )
    return list(
        covering.distinct().select_related("funder", "cohort").order_by("-cohort__starts_on", "pk")
    )


def imports(user: Any) -> QuerySet[RegisterImport]:
    return _for_staff(RegisterImport.objects.annotate(noted=Count("changes")), user).order_by(
        "-imported_at", "-pk"
    )


def changes_of(user: Any, record: RegisterImport) -> QuerySet[HomeChange]:
    """What one reading changed, homes with Pioneers of one's own cohorts first."""
    ours = Pioneer.objects.visible_to(user).counted().order_by().filter(home=OuterRef("home"))
    return (
        HomeChange.objects.filter(register_import=record)
        .select_related("home__borough", "home__succeeded_by")
        .annotate(has_pioneers=Exists(ours))
        .order_by("-has_pioneers", "kind", "home__name", "pk")
    )


def changes_to(homes: list[CareHome]) -> QuerySet[HomeChange]:
    return HomeChange.objects.filter(home__in=homes).select_related("register_import", "home")


def uploads(user: Any) -> QuerySet[RegisterUpload]:
    """Files sent by any staff: the register is everybody's."""
    return _for_staff(RegisterUpload.objects.select_related("uploaded_by", "register_import"), user)


def _for_staff(rows: Any, user: Any) -> Any:
    """Readings of the register belong to no programme, as the register itself."""
    return rows.filter(Exists(Programme.objects.staffed_by(user)))
