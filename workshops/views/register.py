"""The register: taken on a phone in the room, or on a form."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views import View

from core import access, clock
from core.errors import Refused
from core.templatetags.words import clock_time
from core.views import Page
from core.views.pages import Guarded
from core.views.workers import PageWorker
from workshops import permissions, register_lines
from workshops.enums import AttendanceState, SessionKind
from workshops.services import registers, sign_in
from workshops.services.registers import Tap
from workshops.views.sessions import SessionMixin

MOST_TAPS = 500
LONGEST_AGO = timedelta(days=60)
# What reading something else than our taps raises; nested deeply enough it is the recursion.
NO_TAPS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
# No column holds a longer number.
MOST_ID = 2**63 - 1


class Register(SessionMixin, Page):
    """Everybody present in one press, then the exceptions. Plain radio buttons: no script needed.

    "Everyone came" fills in only those for whom nothing is chosen, so no tap is lost by it. Only
    what was changed on the form is saved, so that a form opened long ago takes nothing back.
    """

    rule = permissions.may_take_register
    template_name = "workshops/register.html"
    title = "Register"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = register_lines.rows_of(self.subject)
        taps = {tap.pioneer: tap for row in rows if (tap := self._typed(row.pioneer_id))}
        if "everyone" in request.POST:
            for row in rows:
                if row.state == AttendanceState.EXPECTED and row.pioneer_id not in taps:
                    taps[row.pioneer_id] = Tap(row.pioneer_id, AttendanceState.PRESENT)
        try:
            registers.take_register(
                self.subject,
                states={tap.pioneer: tap.state for tap in taps.values()},
                late=[tap.pioneer for tap in taps.values() if tap.came_late],
                reasons={
                    tap.pioneer: tap.reason for tap in taps.values() if tap.reason is not None
                },
                by=request.user,
            )
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=refusal, typed=taps))
        left = sum(
            row.state == AttendanceState.EXPECTED and row.pioneer_id not in taps for row in rows
        )
        words = "The register is saved."
        if left:
            words += f" Nothing is chosen yet for {left}."
        messages.success(request, words)
        return HttpResponseRedirect(reverse("workshops:register", args=[self.subject.pk]))

    def _typed(self, pioneer: int) -> Tap | None:
        """What the form says of a person, if that was changed on it."""
        sent = self.request.POST
        late, reason = f"late-{pioneer}" in sent, sent.get(f"reason-{pioneer}")
        state = sent.get(f"pioneer-{pioneer}") or (AttendanceState.PRESENT if late else "")
        shown = sent.get(f"was-{pioneer}")
        if not state or shown == register_lines.mark(state, late, reason or ""):
            return None
        return Tap(pioneer, state, came_late=late, reason=reason)

    def get_context_data(self, typed: dict[int, Tap] | None = None, **kwargs: Any) -> Any:
        session = self.subject
        lines = register_lines.lines_of(session, self.request.user, typed)
        return super().get_context_data(
            lines=lines,
            counts=register_lines.counts(lines),
            choices=register_lines.CHOICES,
            reasons=register_lines.REASONS,
            opens_on=registers.opens_on(session),
            open=registers.is_open(session),
            may_have_guests=session.kind == SessionKind.LEARNING_SET,
            at=_milliseconds(),
            code=sign_in.known_code(session),
            **kwargs,
        )


class Taps(SessionMixin, Guarded, View):
    """For register.js. GET: the register as it is now. POST: taps, then the same.

    Each tap says how long ago it was made, so that a phone's wrong clock makes no difference.
    """

    rule = permissions.may_take_register

    def get(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        return self._answer(registers.Noted())

    def post(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        try:
            taps = [_tap(one) for one in json.loads(request.POST.get("taps", "[]"))[:MOST_TAPS]]
        except NO_TAPS:
            return JsonResponse({"words": "This page is out of date: open it again."}, status=400)
        try:
            return self._answer(registers.note(self.subject, taps=taps, by=request.user))
        except Refused as refusal:
            return JsonResponse({"words": str(refusal)}, status=409)

    def _answer(self, noted: registers.Noted) -> JsonResponse:
        lines = register_lines.lines_of(self.subject, self.request.user)
        answer = JsonResponse(
            {
                "rows": [
                    {
                        "pioneer": line.pk,
                        "state": line.state,
                        "late": line.late,
                        "reason": line.reason,
                        "mark": line.mark,
                        "note": line.note,
                    }
                    for line in lines
                ],
                "counts": register_lines.counts(lines),
                "later": {row.pioneer_id: register_lines.later_words(row) for row in noted.later},
                "refused": noted.refused,
                "saved_at": clock_time(clock.now()),
                "at": _milliseconds(),
            }
        )
        answer["Cache-Control"] = "private, no-store"
        return answer


def _milliseconds() -> int:
    """When this was said, so that the phone knows which of two things it was told is newer."""
    return int(clock.now().timestamp() * 1000)


def _tap(sent: Any) -> Tap:
    reason = sent.get("reason")
    ago = timedelta(milliseconds=float(sent.get("ago", 0)))
    pioneer = int(sent["pioneer"])
    if not 0 <= pioneer <= MOST_ID:
        raise ValueError("This is nobody's number.")
    return Tap(
        pioneer=pioneer,
        state=str(sent["state"]),
        came_late=bool(sent.get("late")),
        reason=None if reason is None else str(reason),
        at=clock.now() - min(max(ago, timedelta()), LONGEST_AGO),
        unless_chosen=bool(sent.get("unless_chosen")),
    )


class ServiceWorker(PageWorker):
    """For the registers, which lie below its address."""

    rule = access.signed_in
