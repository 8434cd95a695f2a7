"""A mentor's own page, a Pioneer's own mentor, and "we met" from either or from a mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, clock, links
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, ListPage
from pioneers import mentor_reminders, permissions
from pioneers.enums import MentorArea
from pioneers.forms.mentoring import MeetingForm, WishForm
from pioneers.models import Pairing
from pioneers.selectors import mentors as rows
from pioneers.services import mentoring


class Mentees(ListPage):
    rule = permissions.mentors
    template_name = "pioneers/mentees.html"
    title = "My mentees"

    def get_rows(self) -> Any:
        return rows.pairings_of_mentor(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting_form=MeetingForm(), **kwargs)


class NoteMeeting(FormPage):
    """That the two met: one press on one's own page; a page of its own where a day is wrong."""

    rule = permissions.in_pair
    template_name = "cohorts/form.html"
    form_class = MeetingForm
    button = "We met"
    subject: Pairing

    def get_subject(self) -> Pairing:
        return visible_or_404(
            Pairing.objects.visible_to(self.request.user).select_related(
                "mentor__user", "pioneer__person"
            ),
            pk=self.kwargs["pk"],
        )

    @property
    def other(self) -> str:
        mentors = self.subject.mentor.user_id == self.request.user.pk
        return str(self.subject.pioneer if mentors else self.subject.mentor)

    def back(self) -> str:
        mentors = self.subject.mentor.user_id == self.request.user.pk
        return reverse("pioneers:mentees" if mentors else "pioneers:own_mentor")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back())

    def save(self, form: forms.Form) -> str:
        mentoring.record_meeting(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Noted: you met {self.other}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=f"You met {self.other}", back=self.back(), **kwargs)


class OwnMentor(FormPage):
    """A Pioneer's mentor, or, while there is none, what they would like of one."""

    rule = permissions.takes_part
    template_name = "pioneers/own_mentor.html"
    form_class = WishForm
    title = "Your mentor"
    button = "Save what I would like"
    success_message = "The programme team sees it when they look for your mentor."

    def get_subject(self) -> Any:
        self.place = rows.own_place(self.request.user)
        self.pairing = rows.own_pairing(self.request.user)
        return self.place

    def get_initial(self) -> dict[str, Any]:
        return {"areas": self.place.mentor_wishes if self.place else []}

    def save(self, form: forms.Form) -> str:
        if self.place is not None:
            mentoring.wish_for(self.place, areas=form.cleaned_data["areas"], by=self.request.user)
        return reverse("pioneers:own_mentor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = dict(MentorArea.choices)
        known = self.pairing.mentor.areas if self.pairing else []
        return super().get_context_data(
            place=self.place,
            pairing=self.pairing,
            helps=[areas[area] for area in known if area in areas],
            meeting_form=MeetingForm(),
            **kwargs,
        )


class WeMet(FormPage):
    """Behind the link of a mail: one tap, without signing in. Opening it changes nothing."""

    rule = access.anyone
    template_name = "pioneers/we_met.html"
    form_class = MeetingForm
    title = "Did you meet?"
    button = "We met on this day"

    def get_subject(self) -> Pairing | None:
        self.trouble, self.link = "", None
        try:
            link = links.find(self.kwargs["token"], mentor_reminders.ACTION)
            found = rows.with_people().filter(pk=link.subject_id, ended_on__isnull=True).first()
            if found is None:
                raise Refused("Your mentoring has ended, so there is nothing to note any more.")
            links.check(link)
        except Refused as refusal:
            self.trouble = str(refusal)
            return None
        self.link = link
        return found

    @property
    def other(self) -> str:
        assert self.link is not None
        assert self.subject is not None
        mentors = self.link.person_id == self.subject.mentor.user_id
        return str(self.subject.pioneer if mentors else self.subject.mentor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sorry() if self.subject is None else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry()
        if "today" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self._note(clock.today())

    def save(self, form: forms.Form) -> str:
        raise NotImplementedError("form_valid answers with a page of its own")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self._note(form.cleaned_data["met_on"])
        except Refused as refusal:
            form.add_error("met_on", str(refusal))
            return self.form_invalid(form)

    def _note(self, met_on: Any) -> HttpResponse:
        assert self.link is not None
        assert self.subject is not None
        mentoring.record_meeting(self.subject, met_on=met_on, by=self.link.person)
        # An empty form: the one that was sent has no day where “today” was pressed.
        return self.render_to_response(self.get_context_data(noted=met_on, form=MeetingForm()))

    def _sorry(self) -> HttpResponse:
        context = self.get_context_data(trouble=self.trouble)
        return render(self.request, self.template_name, context, status=410)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = self.other if self.link else ""
        return super().get_context_data(pairing=self.subject, other=other, **kwargs)
