"""Sessions and learning sets as Pioneers and facilitators see them, and the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import clock
from core.access import visible_or_404
from core.errors import Refused
from core.views import Page
from workshops import permissions, selectors
from workshops.enums import AttendanceState, SessionState
from workshops.models import Attendance, LearningSet, Session
from workshops.services import registers


class Sessions(Page):
    rule = permissions.takes_part
    template_name = "workshops/sessions.html"
    title = "Your sessions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            coming=selectors.sessions_to_come(user),
            attended=selectors.sessions_attended(user),
            led=selectors.sessions_led(user),
            **kwargs,
        )


class SessionMixin:
    rule = permissions.may_see_session
    request: Any
    kwargs: dict[str, Any]
    subject: Any

    def get_subject(self) -> Session:
        rows = Session.objects.visible_to(self.request.user)
        return visible_or_404(
            rows.select_related("cohort", "learning_set__facilitator"), pk=self.kwargs["pk"]
        )

    def back(self) -> str:
        return reverse("workshops:session", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{"session": self.subject, "back": self.back(), **kwargs}
        )


class SessionPage(SessionMixin, Page):
    template_name = "workshops/session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, session = self.request.user, self.subject
        keeps_register = permissions.may_take_register(user, session)
        open_for_apologies = session.state == SessionState.PUBLISHED and not session.is_over
        return super().get_context_data(
            title=session.title,
            mine=selectors.own_attendance(user, session),
            may_join=bool(session.online_link) and permissions.may_join(user, session),
            may_send_apologies=open_for_apologies and permissions.may_send_apologies(user, session),
            keeps_register=keeps_register,
            rows=selectors.register_of(session) if keeps_register else [],
            may_edit=permissions.staff(user, session),
            **kwargs,
        )


@dataclass(frozen=True)
class Line:
    """One person's line in a register."""

    row: Attendance
    field: str
    chosen: str
    reason: str
    note: str

    @classmethod
    def of(cls, row: Attendance, typed: dict[int, str]) -> Line:
        sorry = row.state == AttendanceState.APOLOGIES
        reason = row.get_reason_display() if sorry else ""
        home = row.pioneer.home_name
        return cls(
            row=row,
            field=f"pioneer-{row.pioneer_id}",
            chosen=typed.get(row.pioneer_id, row.state),
            reason=reason,
            note=f"{home}. Sent apologies: {reason.lower()}" if reason else home,
        )


class Register(SessionMixin, Page):
    """Everybody present in one press, then the exceptions. Plain radio buttons: no script needed.

    "Everyone came" fills in only those for whom nothing is chosen, so no tap is lost by it.
    """

    rule = permissions.may_take_register
    template_name = "workshops/register.html"
    title = "Register"
    CHOICES = (
        (AttendanceState.PRESENT, "Came"),
        (AttendanceState.PART, "For part"),
        (AttendanceState.APOLOGIES, "Apologies"),
        (AttendanceState.ABSENT, "Did not come"),
        (AttendanceState.EXCUSED, "Excused"),
    )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = selectors.register_of(self.subject)
        states = {
            row.pioneer_id: request.POST[f"pioneer-{row.pioneer_id}"]
            for row in rows
            if request.POST.get(f"pioneer-{row.pioneer_id}")
        }
        if "everyone" in request.POST:
            states |= {
                row.pioneer_id: AttendanceState.PRESENT
                for row in rows
                if row.state == AttendanceState.EXPECTED and row.pioneer_id not in states
            }
        try:
            registers.take_register(self.subject, states=states, by=self.request.user)
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=refusal, typed=states))
        left = sum(
            row.state == AttendanceState.EXPECTED and row.pioneer_id not in states for row in rows
        )
        words = "The register is saved."
        if left:
            words += f" Nothing is chosen yet for {left}."
        messages.success(request, words)
        return HttpResponseRedirect(reverse("workshops:register", args=[self.subject.pk]))

    def get_context_data(self, typed: dict[int, str] | None = None, **kwargs: Any) -> Any:
        rows = selectors.register_of(self.subject)
        return super().get_context_data(
            lines=[Line.of(row, typed or {}) for row in rows],
            choices=self.CHOICES,
            opens_on=registers.opens_on(self.subject),
            open=self.subject.state == SessionState.PUBLISHED
            and clock.today() >= registers.opens_on(self.subject),
            untaken=sum(row.state == AttendanceState.EXPECTED for row in rows),
            **kwargs,
        )


class LearningSets(Page):
    rule = permissions.takes_part
    template_name = "workshops/learning_sets.html"
    title = "Your learning sets"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sets=selectors.own_sets(self.request.user), **kwargs)


class LearningSetPage(Page):
    rule = permissions.may_see_set
    template_name = "workshops/learning_set.html"

    def get_subject(self) -> LearningSet:
        rows = LearningSet.objects.visible_to(self.request.user)
        return visible_or_404(rows.select_related("cohort", "facilitator"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, learning_set = self.request.user, self.subject
        leads = permissions.may_see_members_needs(user, learning_set)
        meetings = list(selectors.meetings_of(learning_set))
        return super().get_context_data(
            title=str(learning_set),
            learning_set=learning_set,
            leads=leads,
            members=selectors.members_of(learning_set, with_needs=leads),
            coming=[one for one in meetings if not one.is_over],
            past=[one for one in reversed(meetings) if one.is_over],
            **kwargs,
        )
