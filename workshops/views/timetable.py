"""Staff's timetable of a cohort: propose, adjust, publish."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from cohorts.permissions import staff
from cohorts.views import CohortPage
from core.access import visible_or_404
from core.views import ActionPage, FormPage, Page
from workshops import selectors
from workshops.enums import SessionState
from workshops.forms import SessionForm
from workshops.models import Session
from workshops.services import proposing, sessions
from workshops.timetable_reading import closed_days, looked_at
from workshops.wall_clock import at, to_local


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
        return super().get_context_data(
            rows=[(one, looked.clashes.get(one.pk, []) if looked else []) for one in rows],
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
        return super().get_context_data(
            affected=selectors.affected_by_publishing(self.cohort), **kwargs
        )


class SessionMixin(TimetablePage):
    """One session of the cohort's timetable."""

    session: Session

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        rows = Session.objects.visible_to(self.request.user).filter(cohort=cohort)
        self.session = visible_or_404(
            rows.select_related("cohort", "learning_set__facilitator"), pk=self.kwargs["pk"]
        )
        return cohort

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            session=self.session, told=selectors.told_of(self.session), **kwargs
        )


class EditSession(SessionMixin, FormPage):
    template_name = "workshops/edit_session.html"
    form_class = SessionForm
    title = "Change a session"
    success_message = "The session is saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_initial(self) -> dict[str, Any]:
        one = self.session
        starts, ends = to_local(one.starts_at), to_local(one.ends_at)
        return {
            "title": one.title,
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "place": one.place,
            # A learning set's link is typed by staff and never shown to them again.
            "online_link": "" if one.learning_set_id else one.online_link,
        }

    def save(self, form: forms.BaseForm) -> str:
        typed = form.cleaned_data
        sessions.change_session(
            self.session,
            starts_at=at(typed["day"], typed["starts"]),
            ends_at=at(typed["day"], typed["ends"]),
            place=typed["place"],
            online_link=self._link(typed),
            title=typed["title"],
            by=self.request.user,
        )
        return self.back()

    def _link(self, typed: dict[str, Any]) -> str:
        if self.session.learning_set_id and not typed["online_link"]:
            return "" if typed.get("remove_link") else self.session.online_link
        return typed["online_link"]


class CancelSession(SessionMixin, ActionPage):
    title = "Cancel this session"
    button = "Cancel the session"
    danger = True

    @property
    def question(self) -> str:  # type: ignore[override]
        if self.session.state == SessionState.PROPOSED:
            return f"{self.session} is only proposed. It is taken out, and nobody gets a mail."
        told = selectors.told_of(self.session)
        people = "1 person gets" if told == 1 else f"{told} people get"
        return f"{self.session} will not take place. {people} a mail, and reminders are stopped."

    def act(self) -> str:
        sessions.cancel_session(self.session, by=self.request.user)
        messages.success(self.request, f"{self.session} is cancelled.")
        return self.back()
