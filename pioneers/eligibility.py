"""Who may apply to a cohort: the rules that staff gave it, and why the answer is no."""

from __future__ import annotations

from collections.abc import Mapping

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough, Cohort
from pioneers.models import Application, EligibilityRule


def listed(words: list[str]) -> str:
    """One, two and three."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def reasons_against(
    cohort: Cohort, *, role: str, setting: str, borough: Borough | None
) -> dict[str, str]:
    """{rule: why it is not met}, in words for the applicant; empty where all is well.

    An answer that is not given yet (an empty value) speaks against nobody.
    """
    reasons: dict[str, str] = {}
    if role and role not in cohort.roles:
        label = JobRole(role).label if role in JobRole.values else "another role"
        reasons["role"] = (
            f"This call is for people in these roles: {listed(_lower(cohort.role_labels()))}. "
            f"You said: {lower_first(label)}."
        )
    if setting and setting not in cohort.settings:
        known = setting in CareSetting.values
        label = CareSetting(setting).label if known else "another kind of place"
        reasons["setting"] = (
            f"This call is for these places: {listed(_lower(cohort.setting_labels()))}. "
            f"You said: {lower_first(label)}."
        )
    boroughs = list(cohort.boroughs.all())
    if borough is not None and borough not in boroughs:
        reasons["borough"] = (
            f"This call is for homes in {listed([row.name for row in boroughs])}. "
            f"You said: {borough.name}."
        )
    return reasons


def rules_of(cohort: Cohort) -> list[EligibilityRule]:
    """The cohort's own yes-or-no rules, in order; one query, or none if they were fetched."""
    return list(cohort.eligibility_rules.all())


def rules_against(cohort: Cohort, answered: Mapping[str, bool]) -> list[str]:
    """What speaks against somebody who answered so. A rule not answered yet speaks against nobody.

    `answered` is {rule's id: yes or no}, as Application.rules_answered keeps it.
    """
    return [
        rule.explanation
        for rule in rules_of(cohort)
        if answered.get(str(rule.pk), rule.needs_yes) != rule.needs_yes
    ]


def rules_open(cohort: Cohort, answered: Mapping[str, bool]) -> list[str]:
    """The rules' questions that have no answer yet."""
    return [rule.question for rule in rules_of(cohort) if str(rule.pk) not in answered]


def against_application(application: Application) -> dict[str, str]:
    """As `reasons_against`; an invitation may have waived role, kind of place and borough."""
    if application.invitation is not None and application.invitation.waives_eligibility:
        return {}
    return reasons_against(
        application.cohort,
        role=application.role,
        setting=application.setting,
        borough=application.borough,
    )


def fits(cohort: Cohort, *, role: str, setting: str, borough: Borough | None) -> bool:
    return not reasons_against(cohort, role=role, setting=setting, borough=borough)


def _lower(labels: list[str]) -> list[str]:
    return [lower_first(label) for label in labels]
