"""Caught mails in the browser. Installed on a trial machine only, so anyone there may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from core import access
from core.views import ListPage, Page
from demonstration.catcher import store


class CaughtMails(ListPage):
    rule = access.anyone
    template_name = "demonstration/caught_mails.html"
    title = "Caught mails"

    def get_rows(self) -> list[store.Mail]:
        return store.listing(recipient=self.request.GET.get("to", ""))


class CaughtMail(Page):
    rule = access.anyone
    template_name = "demonstration/caught_mail.html"

    def get_subject(self) -> store.OpenMail:
        found = store.read(self.kwargs["name"])
        if found is None:
            raise Http404("There is no such mail.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.subject.mail.subject or "(no subject)",
            found=self.subject,
            **kwargs,
        )
