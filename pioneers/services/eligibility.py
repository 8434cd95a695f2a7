"""A cohort's own yes-or-no rules: who may apply."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.models import EligibilityRule

MOST = 10


@transaction.atomic
def add(
    cohort: Cohort, *, by: Any, question: str, needs_yes: bool, explanation: str
) -> EligibilityRule:
    """A new rule, asked last. Drafts that were begun before are asked it, too."""
    cohort = _locked(cohort, by)
    count = cohort.eligibility_rules.count()
    if count >= MOST:
        raise Refused(f"{MOST} rules are the most. Put what is left into the questions.")
    rule = EligibilityRule.objects.create(
        cohort=cohort,
        question=question.strip(),
        needs_yes=needs_yes,
        explanation=explanation.strip(),
        order=count + 1,
    )
    audit.record("added rule of eligibility", rule, by=by, detail={"cohort": cohort.number})
    return rule


@transaction.atomic
def change(
    rule: EligibilityRule, *, by: Any, question: str, needs_yes: bool, explanation: str
) -> EligibilityRule:
    """Change a rule. What people answered was an answer to other words, so they are asked again.

    Who has sent an application already is not asked again: it stays as it was sent.
    """
    cohort = _locked(rule.cohort, by)
    if question.strip() != rule.question:
        return _replace(rule, cohort, by, question.strip(), needs_yes, explanation.strip())
    rule.needs_yes, rule.explanation = needs_yes, explanation.strip()
    rule.save(update_fields=["needs_yes", "explanation"])
    audit.record("changed rule of eligibility", rule, by=by, detail={"cohort": cohort.number})
    return rule


@transaction.atomic
def remove(rule: EligibilityRule, *, by: Any) -> None:
    _locked(rule.cohort, by)
    audit.record("removed rule of eligibility", rule, by=by)
    rule.delete()


@transaction.atomic
def move_up(rule: EligibilityRule, *, by: Any) -> None:
    cohort = _locked(rule.cohort, by)
    rules = list(cohort.eligibility_rules.all())
    place = rules.index(rule)
    if place == 0:
        raise Refused("It is already the first.")
    rules[place - 1], rules[place] = rules[place], rules[place - 1]
    for order, row in enumerate(rules, start=1):
        row.order = order
    EligibilityRule.objects.bulk_update(rules, ["order"])
    audit.record("moved rule of eligibility", rule, by=by)


def add_rules(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Called by `cohorts.services` for each new cohort: the rules of the one it is copied from."""
    if source is None:
        return
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            cohort=cohort,
            question=rule.question,
            needs_yes=rule.needs_yes,
            explanation=rule.explanation,
            order=rule.order,
        )
        for rule in source.eligibility_rules.all()
    )


def _replace(
    rule: EligibilityRule, cohort: Cohort, by: Any, question: str, needs_yes: bool, explanation: str
) -> EligibilityRule:
    new = EligibilityRule.objects.create(
        cohort=cohort,
        question=question,
        needs_yes=needs_yes,
        explanation=explanation,
        order=rule.order,
    )
    rule.delete()
    audit.record(
        "changed rule of eligibility", new, by=by, detail={"cohort": cohort.number, "asked": "anew"}
    )
    return new


def _locked(cohort: Cohort, by: Any) -> Cohort:
    if not permissions.asks_questions(by, cohort):
        raise Refused("Only staff of the programme say who may apply.")
    return Cohort.objects.select_for_update().get(pk=cohort.pk)
