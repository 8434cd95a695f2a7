"""Staff's wishes for the timetable, and proposed sessions put on other days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views import View

from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import short_day
from core.views import FormPage
from core.views.pages import Guarded
from workshops.models import LearningSet, Session
from workshops.planning_forms import AnotherDayForm, WishesForm
from workshops.services import proposing, sets
from workshops.timetable_reading import looked_at, wish_of
from workshops.views.timetable import TimetablePage
from workshops.wall_clock import to_local


class Wishes(TimetablePage, FormPage):
    """What is wanted, and the proposal that follows from it, in one press."""

    template_name = "workshops/wishes.html"
    form_class = WishesForm
    title = "What you want of the timetable"
    button = "Save and propose dates"
    sets: list[LearningSet]

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        mine = LearningSet.objects.visible_to(self.request.user).filter(cohort=cohort)
        self.sets = list(mine.select_related("cohort", "facilitator").order_by("name"))
        return cohort

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cohort": self.cohort, "sets": self.sets}

    def get_initial(self) -> dict[str, Any]:
        return WishesForm.of(wish_of(self.cohort), self.sets)

    @transaction.atomic
    def save(self, form: WishesForm) -> str:
        typed, by = form.cleaned_data, self.request.user
        for one, fields in form.set_times().items():
            sets.change_set(one, **fields, by=by)
        names = ("workshop_weekdays", "gap_days", "online_workshops", "online_meetings", "avoid")
        proposing.save_wishes(self.cohort, **{name: typed[name] for name in names}, by=by)
        for problem in proposing.propose_timetable(self.cohort, by=by):
            messages.warning(self.request, problem)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposed = self.cohort.sessions.filter(state="proposed").exists()
        return super().get_context_data(proposed=proposed, sets=self.sets, **kwargs)


class MoveProposed(TimetablePage, Guarded, View):
    """A proposed session is dragged, typed or stepped to another day.

    Answers the timetable's script with what speaks against each day now; a form comes back to
    the list. A published session is refused: it moves where one sees whom that concerns.
    """

    session: Session

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        rows = Session.objects.visible_to(self.request.user).filter(cohort=cohort)
        self.session = visible_or_404(rows.select_related("cohort"), pk=self.kwargs["pk"])
        return cohort

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            moved = proposing.move_proposed(self.session, day=self._day(), by=request.user)
        except Refused as refusal:
            return self._refused(str(refusal))
        if self._asks_for_json():
            return JsonResponse(self._state(moved))
        messages.success(request, f"{moved} is now on {short_day(moved.starts_at)}.")
        return HttpResponseRedirect(f"{self.back()}#session-{moved.pk}")

    def _day(self) -> Any:
        form = AnotherDayForm(self.request.POST)
        if not form.is_valid():
            raise Refused(
                " ".join(str(words) for errors in form.errors.values() for words in errors)
            )
        typed = form.cleaned_data
        days, weeks = typed["days"] or 0, typed["weeks"] or 0
        if days or weeks:
            return proposing.next_day(self.session, weeks=weeks, days=days)
        if not typed["day"]:
            raise Refused("Choose a day.")
        return typed["day"]

    def _asks_for_json(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def _refused(self, words: str) -> HttpResponse:
        if self._asks_for_json():
            return JsonResponse({"refused": words, **self._state(self.session)}, status=409)
        messages.error(self.request, words)
        return HttpResponseRedirect(f"{self.back()}#session-{self.session.pk}")

    def _state(self, session: Session) -> dict[str, Any]:
        rows = list(self.cohort.sessions.select_related("learning_set"))
        sets_of = list(self.cohort.learning_sets.select_related("facilitator"))
        return {
            "day": to_local(session.starts_at).date().isoformat(),
            "words": short_day(session.starts_at),
            "note": session.note,
            "clashes": looked_at(self.cohort, rows, sets_of).clashes,
        }
