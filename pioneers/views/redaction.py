"""Staff take out of an application what blind readers would know the applicant by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from core.views import FormPage
from pioneers import permissions
from pioneers.forms.reviewing import HideWordsForm
from pioneers.services import redaction
from pioneers.views.reading import answers
from pioneers.views.reviewing import OneApplication


class HideWords(OneApplication, FormPage):
    """The words, and beneath them the answers as a blind reader has them now."""

    template_name = "pioneers/hide_words.html"
    rule = permissions.hides_words
    form_class = HideWordsForm
    title = "Hide words from blind readers"

    def get_initial(self) -> dict[str, Any]:
        return {"words": self.subject.hidden_words}

    def save(self, form: Any) -> str:
        redaction.hide_words(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Saved. Below is what a blind reader has now.")
        return reverse("pioneers:hide_words", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = self.subject.was_sent
        return super().get_context_data(
            answers=answers(self.subject, blind=True) if sent else [],
            back=reverse("pioneers:staff_application", args=[self.subject.pk]),
            **kwargs,
        )
