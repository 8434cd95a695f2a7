"""Who may apply to a cohort: the rules that staff gave it, and why the answer is no."""

from __future__ import annotations

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough, Cohort


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
        label = JobRole(role).label if role in JobRole.values else "your role"
        reasons["role"] = (
            f"This call is for people in these roles: {listed(_lower(cohort.role_labels()))}. "
            f"You said: {lower_first(label)}."
        )
    if setting and setting not in cohort.settings:
        label = CareSetting(setting).label if setting in CareSetting.values else "another setting"
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


def _lower(labels: list[str]) -> list[str]:
    return [lower_first(label) for label in labels]
