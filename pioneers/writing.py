"""What staff write to chosen applicants: the placeholders, and words to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cohorts.models import Cohort
from core import links
from core.mail import Kind, kinds, register
from core.models import EmailTemplate
from core.templatetags.words import day, moment
from pioneers.models import Application

WORDS_FOR = {
    "first_name": "first name",
    "name": "full name",
    "cohort": "the cohort",
    "programme": "the programme",
    "link": "address of their own application",
    "deadline": "when their application must be in",
    "starts": "the first day of the cohort",
    "ends": "its last day",
    "contact": "our e-mail address",
    "site": "name of this site",
}
# The words of draft_nudge, which staff can change, name the deadline like all reminders do.
PLACEHOLDERS = (*WORDS_FOR, "closes")
KIND = "message_from_staff"
NUDGE = "draft_nudge"

register(
    Kind(
        key=KIND,
        title="Message that staff wrote to chosen applicants",
        subject="{subject}",
        body="{body}",
        placeholders=("subject", "body"),
    )
)

# Where the list is filtered so, the words that it most often means.
PRESETS = {
    "question": (
        "One thing is missing in your application to {cohort}",
        "Dear {first_name},\n\n"
        "Thank you for your application to {cohort}. One question is not answered yet:\n\n"
        "%(question)s\n\n"
        "Please add it here:\n{link}\n\n"
        "Questions? Write to {contact}.\n\n{site}\n",
    ),
    "release": (
        "Your line manager’s agreement for {cohort}",
        "Dear {first_name},\n\n"
        "Your line manager has not yet agreed to release you for the dates of {cohort}. Could you "
        "ask them to look for our mail? You see where it stands here:\n{link}\n\n"
        "Questions? Write to {contact}.\n\n{site}\n",
    ),
    "": (
        "",
        "Dear {first_name},\n\n\n\nYou find your application to {cohort} here:\n{link}\n\n"
        "Questions? Write to {contact}.\n\n{site}\n",
    ),
}


def preset(wanted: Mapping[str, Any], question: str = "") -> dict[str, str]:
    """Subject and words to begin with, by how the list was filtered."""
    if wanted.get("untouched") or wanted.get("state") == "draft":
        source = EmailTemplate.objects.filter(kind=NUDGE).first() or kinds.get(NUDGE)
        return {"subject": source.subject, "body": source.body}
    key = ""
    if question:
        key = "question"
    elif wanted.get("release") in ("missing", "asked", "none"):
        key = "release"
    subject, body = PRESETS[key]
    # What stands in curly brackets in a question is no placeholder.
    asked = question.replace("{", "(").replace("}", ")")
    return {"subject": subject, "body": body.replace("%(question)s", asked)}


def values_for(application: Application, cohort: Cohort) -> dict[str, object]:
    """What the placeholders mean for one applicant. What a draft says is not used."""
    person = application.applicant
    name = (application.name if application.was_sent else "") or person.name
    until = moment(application.deadline_at or cohort.applications_close_at)
    return {
        "first_name": name.split(" ")[0] if name else "there",
        "name": name or person.email,
        "cohort": cohort.name,
        "programme": cohort.programme.name,
        "link": links.absolute("pioneers:application", application.pk),
        "deadline": until,
        "closes": until,
        "starts": day(cohort.starts_on),
        "ends": day(cohort.ends_on),
        "contact": settings.CONTACT_EMAIL,
        "site": settings.SITE_NAME,
    }
