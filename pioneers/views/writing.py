"""Write to exactly the applicants that the list shows or that are ticked there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.mail_forms import WriteForm
from core.errors import Refused
from core.mail import words
from core.mail.words import seen
from core.views import ActionPage, FormPage
from pioneers import permissions, writing
from pioneers.selectors.staff import of_cohort
from pioneers.services import releases
from pioneers.services import writing as services
from pioneers.views.releases import said
from pioneers.views.staff_list import NOT_UNDERSTOOD, ApplicationsMixin

NAMES_SHOWN = 200
# Ids at once in one condition, which every database takes.
PART = 5000


class WriteToThese(ApplicationsMixin, FormPage):
    """The words and a preview on one page. The people are those of the first showing.

    Whoever comes to match the filter while somebody writes gets nothing unseen: the form carries
    the people that were shown. Words that nobody has seen filled in are shown before they go.
    """

    template_name = "pioneers/write.html"
    rule = permissions.knows_who_applies
    form_class = WriteForm
    title = "Write to these people"

    @cached_property
    def reached(self) -> services.Reached:
        order = ("applicant__name", "pk")
        shown = self.request.POST.get("people", "")
        if not shown or not self.understood:
            return services.reached(self.chosen().select_related("applicant").order_by(*order))
        ids = [int(pk) for pk in shown.split(",") if pk.isdecimal() and len(pk) < 18]
        rows = of_cohort(self.request.user, self.cohort).select_related("applicant")
        parts = (ids[start : start + PART] for start in range(0, len(ids), PART))
        found = [row for part in parts for row in rows.filter(pk__in=part)]
        return services.reached(sorted(found, key=lambda row: (row.applicant.name, row.pk)))

    def get_initial(self) -> dict[str, Any]:
        wanted = self.filters.wanted()
        asked = ""
        if wanted.get("question") and wanted.get("how") == "empty":
            questions = self.cohort.questions.filter(pk=wanted["question"])
            asked = questions.values_list("text", flat=True).first() or ""
        return writing.preset(wanted, asked)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        typed = [form[name].value() or "" for name in ("subject", "body")]
        unseen = form.is_valid() and request.POST.get("seen") != seen(*typed)
        if "preview" in request.POST or unseen:
            return self.render_to_response(self.get_context_data(form=form, unseen=unseen))
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> str:
        people = self.reached.people
        made = services.write(self.cohort, people, by=self.request.user, **form.cleaned_data)
        what = f"{made} mail{'' if made == 1 else 's'}"
        if not made:
            messages.info(self.request, "These mails were made already. Nobody gets them twice.")
        elif form.cleaned_data["hold"]:
            messages.success(self.request, f"{what} wait here until you release them.")
        else:
            messages.success(self.request, f"{what} on the way.")
        return reverse("cohorts:outbox", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        people, form = self.reached.people, context["form"]
        subject, body = (form[name].value() or "" for name in ("subject", "body"))
        return context | {
            "people": people[:NAMES_SHOWN],
            "ids": ",".join(str(row.pk) for row in people),
            "count": len(people),
            "more": max(0, len(people) - NAMES_SHOWN),
            "reached": self.reached,
            "seen": seen(subject, body),
            "placeholders": writing.WORDS_FOR.items(),
            "back": self.list_url(),
            **self._preview(people, subject, body),
        }

    def _preview(self, people: list[Any], subject: str, body: str) -> dict[str, Any]:
        """As one of them reads it: the first, and then the next at each press."""
        if not people:
            return {}
        asked = self.request.POST.get("preview", "")
        place = int(asked) % len(people) if asked.isdecimal() and len(asked) < 9 else 0
        values = writing.values_for(people[place], self.cohort)
        return {
            "reader": people[place],
            "next": place + 1,
            "preview_subject": words.pieces(subject, values),
            "preview_body": words.pieces(body, values),
        }


class AskManagers(ApplicationsMixin, ActionPage):
    """Ask the line managers of exactly these, or remind them."""

    rule = permissions.knows_who_applies
    title = "Ask the line managers of these"
    button = "Write to them"

    @property
    def question(self) -> str:  # type: ignore[override]
        if not self.understood:
            return NOT_UNDERSTOOD
        n = self.chosen().filter(submitted_at__isnull=False).count()
        return (
            f"{n} application{'' if n == 1 else 's'} chosen. Every line manager who has not "
            "agreed to the dates gets one mail with a link to answer. Left out: managers who "
            "have agreed or were written to today, and applications that name no manager."
        )

    def act(self) -> str:
        if not self.understood:
            raise Refused(NOT_UNDERSTOOD)
        sent = self.chosen().filter(submitted_at__isnull=False)
        written = releases.ask_again(sent, by=self.request.user)
        messages.success(self.request, said(written))
        return self.back()

    def back(self) -> str:
        return self.list_url()
