"""Asks people at sign-in for consents they have not answered, and leaves everybody else alone.

The answer "nothing to ask" is kept in the session for the day, so that no page needs a query for
it. Only the opening of a page is ever led away: what somebody sends always arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import clock, consents
from core.forms import ConsentsForm

ASKED_ON = "consents_asked_on"
PUT_OFF = "consents_put_off"


def look_again(request: HttpRequest) -> None:
    """After an answer: the next page looks whether anything is left to ask."""
    request.session.pop(ASKED_ON, None)


def put_off(request: HttpRequest) -> None:
    """The free choices are not asked again before the next sign-in."""
    request.session[PUT_OFF] = True
    look_again(request)


def form_for(person: Any, data: Any = None) -> ConsentsForm:
    """The questions that are left for this person, to stand on a page of another subject.

    Without a person, or where nobody is asked, it is a form with nothing to fill in.
    """
    asks = person and settings.CONSENTS_ASKED
    waiting = consents.pending(person, offer_choices=True) if asks else []
    return ConsentsForm(data, standings=waiting)


class ConsentMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not _may_interrupt(request, view) or not _must_ask(request):
            return None
        here = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('core:ask_consents')}?{here}")


def _may_interrupt(request: Any, view: Any) -> bool:
    """Pages of ours behind the sign-in; never a form being sent, a part of a page or a link's."""
    rule = getattr(view, "rule", None)
    if not settings.CONSENTS_ASKED or request.method != "GET" or rule is None or rule.public:
        return False
    if request.headers.get("HX-Request") or not consents.interrupts(request.path):
        return False
    view_class = getattr(view, "view_class", None)
    return getattr(view_class, "may_be_interrupted", True) and request.user.is_authenticated


def _must_ask(request: Any) -> bool:
    today = clock.today().isoformat()
    if request.session.get(ASKED_ON) == today:
        return False
    waiting = consents.pending(request.user)
    if waiting and not request.session.get(PUT_OFF):
        return True
    if any(not one.kind.is_choice for one in waiting):
        return True
    request.session[ASKED_ON] = today
    return False
