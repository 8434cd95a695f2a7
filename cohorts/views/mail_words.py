"""The words of each kind of mail: staff change them and see at once how they read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.forms import MailForm
from cohorts.selectors import mails
from cohorts.views.base import CohortPage
from cohorts.views.coming_mails import plural
from core import links
from core.mail import kinds, rewording, words
from core.models import EmailTemplate, OutboundEmail
from core.views import ActionPage, FormPage, Page


class MailWords(CohortPage, Page):
    template_name = "cohorts/mail_words.html"
    tab = "mail_words"
    title = "Words"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = dict(EmailTemplate.objects.values_list("kind", "updated_at"))
        waiting = mails.waiting_by_kind(self.cohort, self.request.user)
        rows = [
            (kind, changed.get(kind.key), waiting.get(kind.key, 0))
            for kind in kinds.all_kinds()
            if not kind.secret
        ]
        return super().get_context_data(
            kinds=sorted(rows, key=lambda row: row[0].title),
            lead="What each mail says. The words are the same for every cohort.",
            **kwargs,
        )


class KindMixin(CohortPage):
    tab = "mail_words"
    kind: kinds.Kind

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        found = kinds.find(self.kwargs["kind"])
        if found.key not in {kind.key for kind in kinds.all_kinds() if not kind.secret}:
            raise Http404("There is no such mail, or its words cannot be changed.")
        self.kind = found
        return cohort

    @cached_property
    def waiting(self) -> Any:
        return mails.waiting(self.cohort, self.request.user).filter(kind=self.kind.key)

    def list_url(self) -> str:
        return reverse("cohorts:mail_words", args=[self.cohort.pk])

    def after(self) -> str:
        """Where a change of words leads: to the mails that wait with the old ones, if there are."""
        if rewording.would_change(self.waiting):
            return reverse("cohorts:reword_waiting", args=[self.cohort.pk, self.kind.key])
        return self.list_url()


class EditWords(KindMixin, FormPage):
    """The words, and beside them the mail as one real person reads it."""

    template_name = "cohorts/edit_words.html"
    form_class = MailForm

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.kind.title

    def get_initial(self) -> dict[str, Any]:
        source = rewording.in_force(self.kind)
        return {"subject": source.subject, "body": source.body}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            form = self.get_form()
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> str:
        rewording.change_words(self.kind, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"{self.kind.title}: the new words are saved.")
        return self.after()

    @cached_property
    def readers(self) -> list[OutboundEmail]:
        return mails.readers_of(self.cohort, self.request.user, self.kind.key)

    @cached_property
    def reader(self) -> OutboundEmail | None:
        """Whom the preview is for: as chosen, or the first."""
        asked = self.request.POST.get("reader", "")
        chosen = next((row for row in self.readers if str(row.pk) == asked), None)
        return chosen or (self.readers[0] if self.readers else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subject, body = (context["form"][name].value() or "" for name in ("subject", "body"))
        values = mails.shown_values(self.reader, self.cohort)
        names = rewording.placeholders(self.kind)
        return context | {
            "kind": self.kind,
            "is_changed": EmailTemplate.objects.filter(kind=self.kind.key).exists(),
            "readers": self.readers,
            "reader": self.reader,
            "preview_subject": words.pieces(subject, values),
            "preview_body": words.pieces(body, values),
            "placeholders": [(name, links.hide(values.get(name, ""))) for name in names],
            "back": self.list_url(),
        }


class DefaultWords(KindMixin, ActionPage):
    title = "Back to the default words"
    button = "Use the default words"

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"“{self.kind.title}” gets the words again that it came with. "
            "The words that were written here are gone."
        )

    def act(self) -> str:
        rewording.back_to_default(self.kind, by=self.request.user)
        messages.success(self.request, f"{self.kind.title}: the default words hold again.")
        return self.after()

    def back(self) -> str:
        return reverse("cohorts:edit_words", args=[self.cohort.pk, self.kind.key])


class RewordWaiting(KindMixin, ActionPage):
    """After a change of words: the mails of this cohort that wait with the old ones."""

    title = "The mails that wait"

    @cached_property
    def n(self) -> int:
        return rewording.would_change(self.waiting)

    @property
    def question(self) -> str:  # type: ignore[override]
        kept = self.waiting.count() - self.n
        said = f"{plural(self.n)} of this cohort still {'says' if self.n == 1 else 'say'} it in "
        said += "the old words. Put the new ones in?"
        if kept:
            said += f" {plural(kept)} stay as they are: somebody changed them by hand, or they "
            said += "say it so already."
        return said

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Change {plural(self.n)}"

    def act(self) -> str:
        n = rewording.reword(self.waiting, by=self.request.user)
        messages.success(self.request, f"{plural(n)} changed.")
        return self.list_url()

    def back(self) -> str:
        return self.list_url()
