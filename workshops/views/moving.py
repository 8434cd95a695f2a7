"""A session moved or cancelled by staff: who is concerned, and the mail they get, before it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.dateparse import parse_date

from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage
from workshops import moving
from workshops.enums import SessionMode, SessionState
from workshops.models import Session
from workshops.moving import Look
from workshops.moving_forms import SessionForm, WhyForm
from workshops.services import sessions
from workshops.views.timetable import TimetablePage
from workshops.wall_clock import at, to_local


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


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

    def why(self) -> str:
        form = WhyForm(self.request.POST)
        return form.cleaned_data["why"] if form.is_valid() else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"session": self.session, **kwargs})


class EditSession(SessionMixin, FormPage):
    """Three presses from the timetable: Change, the new date, and "Move and tell n people".

    A proposed session is just saved, as nobody knows of it.
    """

    template_name = "workshops/edit_session.html"
    form_class = SessionForm
    title = "Change a session"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_initial(self) -> dict[str, Any]:
        one = self.session
        starts, ends = to_local(one.starts_at), to_local(one.ends_at)
        return {
            "title": one.title,
            # Who dropped it on another day in the calendar finds that day here.
            "day": _asked(self.request.GET.get("day", "")) or starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "mode": _mode(one),
            "place": one.place,
            # A learning set's link is typed by staff and never shown to them again.
            "online_link": "" if one.learning_set_id else one.online_link,
        }

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        typed = form.cleaned_data
        new = sessions.settled(
            self.session,
            starts_at=at(typed["day"], typed["starts"]),
            ends_at=at(typed["day"], typed["ends"]),
            place=typed["place"],
            online_link=self._link(typed),
            title=typed["title"],
            mode=typed["mode"],
        )
        changed = sessions.changes(self.session, new)
        try:
            if self.session.state != SessionState.PUBLISHED or not sessions.is_news(changed):
                return self._saved(new, changed)
            sessions.check_time(self.session, new["starts_at"], new["ends_at"])
            seen = moving.fingerprint(self.session, new)
            if self.request.POST.get("seen") == seen and "move" in self.request.POST:
                return self._moved(new)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        why = self.why()
        look = moving.at_move(self.session, new, why=why, for_user=self.request.user)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                look=look,
                new=new,
                new_where=_where(new),
                why_form=WhyForm(initial={"why": why}),
                overtaken="move" in self.request.POST,
            )
        )

    def _saved(self, new: dict[str, Any], changed: list[str]) -> HttpResponse:
        sessions.change_session(self.session, **new, by=self.request.user)
        words = "The session is saved. Nobody gets a mail." if changed else "Nothing has changed."
        messages.success(self.request, words)
        return HttpResponseRedirect(self.back())

    def _moved(self, new: dict[str, Any]) -> HttpResponse:
        told = len(moving.letters.told(self.session))
        sessions.change_session(
            self.session,
            **new,
            why=self.why(),
            seen=self.session.sequence,
            by=self.request.user,
        )
        gets = "gets" if told == 1 else "get"
        messages.success(
            self.request, f"{self.session} is changed. {people(told)} {gets} the mail."
        )
        return HttpResponseRedirect(self.back())

    def _link(self, typed: dict[str, Any]) -> str:
        if self.session.learning_set_id and not typed["online_link"]:
            return self.session.online_link
        return typed["online_link"]


class CancelSession(SessionMixin, ActionPage):
    template_name = "workshops/cancel_session.html"
    title = "Cancel this session"
    danger = True

    def act(self) -> str:
        was_published = self.session.state == SessionState.PUBLISHED
        sessions.cancel_session(
            self.session, why=self.why(), seen=self._seen(), by=self.request.user
        )
        words = "is cancelled" if was_published else "is taken out"
        messages.success(self.request, f"{self.session} {words}.")
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show" in request.POST:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def _seen(self) -> int | None:
        typed = self.request.POST.get("sequence", "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = self.why()
        look: Look | None = None
        if self.session.state == SessionState.PUBLISHED:
            look = moving.at_cancel(self.session, why=why)
        return super().get_context_data(look=look, why_form=WhyForm(initial={"why": why}), **kwargs)


def _asked(typed: str) -> Any:
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _mode(session: Session) -> str:
    """Sessions from before there were modes are in person by name only."""
    if session.mode != SessionMode.IN_PERSON or not session.online_link:
        return session.mode
    return SessionMode.BOTH if session.place else SessionMode.ONLINE


def _where(new: dict[str, Any]) -> str:
    return new["place"] or ("Online" if new["mode"] == SessionMode.ONLINE else "Place to follow")
