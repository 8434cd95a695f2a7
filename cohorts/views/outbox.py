"""The outbox of a cohort: what waits, what has gone, what failed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts import mail_rules, selectors
from cohorts.forms import MailForm
from cohorts.selectors import mails
from cohorts.views.base import CohortPage
from core import links, mail
from core.access import visible_or_404
from core.mail import choices, editing, kinds
from core.models import MailState
from core.models.mail import UNSENT
from core.views import ActionPage, FormPage, ListPage, Page


class Outbox(CohortPage, ListPage):
    template_name = "cohorts/outbox.html"
    tab = "outbox"
    title = "Outbox"

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()

    def get_rows(self) -> Any:
        state = self.asked("state")
        rows = selectors.outbox(
            self.cohort, self.request.user, state=state if state in MailState.values else ""
        )
        return mails.searched(
            rows, words=self.asked("q"), person=self.asked("person"), rule=self.asked("rule")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = selectors.outbox_counts(self.cohort, self.request.user)
        by_state = {state: n for state, _, n in counts}
        rows = list(context["rows"])
        off = choices.off((row.person_id, row.kind) for row in rows if row.state in UNSENT)
        rule = mail_rules.get(self.asked("rule"))
        return context | {
            "counts": counts,
            "held": by_state.get(MailState.HELD, 0),
            "failed": by_state.get(MailState.FAILED, 0),
            "bounced": by_state.get(MailState.BOUNCED, 0),
            "rows": [(row, (row.person_id, row.kind) in off) for row in rows],
            "chosen": self.asked("state"),
            "q": self.asked("q"),
            "person": self._person(rows),
            "rule": rule,
        }

    def _person(self, rows: list[Any]) -> dict[str, Any] | None:
        """Whose mails these are, where they are one person's, and what that person turned off."""
        if not self.asked("person") or not rows or rows[0].person_id is None:
            return None
        first = rows[0]
        return {
            "name": first.to_name or first.to_email,
            "turned_off": [
                (kinds.find(choice.kind).title, choice.turned_off_at)
                for choice in mails.turned_off_by(first.person_id)
            ],
        }


class ReleaseAll(CohortPage, ActionPage):
    title = "Release the waiting mails"
    tab = "outbox"

    def held(self) -> Any:
        return selectors.outbox(self.cohort, self.request.user, state=MailState.HELD)

    @cached_property
    def waiting(self) -> str:
        n = self.held().count()
        return f"{n} mail{'' if n == 1 else 's'}"

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"{self.waiting} will be sent now."

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Send {self.waiting}"

    def act(self) -> str:
        n = mail.release(self.held(), by=self.request.user)
        messages.success(self.request, f"{n} mail{'' if n == 1 else 's'} released.")
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:outbox", args=[self.cohort.pk])


class MailMixin(CohortPage):
    """One message of the cohort's outbox."""

    tab = "outbox"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.mail = visible_or_404(
            selectors.outbox(cohort, self.request.user), pk=self.kwargs["pk"]
        )
        return cohort

    def back(self) -> str:
        return reverse("cohorts:mail", args=[self.cohort.pk, self.mail.pk])


class MailPage(MailMixin, Page):
    template_name = "cohorts/mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = kinds.find(self.mail.kind)
        rule = mail_rules.rules_for(self.cohort).get(self.mail.rule)
        about = mail_rules.subjects(self.cohort, [self.mail.thread])
        blocked = mails.blocked([self.mail.to_email]).get(self.mail.to_email.lower())
        waits = self.mail.state in UNSENT
        return super().get_context_data(
            title=self.mail.subject,
            mail=self.mail,
            body=links.hide(self.mail.body),
            kind=kind.title,
            late=[name for name in kind.late if f"{{{name}}}" in self.mail.body],
            may_change=self.mail.state in editing.CHANGEABLE,
            may_retry=self.mail.state in editing.TROUBLE and not blocked,
            rule=rule,
            about=about.get(self.mail.thread),
            blocked=blocked,
            turned_off=waits and choices.is_off(self.mail.person_id, self.mail.kind),
            **kwargs,
        )


class EditMail(MailMixin, FormPage):
    template_name = "cohorts/form.html"
    form_class = MailForm
    title = "Change this mail"
    success_message = "The mail is changed."

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.mail.subject, "body": links.hide(self.mail.body)}

    def save(self, form: forms.BaseForm) -> str:
        subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
        body = links.put_back(body, self.mail.body)
        editing.edit(self.mail, by=self.request.user, subject=subject, body=body)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), lead=f"To {self.mail.to_email}", **kwargs)


class MailAction(MailMixin, ActionPage):
    """Release, hold, cancel or send again, by the address."""

    ACTIONS = {
        "release": ("Send this mail", "It goes out now, or when it is due."),
        "hold": ("Hold this mail", "It stays here until somebody releases it."),
        "cancel": ("Cancel this mail", "It will not be sent."),
        "retry": ("Send this mail again", "If it arrived the first time, they get it twice."),
        "lift": (
            "Lift the block on this address",
            "Mail to it came back. Do this when you know that the address works now. "
            "What failed is sent when you press “Send again”.",
        ),
    }

    @property
    def verb(self) -> str:
        return self.kwargs["verb"]

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.ACTIONS[self.verb][0]

    @property
    def button(self) -> str:  # type: ignore[override]
        return self.title

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"“{self.mail.subject}” to {self.mail.to_email}. {self.ACTIONS[self.verb][1]}"

    def act(self) -> str:
        user = self.request.user
        if self.verb == "release":
            mail.release(selectors.outbox(self.cohort, user).filter(pk=self.mail.pk), by=user)
        elif self.verb == "lift":
            blocked = mails.blocked([self.mail.to_email])
            for address in blocked.values():
                editing.lift_bounce(address, by=user)
        else:
            getattr(editing, self.verb)(self.mail, by=user)
        return self.back()
