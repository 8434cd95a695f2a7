"""A cohort's rules for planned mails: which go, how many days off, at what hour."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from cohorts import mail_rules
from cohorts.mail_forms import RuleForm
from cohorts.selectors import mails as selectors
from cohorts.services.mail_rules import change_rule
from cohorts.views.base import CohortPage
from core.views import FormPage, Page


class MailRules(CohortPage, Page):
    template_name = "cohorts/mail_rules.html"
    tab = "mail_rules"
    title = "Rules"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = selectors.waiting_by_rule(self.cohort, self.request.user)
        rules = [
            (rule, waiting.get(key, 0)) for key, rule in mail_rules.rules_for(self.cohort).items()
        ]
        return super().get_context_data(
            rules=rules,
            lead="The mails that go out by the calendar. Each cohort has its own rules.",
            **kwargs,
        )


class ChangeRule(CohortPage, FormPage):
    template_name = "cohorts/change_rule.html"
    tab = "mail_rules"
    form_class = RuleForm

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        rule = mail_rules.rules_for(cohort).get(self.kwargs["key"])
        if rule is None:
            raise Http404("There is no such rule.")
        self.rule_of_mail = rule
        return cohort

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.rule_of_mail.kind.title

    def get_initial(self) -> dict[str, Any]:
        rule = self.rule_of_mail
        return {"is_on": rule.is_on, "days": rule.days, "at": rule.at}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.rule_of_mail.kind}

    def save(self, form: Any) -> str:
        touched = change_rule(
            self.cohort, self.rule_of_mail.key, by=self.request.user, **form.cleaned_data
        )
        now = mail_rules.rules_for(self.cohort)[self.rule_of_mail.key]
        said = f"{now.kind.title}: {now.when}." if now.is_on else f"{now.kind.title}: switched off."
        if touched:
            said += f" {touched} waiting mail{'' if touched == 1 else 's'} followed."
        messages.success(self.request, said)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:mail_rules", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mail_rule=self.rule_of_mail,
            back=self.back(),
            lead=f"To {self.rule_of_mail.kind.to}",
            **kwargs,
        )
