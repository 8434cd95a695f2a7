"""Staff's timetable of a cohort: propose, adjust, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from cohorts.permissions import staff
from cohorts.views import CohortPage
from core.views import ActionPage, Page
from workshops import selectors
from workshops.enums import SessionState
from workshops.services import proposing, sessions
from workshops.timetable_reading import closed_days, looked_at


class TimetablePage(CohortPage):
    rule = staff
    tab = "timetable"

    def back(self) -> str:
        return reverse("workshops:timetable", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.back(), **kwargs})


class Timetable(TimetablePage, Page):
    """The list of dates, with what speaks against each; the calendar is drawn from it."""

    template_name = "workshops/timetable.html"
    title = "Timetable"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(selectors.timetable_of(self.cohort))
        sets = list(self.cohort.learning_sets.select_related("facilitator"))
        looked = looked_at(self.cohort, rows, sets) if rows else None
        # What staff can still do something about comes first; on a phone the rest is a long way.
        held = [one for one in rows if one.is_over and one.is_settled]
        return super().get_context_data(
            rows=[
                (one, looked.clashes.get(one.pk, []) if looked else [])
                for one in rows
                if one not in held
            ],
            held=held,
            closed=closed_days(looked.plan) if looked else {},
            proposed=sum(one.state == SessionState.PROPOSED for one in rows),
            gaps=selectors.gaps_in(self.cohort, rows, sets) if rows else [],
            has_sets=bool(sets),
            last_day=max(self.cohort.ends_on, self.cohort.celebration_on or self.cohort.ends_on),
            **kwargs,
        )


class Propose(TimetablePage, ActionPage):
    title = "Propose a timetable"
    question = (
        "We work out dates for all workshops, learning sets and the celebration, from the cohort’s "
        "dates. What is proposed now is replaced, with the changes you made to it. What is "
        "published stays as it is. Nobody gets a mail."
    )
    button = "Propose dates"

    def act(self) -> str:
        for problem in proposing.propose_timetable(self.cohort, by=self.request.user):
            messages.warning(self.request, problem)
        return self.back()


class Publish(TimetablePage, ActionPage):
    template_name = "workshops/publish.html"
    title = "Publish the timetable"
    button = "Publish and send the mails"

    def act(self) -> str:
        told = sessions.publish_timetable(self.cohort, by=self.request.user)
        people = "1 person gets" if told == 1 else f"{told} people get"
        messages.success(self.request, f"The timetable is published. {people} a mail with dates.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(selectors.timetable_of(self.cohort))
        sets = list(self.cohort.learning_sets.select_related("facilitator"))
        clashes = looked_at(self.cohort, rows, sets).clashes
        return super().get_context_data(
            affected=selectors.affected_by_publishing(self.cohort),
            clashing=[(one, clashes[one.pk]) for one in rows if clashes.get(one.pk)],
            **kwargs,
        )
