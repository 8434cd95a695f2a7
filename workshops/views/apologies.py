"""“I can’t come”, from the mail or the phone, and what is offered in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, links
from core.errors import Refused
from core.templatetags.words import day
from core.views import ActionPage, FormPage, Page
from pioneers.enums import PauseReason
from pioneers.selectors.pauses import current_pause
from pioneers.services import pauses
from workshops import apology_links, other_meetings, permissions, selectors
from workshops.enums import ApologyReason, AttendanceState, SessionState
from workshops.forms import ApologiesForm
from workshops.models import Attendance, Session
from workshops.services import apologies
from workshops.views.sessions import SessionMixin

ANSWERED = (AttendanceState.APOLOGIES, AttendanceState.EXCUSED)


def offers(row: Attendance | None) -> dict[str, Any]:
    """What a page needs to offer another set's meeting, or to show the one that was chosen."""
    if row is None:
        return {"instead": None, "others": []}
    instead = other_meetings.chosen_instead(row)
    return {"instead": instead, "others": [] if instead else other_meetings.that_fit(row)}


def choose(row: Attendance, pressed: Any, *, by: Any, how: str = "") -> str:
    """Carry out the press on an offer; what is said then. Refused where it does not fit."""
    if "give_back" in pressed:
        apologies.give_back(row, by=by, how=how)
        return "You have given the place back, and the facilitator is told."
    wanted = [one for one in other_meetings.that_fit(row) if str(one.pk) == pressed.get("instead")]
    if not wanted:
        raise Refused("There is no longer a place at this meeting. Please choose another one.")
    apologies.come_instead(row, wanted[0], by=by, how=how)
    return "You have a place there, and its facilitator is told that you come."


class ApologiesByLink(Page):
    """The page behind the link in a reminder: one press on a reason and it is done."""

    rule = access.anyone
    template_name = "workshops/apologies_by_link.html"
    title = "Can’t come?"
    subject: Attendance | None

    def get_subject(self) -> Attendance | None:
        self.trouble, self.status = "", 410
        try:
            self.link = links.find(self.kwargs["token"], apology_links.ACTION)
        except links.LinkRefused as refusal:
            self.trouble, self.status = str(refusal), 404
            return None
        row = apology_links.attendance_of(self.link)
        # That the session is cancelled or over says more than that the link is.
        self.trouble = _why_closed(row) if row else ""
        try:
            links.check(self.link)
        except links.LinkRefused as refusal:
            self.trouble = self.trouble or str(refusal)
        if row is None and not self.trouble:
            self.trouble = NOT_EXPECTED
        return row

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sorry() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if sorry := self._sorry():
            return sorry
        row, by, how = self.subject, self.link.person, "link"
        assert row is not None
        try:
            if "after_all" in request.POST:
                apologies.take_back_apologies(row.session, pioneer=row.pioneer, by=by, how=how)
                messages.success(request, "Good. We expect you.")
            elif "pause" in request.POST:
                made = pauses.pause(
                    row.pioneer,
                    weeks=pauses.USUAL_WEEKS,
                    reason=PauseReason.OUTBREAK,
                    by=by,
                    how=how,
                )
                messages.success(request, f"Paused until {day(made.ends_on)}. All the best.")
            elif "instead" in request.POST or "give_back" in request.POST:
                messages.success(request, choose(row, request.POST, by=by, how=how))
            else:
                reason = request.POST.get("reason", "")
                apologies.send_apologies(
                    row.session, pioneer=row.pioneer, reason=reason, by=by, how=how
                )
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        return HttpResponseRedirect(request.path)

    def _sorry(self) -> HttpResponse | None:
        if not self.trouble:
            return None
        context = {"title": "This link cannot be used", "trouble": self.trouble}
        return render(self.request, "workshops/apologies_trouble.html", context, status=self.status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.subject
        assert row is not None
        return super().get_context_data(
            mine=row,
            session=row.session,
            first_name=row.pioneer.person.first_name,
            reasons=ApologyReason.choices,
            answered=row.state in ANSWERED,
            paused=current_pause(row.pioneer),
            pause_url=self.request.path,
            pause_name="pause",
            **offers(row),
            **kwargs,
        )


NOT_EXPECTED = "You are not expected at this session any more, so there is nothing to tell us."


def _why_closed(row: Attendance) -> str:
    if row.session.state != SessionState.PUBLISHED:
        return "This session is cancelled, so there is nothing to tell us."
    if row.session.is_over:
        return "This session is over. Please write to us if the register is wrong."
    return ""


class Apologies(SessionMixin, FormPage):
    """Two presses: "I can't come" leads here, and each reason is a button."""

    rule = permissions.may_send_apologies
    template_name = "workshops/apologies.html"
    form_class = ApologiesForm
    title = "I can’t come"

    def save(self, form: forms.BaseForm) -> str:
        user = self.request.user
        row = apologies.send_apologies(
            self.subject,
            pioneer=selectors.own_pioneer(user, self.subject),
            reason=form.cleaned_data["reason"],
            by=user,
        )
        messages.success(self.request, "Thank you for telling us. You can change it back here.")
        if row.reason == ApologyReason.OUTBREAK or other_meetings.that_fit(row):
            return reverse("workshops:another_meeting", args=[self.subject.pk])
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reasons=ApologyReason.choices,
            mine=selectors.own_attendance(self.request.user, self.subject),
            open=self.subject.state == SessionState.PUBLISHED and not self.subject.is_over,
            **kwargs,
        )


class TakeBackApologies(SessionMixin, ActionPage):
    rule = permissions.may_send_apologies
    title = "I can come after all"
    question = "Good. We will expect you, and remind you the day before."
    button = "Yes, I will come"

    def act(self) -> str:
        user = self.request.user
        apologies.take_back_apologies(
            self.subject, pioneer=selectors.own_pioneer(user, self.subject), by=user
        )
        messages.success(self.request, "We expect you.")
        return self.back()


class AnotherMeeting(SessionMixin, Page):
    """Another set's meeting this month in place of one that is or was missed."""

    rule = permissions.may_send_apologies
    template_name = "workshops/another_meeting.html"
    title = "Come to another set’s meeting"
    subject: Session

    @property
    def row(self) -> Attendance | None:
        if not hasattr(self, "_row"):
            self._row = selectors.own_attendance(self.request.user, self.subject)
        return self._row

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        here = reverse("workshops:another_meeting", args=[self.subject.pk])
        try:
            if self.row is None:
                raise Refused("You are not expected at this session.")
            messages.success(request, choose(self.row, request.POST, by=request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(here)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        if row is not None:
            kwargs |= {
                "paused": current_pause(row.pioneer),
                "pause_url": reverse("pioneers:pause_home", args=[row.pioneer_id]),
            }
        return super().get_context_data(mine=row, **offers(row), **kwargs)
