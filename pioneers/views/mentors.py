"""Staff's pages of mentors: who they are, and who mentors whom in a cohort."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from cohorts.models import Borough
from cohorts.selectors import programme_of
from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.mail import words
from core.views import ActionPage, FormPage, ListPage, Page
from pioneers import mentor_reminders, permissions
from pioneers.forms.mentoring import MentorForm, PairForm
from pioneers.models import Mentor, PairingProposal
from pioneers.selectors import mentors as rows
from pioneers.services import mentors, pairing


class Mentors(ListPage):
    rule = permissions.looks_after_pioneers
    template_name = "pioneers/mentors.html"
    title = "Mentors"

    def get_rows(self) -> Any:
        return rows.mentors_for(self.request.user)


class MentorFormPage(FormPage):
    rule = permissions.looks_after_pioneers
    template_name = "cohorts/form.html"
    form_class = MentorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        boroughs = Borough.objects.all()
        return {
            **super().get_form_kwargs(), "boroughs": boroughs, "providers": rows.provider_named
        }  # fmt: skip

    def back(self) -> str:
        return reverse("pioneers:mentors")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.back(), **kwargs})


class AddMentor(MentorFormPage):
    title = "A new mentor"
    button = "Add the mentor"

    def save(self, form: forms.Form) -> str:
        programme = programme_of(self.request.user)
        if programme is None:
            raise Refused("Only staff of a programme can add its mentors.")
        mentor = mentors.add_mentor(programme, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"{mentor} is a mentor of {programme}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "They sign in with a code that we mail them, and see only their own mentees."
        return super().get_context_data(lead=lead, **kwargs)


class MentorMixin:
    """One mentor of the programme."""

    subject: Any
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Mentor:
        found = rows.mentors_for(self.request.user)
        return visible_or_404(found, pk=self.kwargs["pk"])


class ChangeMentor(MentorMixin, MentorFormPage):
    button = "Save"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "known": True}

    def get_initial(self) -> dict[str, Any]:
        return {
            name: getattr(self.subject, name)
            for name in ("capacity", "provider_name", "borough", "settings", "areas")
        }

    def save(self, form: forms.Form) -> str:
        mentors.change_mentor(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"{self.subject} is saved.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=str(self.subject),
            lead="New suggestions follow what you write here. Nobody who is paired is parted.",
            **kwargs,
        )


class StopMentoring(MentorMixin, ActionPage):
    rule = permissions.looks_after_pioneers
    button = "Yes, they stop"
    danger = True

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.subject} stops mentoring"

    @property
    def question(self) -> str:  # type: ignore[override]
        n = len(self.subject.now)
        if not n:
            return "They mentor nobody now. Their past pairs are kept."
        who = "One Pioneer needs" if n == 1 else f"{n} Pioneers need"
        return (
            f"{who} another mentor then, and {self.subject} no longer sees them. The meetings that "
            "were noted are kept. Both sides get a short mail."
        )

    def act(self) -> str:
        mentors.stop_mentoring(self.subject, by=self.request.user)
        messages.success(self.request, f"{self.subject} no longer mentors.")
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:mentors")


class PairsPage(CohortPage):
    rule = permissions.looks_after_pioneers
    tab = "mentoring"

    def back(self) -> str:
        return reverse("pioneers:cohort_mentors", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.back(), **kwargs})


class CohortMentors(PairsPage, Page):
    """Suggested pairs, who has no mentor, and the pairs, quiet ones first."""

    template_name = "pioneers/cohort_mentors.html"
    title = "Mentors and their Pioneers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposals = list(rows.proposals_of(self.cohort))
        suggested = {one.pioneer_id for one in proposals}
        pairs = list(rows.pairs_of(self.cohort))
        since = rows.quiet_since()
        return super().get_context_data(
            proposals=proposals,
            alone=[one for one in rows.without_mentor(self.cohort) if one.pk not in suggested],
            pairs=[(one, one.heard_on < since) for one in pairs],  # type: ignore[attr-defined]
            quiet=sum(one.heard_on < since for one in pairs),  # type: ignore[attr-defined]
            **kwargs,
        )


class SuggestPairs(PairsPage, ActionPage):
    title = "Suggest mentors"
    question = (
        "Everybody without a mentor gets a suggestion: somebody from another provider who can help "
        "with what they asked for, knows their care setting or borough, and has room. What is "
        "suggested now is replaced. Nobody is told until you release the pairs."
    )
    button = "Suggest mentors"

    def act(self) -> str:
        without = pairing.suggest_pairs(self.cohort, by=self.request.user)
        for name, why in without.items():
            messages.warning(self.request, f"No suggestion for {name}. {why}")
        return self.back()


class ReleasePairs(PairsPage, ActionPage):
    title = "Release the suggested pairs"

    @property
    def question(self) -> str:  # type: ignore[override]
        n = rows.proposals_of(self.cohort).count()
        return f"{n} pair{'' if n == 1 else 's'} begin today. Mentor and Pioneer each get a mail."

    @property
    def button(self) -> str:  # type: ignore[override]
        n = rows.proposals_of(self.cohort).count()
        return f"Release {n} pair{'' if n == 1 else 's'}"

    def act(self) -> str:
        n = pairing.release_pairs(self.cohort, by=self.request.user)
        messages.success(self.request, f"{n} pair{'' if n == 1 else 's'} released, and told.")
        return self.back()


class ChooseMentor(PairsPage, FormPage):
    """Another mentor in a suggestion, or none."""

    template_name = "pioneers/choose_mentor.html"
    form_class = PairForm
    button = "Suggest this one"
    proposal: PairingProposal

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.proposal = visible_or_404(rows.proposals_of(cohort), pk=self.kwargs["pk"])
        return cohort

    def get_form_kwargs(self) -> dict[str, Any]:
        found = rows.with_room(self.request.user, self.cohort)
        return {**super().get_form_kwargs(), "mentors": found}

    def get_initial(self) -> dict[str, Any]:
        return {"mentor": self.proposal.mentor_id}

    def save(self, form: forms.Form) -> str:
        chosen = form.cleaned_data["mentor"]
        pairing.choose_mentor(self.proposal, mentor=chosen, by=self.request.user)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"A mentor for {self.proposal.pioneer}",
            lead="Nobody is told until you release the pairs.",
            proposal=self.proposal,
            **kwargs,
        )


class DropProposal(PairsPage, ActionPage):
    """The suggestion is taken away; the Pioneer is listed among those without a mentor."""

    title = "Take this suggestion away"
    button = "Take it away"
    proposal: PairingProposal

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.proposal = visible_or_404(rows.proposals_of(cohort), pk=self.kwargs["pk"])
        return cohort

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"{self.proposal.mentor} is no longer suggested for {self.proposal.pioneer}."

    def act(self) -> str:
        pairing.choose_mentor(self.proposal, mentor=None, by=self.request.user)
        return self.back()


class AskQuiet(PairsPage, ActionPage):
    """Ask all quiet pairs whether they met: one press, on staff's home or the page of pairs."""

    title = "Ask the quiet pairs"
    button = "Ask them"

    def quiet(self) -> Any:
        found = rows.with_meetings(rows.quiet_pairs([self.cohort.pk]))
        return found.select_related("mentor__user", "pioneer__person", "pioneer__cohort")

    @property
    def question(self) -> str:  # type: ignore[override]
        n = self.quiet().count()
        return (
            f"{n} pair{'' if n == 1 else 's'} have not said for six weeks that they met. Mentor "
            "and Pioneer each get a mail with a button “We met”, at most one a day."
        )

    def act(self) -> str:
        asked = [one for pair in self.quiet() for one in mentor_reminders.ask_now(pair)]
        n = mentor_reminders.ask(asked)
        if n:
            messages.success(self.request, f"{words.on_their_way(n)}.")
        else:
            messages.info(self.request, "They have all been asked today already.")
        return self.back()
