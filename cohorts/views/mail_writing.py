"""Write own words to exactly these people of a cohort: choose whom, write, see, send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts import audiences
from cohorts.audiences import Audience, Recipient
from cohorts.mail_forms import WriteForm
from cohorts.services import writing
from cohorts.views.base import CohortPage
from cohorts.views.coming_mails import plural
from core.mail import words
from core.mail.words import seen
from core.views import FormPage, Page

BEGIN = "Dear {first_name},\n\n\n\n{site}\n{contact}\n"


class MailWrite(CohortPage, Page):
    """To whom: every group of people that apps know of, one press each."""

    template_name = "cohorts/mail_write.html"
    tab = "outbox"
    title = "Write to people"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        shown = [
            (audience, audience.choices(self.cohort, user) if audience.choices else None)
            for audience in audiences.all_audiences()
        ]
        return super().get_context_data(
            audiences=shown,
            back=reverse("cohorts:outbox", args=[self.cohort.pk]),
            lead="Whom do you want to write to?",
            **kwargs,
        )


class WriteToPeople(CohortPage, FormPage):
    """The words, who gets them, and a preview on one page.

    Whoever comes to belong to the group meanwhile gets nothing unseen: only who is ticked does.
    Words that nobody has seen filled in are shown before they go.
    """

    template_name = "cohorts/write_to_people.html"
    tab = "outbox"
    form_class = WriteForm
    audience: Audience

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        found = audiences.get(self.kwargs["audience"])
        if found is None:
            raise Http404("There are no such people.")
        self.audience = found
        return cohort

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Write: {self.audience.title}"

    @cached_property
    def everybody(self) -> list[Recipient]:
        which = self.request.GET.get("of", "")
        return audiences.people_of(self.audience, self.cohort, self.request.user, which)

    @cached_property
    def people(self) -> list[Recipient]:
        if self.request.method != "POST":
            return self.everybody
        ticked = set(self.request.POST.getlist("people"))
        return [one for one in self.everybody if str(one.pk) in ticked]

    @property
    def which(self) -> str:
        """The name of the set or the session, where the audience is one of several."""
        if not self.audience.choices:
            return ""
        named = dict(self.audience.choices(self.cohort, self.request.user))
        return named.get(self.request.GET.get("of", ""), "")

    def get_initial(self) -> dict[str, Any]:
        """Words that are ready are shown filled in, and go at once; own words wait for a look."""
        ready = bool(self.audience.body)
        return {
            "subject": self.audience.subject,
            "body": self.audience.body or BEGIN,
            "hold": not ready,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        typed = [form[name].value() or "" for name in ("subject", "body")]
        unseen = form.is_valid() and request.POST.get("seen") != seen(*typed)
        if "preview" in request.POST or unseen:
            return self.render_to_response(self.get_context_data(form=form, unseen=unseen))
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> str:
        made = writing.write(
            self.cohort, self.audience, self.people, by=self.request.user, **form.cleaned_data
        )
        if not made:
            messages.info(self.request, "These mails were made already. Nobody gets them twice.")
        elif form.cleaned_data["hold"]:
            messages.success(self.request, f"{plural(made)} wait here until you release them.")
        else:
            messages.success(self.request, f"{plural(made)} on the way.")
        return reverse("cohorts:outbox", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subject, body = (context["form"][name].value() or "" for name in ("subject", "body"))
        ticked = {one.pk for one in self.people}
        return context | {
            "everybody": [(one, one.pk in ticked) for one in self.everybody],
            "count": len(self.people),
            "seen": seen(subject, body),
            "lead": self.which,
            "placeholders": writing.placeholders(self.audience).items(),
            "back": reverse("cohorts:mail_write", args=[self.cohort.pk]),
            **self._preview(subject, body),
        }

    def _preview(self, subject: str, body: str) -> dict[str, Any]:
        """As one of them reads it: the first, and then the next at each press."""
        if not self.people:
            return {}
        asked = self.request.POST.get("preview", "")
        place = int(asked) % len(self.people) if asked.isdecimal() and len(asked) < 9 else 0
        reader = self.people[place]
        values = writing.values_for(reader, self.cohort)
        return {
            "reader": reader,
            "next": place + 1,
            "preview_subject": words.pieces(subject, values),
            "preview_body": words.pieces(body, values),
        }
