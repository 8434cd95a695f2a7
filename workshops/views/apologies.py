"""“I can’t come”, from the mail or the phone, and what is offered in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages

from core.views import ActionPage, FormPage
from workshops import permissions, selectors
from workshops.enums import ApologyReason, SessionState
from workshops.forms import ApologiesForm
from workshops.services import apologies
from workshops.views.sessions import SessionMixin


class Apologies(SessionMixin, FormPage):
    """Two presses: "I can't come" leads here, and each reason is a button."""

    rule = permissions.may_send_apologies
    template_name = "workshops/apologies.html"
    form_class = ApologiesForm
    title = "I can’t come"

    def save(self, form: forms.BaseForm) -> str:
        user = self.request.user
        apologies.send_apologies(
            self.subject,
            pioneer=selectors.own_pioneer(user, self.subject),
            reason=form.cleaned_data["reason"],
            by=user,
        )
        messages.success(self.request, "Thank you for telling us. You can change it back here.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reasons=ApologyReason.choices,
            mine=selectors.own_attendance(self.request.user, self.subject),
            open=self.subject.state == SessionState.PUBLISHED and not self.subject.is_over,
            **kwargs,
        )


class TakeBackApologies(SessionMixin, ActionPage):
    rule = permissions.may_send_apologies
    title = "I can come after all"
    question = "Good. We will expect you, and remind you the day before."
    button = "Yes, I will come"

    def act(self) -> str:
        user = self.request.user
        apologies.take_back_apologies(
            self.subject, pioneer=selectors.own_pioneer(user, self.subject), by=user
        )
        messages.success(self.request, "We expect you.")
        return self.back()
