"""A line manager's page behind the link; the applicant's word on who that is; and staff's list."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cohorts.views.base import CohortPage
from core import access, links
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, ListPage
from pioneers import permissions
from pioneers.dates import as_shown
from pioneers.enums import ReleaseState
from pioneers.forms.releases import ManagerForm, ReleaseForm
from pioneers.models import Application, ReleaseAgreement
from pioneers.release_dates import dates_for, not_fixed, open_until
from pioneers.selectors import applications as own_rows
from pioneers.selectors import releases as rows
from pioneers.services import releases


class Release(FormPage):
    """Opening it changes nothing: mail programs open links. The token is the key."""

    rule = access.anyone
    template_name = "pioneers/release.html"
    form_class = ReleaseForm
    button = "Send my answer"
    subject: ReleaseAgreement | None

    def get_subject(self) -> ReleaseAgreement | None:
        try:
            self.link = links.find(self.kwargs["token"], releases.RELEASE_LINK)
        except links.LinkRefused as refusal:
            self.trouble = str(refusal)
            return None
        self.trouble = "This link does not work any more."
        return rows.of_link(self.link.subject_id)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._trouble() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._trouble() or super().post(request, *args, **kwargs)

    def _trouble(self) -> HttpResponse | None:
        status = 404
        if self.subject is not None:
            try:
                releases.check(self.link, self.subject.application)
                return None
            except Refused as refusal:
                self.trouble, status = str(refusal), 410
        context = {"title": "This link cannot be used", "trouble": self.trouble}
        return render(self.request, "pioneers/release_trouble.html", context, status=status)

    @property
    def application(self) -> Application:
        assert self.subject is not None
        return self.subject.application

    @property
    def dates(self) -> Any:
        if not hasattr(self, "_dates"):
            self._dates = dates_for(self.application)
        return self._dates

    def seen(self) -> str:
        return json.dumps(as_shown(self.dates))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"applicant": str(self.application)}

    def get_initial(self) -> dict[str, Any]:
        assert self.subject is not None
        answers = {ReleaseState.AGREED: "yes", ReleaseState.CONCERN: "concern"}
        earlier = rows.last_yes(self.subject)
        return {
            "answer": answers.get(ReleaseState(self.subject.state), ""),
            # Asked again, most say yes again, and the same person covers.
            "cover": self.subject.cover or (earlier.cover if earlier else ""),
            "concern": self.subject.concern,
            "seen": self.seen(),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """Shown again, it shows the dates as they are now."""
        form.data = form.data.copy()
        form.data["seen"] = self.seen()
        return super().form_invalid(form)

    def save(self, form: Any) -> str:
        try:
            seen = json.loads(form.cleaned_data["seen"])
        except (ValueError, RecursionError):
            seen = None
        releases.answer(
            self.link,
            agrees=form.cleaned_data["answer"] == "yes",
            cover=form.cleaned_data["cover"],
            concern=form.cleaned_data["concern"],
            seen=seen,
        )
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release, application = self.subject, self.application
        assert release is not None
        return super().get_context_data(
            title=f"Can you let {application} come?",
            applicant=str(application),
            about=rows.about(application.cohort),
            dates=self.dates,
            not_fixed=not_fixed(application),
            date_changes=rows.changes_since_yes(release, as_shown(self.dates)),
            until=open_until(application),
            own=rows.own_address(application),
            **kwargs,
        )


class CorrectManager(FormPage):
    """The applicant says whom we should ask."""

    rule = permissions.own_application
    template_name = "cohorts/form.html"
    form_class = ManagerForm
    title = "Who agrees to your time away?"
    button = "Save"
    subject: Application

    def get_subject(self) -> Application:
        return visible_or_404(own_rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.subject, name) for name in ManagerForm.base_fields}

    def save(self, form: Any) -> str:
        given = form.cleaned_data
        written = releases.correct_manager(
            self.subject,
            name=given["manager_name"],
            email=given["manager_email"],
            by=self.request.user,
        )
        said = f"We have written to {given['manager_email']}." if written else "Saved."
        messages.success(self.request, said)
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:application", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "They see your name and the dates, and nothing else of your application."
        return super().get_context_data(
            back=self.back(), lead=lead, cohort=self.subject.cohort, **kwargs
        )


FILTERS = {
    ReleaseState.CONCERN.value: "Concern",
    ReleaseState.ASKED.value: "Asked, no answer yet",
    rows.NOT_ASKED: "Not asked",
    ReleaseState.AGREED.value: "Promised",
}


class ReleasesMixin(CohortPage):
    rule = permissions.knows_who_applies
    tab = "releases"

    def back(self) -> str:
        return reverse("pioneers:staff_releases", args=[self.cohort.pk])


class StaffReleases(ReleasesMixin, ListPage):
    template_name = "pioneers/staff_releases.html"
    title = "Line managers"

    @property
    def wanted(self) -> str:
        wanted = self.request.GET.get("state", "")
        return wanted if wanted in FILTERS or wanted == rows.UNDELIVERED else ""

    def get_rows(self) -> Any:
        found = rows.of_cohort(self.request.user, self.cohort)
        return rows.in_order(rows.filtered(found, self.wanted, self.cohort))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mails = rows.mail_states(self.cohort)
        counts = rows.counts(rows.of_cohort(self.request.user, self.cohort))
        return context | {
            "lines": rows.of_rows(context["rows"], mails),
            "filters": [(key, label, counts[key]) for key, label in FILTERS.items()],
            "total": sum(counts.values()),
            "wanted": self.wanted,
            "waiting": counts[ReleaseState.ASKED] + counts[rows.NOT_ASKED],
        }


class ChaseAll(ReleasesMixin, ActionPage):
    """Everybody who waits, with the count first."""

    @property
    def title(self) -> str:  # type: ignore[override]
        return "Write to every manager who has not answered"

    @property
    def question(self) -> str:  # type: ignore[override]
        number = self.found().count()
        people = "1 line manager" if number == 1 else f"{number} line managers"
        return (
            f"{people} not asked yet or without an answer. Each gets one mail. "
            "Whoever was written to today is left out."
        )

    button = "Write to them"

    def found(self) -> Any:
        return rows.to_chase(self.request.user, self.cohort)

    def act(self) -> str:
        written = releases.ask_again(self.found(), by=self.request.user)
        messages.success(self.request, said(written))
        return self.back()


class AskManager(ReleasesMixin, ActionPage):
    """One manager, asked or asked again; pressed twice, written to once."""

    button = "Write to the manager"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.application = visible_or_404(
            rows.of_cohort(self.request.user, cohort), pk=self.kwargs["application_pk"]
        )
        return cohort

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Ask the manager of {self.application}"

    @property
    def question(self) -> str:  # type: ignore[override]
        who = self.application.manager_name or self.application.manager_email
        return f"{who} gets a mail with the dates and a link to answer."

    def act(self) -> str:
        if not self.application.manager_email:
            raise Refused(f"{self.application} has given no manager’s address.")
        written = releases.ask_again([self.application], by=self.request.user)
        messages.success(self.request, said(written))
        return self.back()


def said(written: int) -> str:
    if not written:
        return "Nobody was written to: they have answered, or were written to today."
    return f"{written} mail{'' if written == 1 else 's'} on the way."
