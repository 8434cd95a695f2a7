"""The set composer: propose, look, change about, make it so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from pioneers.models import Pioneer
from workshops import composer_reading, selectors, set_reading
from workshops.composer_forms import ApartForm, ComposeForm, FacilitatorDaysForm
from workshops.models import KeepApart
from workshops.services import composing
from workshops.views.staff_sets import SetsPage

BEST = 5


class ComposerPage(SetsPage):
    """What the composer's pages have in common: they lead back to the draft."""

    def back(self) -> str:
        return reverse("workshops:compose_sets", args=[self.cohort.pk])


class Composer(ComposerPage, FormPage):
    """The draft of the sets; the form makes a new one."""

    template_name = "workshops/composer.html"
    form_class = ComposeForm
    title = "Compose the learning sets"

    def get_initial(self) -> dict[str, Any]:
        there = self.cohort.learning_sets.count()
        return {"number": there or self.cohort.set_count, "keep": True}

    def save(self, form: ComposeForm) -> str:
        typed = form.cleaned_data
        composing.compose(
            self.cohort,
            size=typed["size"],
            number=None if typed["size"] else typed["number"],
            keep=typed["keep"],
            by=self.request.user,
        )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = set_reading.draft_of(self.cohort)
        shown: dict[str, Any] = {"draft": draft}
        if draft:
            shown |= {
                "sets": composer_reading.sets_in(draft),
                "unplaced": composer_reading.unplaced_in(draft),
                "effect": composer_reading.effect_of(draft),
            }
        else:
            shown["unplaced"] = list(selectors.unplaced(self.cohort))
        return super().get_context_data(
            **shown,
            apart=list(composer_reading.kept_apart(self.cohort)),
            leaders=len(composer_reading.days_of(self.cohort)),
            sets_url=reverse("workshops:staff_sets", args=[self.cohort.pk]),
            **kwargs,
        )


class ChangeDraft(ComposerPage, Page):
    """One person of the draft: every possible move and swap, the best first, with its cost."""

    template_name = "workshops/change_draft.html"
    title = "Move or swap"
    who: Pioneer | None = None

    @cached_property
    def draft(self) -> set_reading.Draft | None:
        return set_reading.draft_of(self.cohort)

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        asked = self.request.POST or self.request.GET
        if "who" in asked:
            key = asked["who"] if asked["who"].isdecimal() else 0
            self.who = visible_or_404(selectors.pioneers_of(cohort), pk=key)
        return cohort

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.who is None or self.draft is None:
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = composer_reading.read_option(request.POST.get("to", ""))
        try:
            if self.who is None or chosen is None:
                raise Refused("Choose who is to move, and where to.")
            to, swap = chosen
            composing.change_draft(self.cohort, who=self.who, to=to, swap=swap, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"The draft is changed: {request.POST.get('words', '')[:200]}"
            )
        return HttpResponseRedirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        # `get` has led elsewhere where either is missing.
        assert draft
        assert self.who
        options = composer_reading.options_of(draft, self.who)
        asked = self.request.GET.get("to", "")
        looked_at = [one for one in options if one.value == asked]
        others = [one for one in options if one.value != asked]
        where = draft.placing.place.get(str(self.who.pk), "")
        return super().get_context_data(
            who=self.who,
            where=where,
            where_words=f"In {draft.placing.sets[where].name} of the draft." if where else "",
            looked_at=looked_at,
            best=others[:BEST],
            rest=others[BEST:],
            **kwargs,
        )


class MakeItSo(ComposerPage, ActionPage):
    title = "Make the draft so"
    button = "Make it so"
    question = (
        "The sets become as the draft has them. Whoever changes set keeps the time in the old one "
        "as history. Who joins a set whose dates are published gets those dates by mail."
    )

    def act(self) -> str:
        made = composing.make_it_so(self.cohort, by=self.request.user)
        people = "1 Pioneer" if made.joined == 1 else f"{made.joined} Pioneers"
        words = [f"{people} placed"]
        words += [f"{made.moved} moved"] if made.moved else []
        words += [f"{made.left} taken out"] if made.left else []
        messages.success(self.request, f"The learning sets are made: {', '.join(words)}.")
        return reverse("workshops:staff_sets", args=[self.cohort.pk])


class DiscardDraft(ComposerPage, ActionPage):
    title = "Throw the draft away"
    button = "Throw it away"
    question = "The sets stay as they are. Nobody was told anything."

    def act(self) -> str:
        composing.discard_draft(self.cohort, by=self.request.user)
        return self.back()


class KeepTwoApart(ComposerPage, FormPage):
    template_name = "cohorts/form.html"
    form_class = ApartForm
    title = "Keep two people apart"
    button = "Keep them apart"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = selectors.pioneers_of(self.cohort).order_by("person__name", "pk")
        return {**super().get_form_kwargs(), "pioneers": people}

    def save(self, form: forms.BaseForm) -> str:
        typed = form.cleaned_data
        composing.keep_apart(
            self.cohort, one=typed["one"], other=typed["other"], by=self.request.user
        )
        messages.success(self.request, "They are kept apart. Propose again to place them anew.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "Only staff can see this. Nobody asks why, and no reason is kept."
        return super().get_context_data(lead=lead, **kwargs)


class NoLongerApart(ComposerPage, ActionPage):
    title = "No longer keep these two apart"
    button = "They may sit together"
    row: KeepApart

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.row = visible_or_404(composer_reading.kept_apart(cohort), pk=self.kwargs["pk"])
        return cohort

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"{self.row.one} and {self.row.other} may be placed in one set again."

    def act(self) -> str:
        composing.no_longer_apart(self.row, by=self.request.user)
        return self.back()


class FacilitatorsDays(ComposerPage, FormPage):
    template_name = "workshops/facilitator_days.html"
    form_class = FacilitatorDaysForm
    title = "Facilitators and their days"
    success_message = "The days are saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        people = composer_reading.facilitators_of(self.cohort)
        return {**super().get_form_kwargs(), "facilitators": people}

    def get_initial(self) -> dict[str, Any]:
        days = composer_reading.days_of(self.cohort)
        return {f"days_{user}": weekdays for user, weekdays in days.items()}

    @transaction.atomic
    def save(self, form: FacilitatorDaysForm) -> str:
        typed, by = form.cleaned_data, self.request.user
        composing.save_facilitator_days(self.cohort, days=form.days(), by=by)
        if typed["email"]:
            composing.add_facilitator(
                self.cohort,
                name=typed["name"],
                email=typed["email"],
                weekdays=typed["days_new"],
                by=by,
            )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "Sets that have no facilitator get one who can lead on their weekday."
        return super().get_context_data(lead=lead, **kwargs)
