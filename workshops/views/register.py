"""The register: taken on a phone in the room, or on a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.views import Page
from workshops import permissions, selectors
from workshops.enums import AttendanceState, SessionState
from workshops.models import Attendance
from workshops.services import registers
from workshops.views.sessions import SessionMixin


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
