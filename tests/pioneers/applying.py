"""What the tests of applying share: a call with the default questions, and a whole application."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.models import Cohort
from pioneers.models import Application, Question
from pioneers.questions import add_questions
from pioneers.services import applications
from tests import factories as make

ANSWERS = {
    "why_now": "I became manager in spring and want to grow into it.",
    "challenge": "Keeping a tired team together.",
    "improvement": "More drinks before lunch.",
    "training_done": "None",
    "preference": "morning",
}
FIELDS: dict[str, Any] = {
    "name": "Blessing Okafor",
    "phone": "020 7946 0111",
    "role": "deputy",
    "years_in_role": 2,
    "setting": "older_residential",
    "manager_name": "Ruth Adeyemi",
    "manager_email": "ruth@provider.example",
    "agrees_to_dates": True,
}


def call(**fields: Any) -> Cohort:
    """An open call that asks the default questions."""
    cohort = make.cohort(**fields)
    if not Question.objects.filter(cohort=cohort).exists():
        add_questions(cohort, None, make.person())
    return cohort


def draft(cohort: Cohort | None = None, **fields: Any) -> Application:
    applicant = fields.pop("applicant", None) or make.person("Blessing Okafor")
    application = applications.begin(cohort or call(), applicant=applicant, by=applicant)
    if fields:
        application = applications.save_page(application, by=applicant, fields=fields)
    return application


def whole_draft(cohort: Cohort | None = None, **fields: Any) -> Application:
    """A draft with nothing missing."""
    home = make.care_home()
    application = draft(cohort, **{**FIELDS, "home": home, "borough": home.borough, **fields})
    return applications.save_page(application, by=application.applicant, answers=ANSWERS)


def sent(cohort: Cohort | None = None) -> Application:
    application = whole_draft(cohort)
    return applications.submit(application, by=application.applicant)


def page(application: Application, name: str) -> str:
    return reverse("pioneers:edit_application", args=[application.pk, name])


def saving(application: Application, name: str) -> str:
    return reverse("pioneers:save_application", args=[application.pk, name])


def shown(client: Any, url: str) -> dict[str, str]:
    """The hidden marks that a browser would send back from the page at `url`."""
    form = client.get(url).context["form"]
    return {"seen": form["seen"].value(), "tab": form["tab"].value()}
