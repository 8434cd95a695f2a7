"""Mentors: staff's list of them, and each mentor's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.selectors import programme_of
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, ListPage
from pioneers import permissions
from pioneers.forms.mentoring import MeetingForm, MentorForm
from pioneers.models import Pairing
from pioneers.selectors import people as rows
from pioneers.services import mentoring


class Mentors(ListPage):
    rule = permissions.looks_after_pioneers
    template_name = "pioneers/mentors.html"
    title = "Mentors"

    def get_rows(self) -> Any:
        return rows.mentors_for(self.request.user)


class AddMentor(FormPage):
    rule = permissions.looks_after_pioneers
    template_name = "cohorts/form.html"
    form_class = MentorForm
    title = "A new mentor"
    button = "Add the mentor"

    def save(self, form: forms.Form) -> str:
        programme = programme_of(self.request.user)
        if programme is None:
            raise Refused("Only staff of a programme can add its mentors.")
        mentor = mentoring.add_mentor(programme, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"{mentor} is a mentor of {programme}.")
        return reverse("pioneers:mentors")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="They sign in with a code that we mail them, and see only their own mentees.",
            back=reverse("pioneers:mentors"),
            **kwargs,
        )


class Mentees(ListPage):
    rule = permissions.mentors
    template_name = "pioneers/mentees.html"
    title = "My mentees"

    def get_rows(self) -> Any:
        return rows.pairings_of_mentor(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting_form=MeetingForm(), **kwargs)


class NoteMeeting(FormPage):
    """That the two met: one press on the mentor's page; a page of its own where a day is wrong."""

    rule = permissions.mentors
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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("pioneers:mentees"))

    def save(self, form: forms.Form) -> str:
        mentoring.record_meeting(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Noted: you met {self.subject.pioneer}.")
        return reverse("pioneers:mentees")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"You met {self.subject.pioneer}", back=reverse("pioneers:mentees"), **kwargs
        )
