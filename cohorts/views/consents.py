"""The texts that people are asked to agree to, for the programme's administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from cohorts.forms import ConsentTextForm
from cohorts.permissions import administrator, staff
from cohorts.services.consents import discard_consent, publish_consent, write_consent
from core import consents
from core.models import ConsentKind, ConsentText
from core.views import ActionPage, FormPage, Page


class ConsentTexts(Page):
    """Every kind: the words in force, how many said yes and no, earlier versions, the draft."""

    rule = staff
    template_name = "cohorts/consents.html"
    title = "What people agree to"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kinds=consents.overview(), may_change=administrator(self.request.user, None), **kwargs
        )


class ConsentMixin:
    """One kind, by the address; `draft` is its next version, if one is being written."""

    rule = administrator
    request: Any
    kwargs: dict[str, Any]
    needs_draft = False
    draft: ConsentText | None

    def get_subject(self) -> Any:
        self.kind = ConsentKind(self.kwargs["kind"])
        self.draft = consents.draft_of(self.kind)
        if self.needs_draft and self.draft is None and administrator(self.request.user, None):
            raise Http404("There is no draft of this text.")
        return None

    def back(self) -> str:
        return reverse("cohorts:consents")


class WriteConsent(ConsentMixin, FormPage):
    template_name = "cohorts/form.html"
    form_class = ConsentTextForm
    button = "Save the draft and look at it"

    def get_initial(self) -> dict[str, Any]:
        if self.draft is not None:
            return {"text": self.draft.text, "changed": self.draft.changed}
        now = consents.text_in_force(self.kind)
        return {"text": now.text if now else ""}

    def save(self, form: forms.BaseForm) -> str:
        write_consent(self.kind, by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:publish_consent", args=[self.kind])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"{self.kind.label}: the next version",
            lead=(
                "The version in force stays as it is, and what people said to it is kept. "
                "“# ” at the beginning of a line makes a heading, “- ” a line of a list."
            ),
            back=self.back(),
            **kwargs,
        )


class PublishConsent(ConsentMixin, ActionPage):
    """The draft as people will read it, and how many will be asked."""

    template_name = "cohorts/publish_consent.html"
    needs_draft = True
    button = "Publish it"

    def act(self) -> str:
        text = publish_consent(self.kind, by=self.request.user)
        messages.success(self.request, f"{text} is published.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                **kwargs,
                "title": f"{self.kind.label}: the next version",
                "draft": self.draft,
                "kind": self.kind,
                "people": consents.asked_again(self.kind),
            }
        )


class DiscardConsent(ConsentMixin, ActionPage):
    needs_draft = True
    title = "Throw the draft away"
    question = "The version in force stays as it is."
    button = "Throw it away"
    danger = True

    def act(self) -> str:
        discard_consent(self.kind, by=self.request.user)
        messages.success(self.request, "The draft is thrown away.")
        return self.back()
