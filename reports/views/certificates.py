"""Completing a cohort, the certificate of an alumna, and the page that says that it is genuine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views.base import CohortPage
from core import access, documents
from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import day
from core.views import ActionPage, Page
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from reports import certificates, permissions
from reports.certificate_document import KIND
from reports.models import Certificate
from workshops import standings
from workshops.enums import Waiver
from workshops.services import completing


class CompletingMixin(CohortPage):
    tab = "attendance"

    def back(self) -> str:
        return reverse("workshops:cohort_attendance", args=[self.cohort.pk])


class CompleteCohort(CompletingMixin, ActionPage):
    title = "Complete all who meet what is asked"
    button = "Complete them and send certificates"

    @property
    def question(self) -> str:  # type: ignore[override]
        open_ = [
            line
            for line in standings.of_cohort(self.cohort, sort="name")
            if line.pioneer.state in completing.OPEN
        ]
        meets = sum(line.standing.meets for line in open_)
        waiting = len(certificates.without_one(self.cohort))
        if not meets + waiting:
            words = "Nobody is left to complete: whoever meets what is asked has a certificate. "
        else:
            words = f"{_people(meets)} will be marked as completed. " if meets else ""
            if waiting:
                words += f"{_people(waiting)} completed already, without a certificate so far. "
            words += "Each gets a mail with the way to their certificate. "
        if short := len(open_) - meets:
            words += f"{_people(short)} short of what is asked: nothing changes for them."
        return words

    def act(self) -> str:
        completed, made = certificates.complete_cohort(self.cohort, by=self.request.user)
        messages.success(
            self.request, f"{_people(completed)} completed, {made} certificates on their way."
        )
        return self.back()


def _people(number: int) -> str:
    return "1 Pioneer" if number == 1 else f"{number} Pioneers"


class CompletePioneer(CompletingMixin, Page):
    """Somebody short of the rule: one press on why, and they have completed."""

    template_name = "reports/complete_pioneer.html"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        rows = Pioneer.objects.visible_to(self.request.user).filter(cohort=cohort)
        self.pioneer = visible_or_404(
            rows.select_related("person", "cohort__programme"), pk=self.kwargs["pk"]
        )
        return cohort

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            certificates.complete_pioneer(
                self.pioneer, why=request.POST.get("why", ""), by=request.user
            )
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        messages.success(request, f"{self.pioneer} has completed, and gets a certificate.")
        return HttpResponseRedirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Complete {self.pioneer} all the same",
            pioneer=self.pioneer,
            done=self.pioneer.state == PioneerState.COMPLETED,
            reasons=Waiver.choices,
            back=self.back(),
            **kwargs,
        )


class OwnCertificate(ActionPage):
    """One's own certificate: one press makes the PDF, or opens the one that is made."""

    rule = permissions.reads_certificate
    button = "Open the PDF"
    subject: Certificate

    def get_subject(self) -> Certificate:
        rows = Certificate.objects.visible_to(self.request.user)
        return visible_or_404(
            rows.select_related("pioneer__person", "pioneer__cohort"), pk=self.kwargs["pk"]
        )

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.subject)

    @property
    def question(self) -> str:  # type: ignore[override]
        row = self.subject
        return (
            f"{row.pioneer} completed {row.pioneer.cohort.name}. Issued on {day(row.issued_at)}. "
            f"Its code is {row.printed_code}: whoever has it can see that it is genuine."
        )

    def act(self) -> str:
        document = documents.request(KIND, self.subject, by=self.request.user)
        return reverse("core:document", args=[document.pk])

    def back(self) -> str:
        return reverse("reports:home")


class VerifyCertificate(Page):
    """What somebody learns who types the code from the paper: name and cohort, and no more."""

    rule = access.anyone
    template_name = "reports/verify_certificate.html"
    title = "Is this certificate genuine?"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Certificate.objects.of_code(self.kwargs["code"])
        response = self.render_to_response(self.get_context_data(certificate=found))
        response.status_code = 200 if found else 404
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
