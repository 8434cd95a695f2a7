"""The last page of an application also asks for the consents that were not asked before."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse

from core import asking, consents
from core.forms import ConsentsForm
from pioneers.views.applying import CheckPage


class SendPage(CheckPage):
    """The privacy notice has to be read before it is sent; the free choices may stay open."""

    @cached_property
    def consent_form(self) -> ConsentsForm:
        data = self.request.POST if self.request.method == "POST" else None
        # Staff who type it in for somebody cannot agree for them: they are asked themselves.
        asks = not self.for_somebody and self.subject.is_draft
        return asking.form_for(self.request.user if asks else None, data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.consent_form
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(page_has_errors=True))
        person = self.request.user
        consents.answer(person, form.answers(), where="application", by=person)
        asking.put_off(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent_form=self.consent_form, **kwargs)
