"""The link in a mail that goes on with a draft in one press, without a code.

Why this is safe enough. Whoever holds the mail could ask for a sign-in code in the same mailbox, so
the link opens no door that the mailbox does not. It is kept narrower than a code all the same:

- it is pressed once, and then it is used up: a mail that is passed on later opens nothing;
- it ends with the application's own last moment, and works only while that is an unsent draft;
- it signs in nobody who is more than an applicant. Staff, mentors, reviewers and funders need
  their second step, and Pioneers have notes of their own: all of them get the sign-in page;
- opening it changes nothing (mail scanners open links); signing in takes a press of the button.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import links, roles
from core.models import ActionLink
from pioneers.deadlines import last_moment
from pioneers.models import Application

ACTION = "resume-draft"
PAGE = "pioneers:resume"


def link_for(application: Application) -> str:
    """A new address for one mail. Of an application that was sent, its own page."""
    if not application.is_draft:
        return links.absolute("pioneers:application", application.pk)
    return links_for([application])[0]


def links_for(drafts: Sequence[Application]) -> list[str]:
    """In order, in one query."""
    wanted = [(draft, draft.applicant, last_moment(draft)) for draft in drafts]
    return [links.absolute(PAGE, token) for token in links.create_many(ACTION, wanted)]


def draft_of(link: ActionLink) -> Application | None:
    """The draft behind a link: still unsent, and still that person's."""
    return (
        Application.objects.select_related("cohort__programme", "applicant")
        .filter(pk=link.subject_id, applicant=link.person)
        .first()
    )


def signs_in(person: Any) -> bool:
    """Whether a link is enough for this person."""
    return person.is_active and roles.held_by(person) <= {"applicant"}
