"""“We have an outbreak”: a home is paused, by a Pioneer of it or by staff."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import day
from core.views import Page
from pioneers.enums import PauseReason
from pioneers.models import Pioneer
from pioneers.pause_permissions import own_place, pauses_home
from pioneers.selectors import pauses as rows
from pioneers.services import pauses


class PauseHome(Page):
    """One press on a number of weeks and it is done; the reason is chosen already."""

    rule = pauses_home
    template_name = "pioneers/pause_home.html"
    WEEKS = (1, 2, 3, 4, 6, 8)
    MORE = (1, 2, 4)
    subject: Pioneer

    def get_subject(self) -> Pioneer:
        places = Pioneer.objects.visible_to(self.request.user)
        return visible_or_404(
            places.select_related("person", "home", "cohort"), pk=self.kwargs["pk"]
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self._act())
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        return HttpResponseRedirect(reverse("pioneers:pause_home", args=[self.subject.pk]))

    def _act(self) -> str:
        posted, by = self.request.POST, self.request.user
        current = rows.current_pause(self.subject)
        weeks = posted.get("weeks", "")
        if "end" in posted:
            if current is None:
                raise Refused("This pause is over already.")
            pauses.end_early(current, by=by)
            return "The pause is over. All is as usual from today."
        number = int(weeks) if weeks.isdecimal() and len(weeks) < 3 else 0
        if "more" in posted:
            if current is None:
                raise Refused("This pause is over already. Begin a new one.")
            current = pauses.lengthen(current, weeks=number, by=by)
            return f"The pause now lasts until {day(current.ends_on)}."
        made = pauses.pause(self.subject, weeks=number, reason=posted.get("reason", ""), by=by)
        return f"Paused until {day(made.ends_on)}. We are thinking of you."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pioneer = self.subject
        current = rows.current_pause(pioneer)
        own = own_place(self.request.user, pioneer)
        home = pioneer.home_name or str(pioneer)
        return super().get_context_data(
            title=f"Pause {home}" if current is None else f"{home} is paused",
            pioneer=pioneer,
            own=own,
            current=current,
            until_words=f"Until {day(current.ends_on)}" if current else "",
            past=[one for one in rows.of_pioneer(pioneer) if one != current],
            reasons=PauseReason.choices,
            chosen=self.request.POST.get("reason") or PauseReason.OUTBREAK,
            weeks=self.WEEKS,
            more=self.MORE,
            usual=pauses.USUAL_WEEKS,
            back=resolve_url(settings.LOGIN_REDIRECT_URL)
            if own
            else reverse("pioneers:staff_pioneers", args=[pioneer.cohort_id]),
            **kwargs,
        )
