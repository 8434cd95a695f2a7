"""One's own dates in one's own calendar: the private address, and what is found under it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.http import http_date, parse_etags
from django.views.generic import View

from core import access
from core.views import ActionPage, Page
from core.views.pages import Guarded
from workshops import permissions
from workshops.calendar import feeds
from workshops.models import CalendarFeed
from workshops.services import feeds as service


class OwnCalendar(Page):
    rule = permissions.takes_part
    template_name = "workshops/calendar.html"
    title = "Your calendar"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        # The address on it is a secret.
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = CalendarFeed.objects.visible_to(self.request.user).select_related("user")
        found = rows.filter(user=self.request.user).first()
        address = feeds.address(found) if found else ""
        return super().get_context_data(
            feed=found,
            follows=found is not None and bool(feeds.followers([found.user_id])),
            address=address,
            one_press=f"webcal://{address.split('://')[-1]}" if address else "",
            **kwargs,
        )


class MakeAddress(ActionPage):
    rule = permissions.takes_part
    title = "Make a new address"
    question = (
        "You get a new private address. If you have one already, it stops working at once, and "
        "you add the new one on each of your devices."
    )
    button = "Make a new address"

    def back(self) -> str:
        return reverse("workshops:calendar")

    def act(self) -> str:
        user = self.request.user
        service.make_feed(user, by=user)
        messages.success(self.request, "Your private address is ready. Add it to your calendar.")
        return self.back()


class SwitchOff(ActionPage):
    rule = permissions.takes_part
    title = "Switch the address off"
    question = (
        "Calendars that use it stop at once. You then get an invitation by mail for each session."
    )
    button = "Switch it off"

    def back(self) -> str:
        return reverse("workshops:calendar")

    def act(self) -> str:
        user = self.request.user
        service.switch_off(user, by=user)
        messages.success(self.request, "The address no longer works.")
        return self.back()


class Feed(Guarded, View):
    """What a calendar program reads: it cannot sign in, so that the address is the key."""

    rule = access.anyone
    http_method_names = ["get", "head"]

    def get_subject(self) -> CalendarFeed:
        found = (
            CalendarFeed.objects.select_related("user")
            .filter(token_hash=feeds.hash_of(self.kwargs["token"]), user__is_active=True)
            .first()
        )
        if found is None:
            raise Http404("There is no calendar at this address.")
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        service.note_fetched(self.subject)
        found = feeds.feed(self.subject.user)
        etag = f'"{hashlib.sha256(found.text.encode()).hexdigest()[:32]}"'
        known = parse_etags(request.headers.get("If-None-Match", ""))
        answer: HttpResponse
        if etag in known or f"W/{etag}" in known:
            answer = HttpResponseNotModified()
        else:
            answer = HttpResponse(found.text, content_type="text/calendar; charset=utf-8")
            answer["Content-Disposition"] = 'inline; filename="sessions.ics"'
        answer["ETag"] = etag
        if found.changed_at:
            answer["Last-Modified"] = http_date(found.changed_at.timestamp())
        # Only its owner's program keeps it, and asks each time: a dead address is dead at once.
        answer["Cache-Control"] = "private, no-cache"
        answer["X-Robots-Tag"] = "noindex"
        return answer
