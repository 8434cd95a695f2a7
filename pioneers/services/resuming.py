"""Signing in by the link of a draft, once."""

from __future__ import annotations

from django.db import transaction

from core import audit, links
from core.models import ActionLink
from pioneers import resuming
from pioneers.models import Application
from pioneers.services import applications


def check(link: ActionLink) -> Application:
    """The draft that this link goes on with now; Refused, in words, where it does not."""
    draft = resuming.draft_of(link)
    if draft is None:
        raise links.LinkRefused(
            "This link is no longer valid. Please use the newest mail we sent you."
        )
    if not draft.is_draft:
        raise links.LinkRefused("This application is no longer a draft. Sign in to see it.")
    if link.used_at:
        raise links.LinkRefused("This link has already been used: it works once.")
    links.check(link)
    if not applications.can_send(draft):
        raise links.LinkRefused(applications.too_late_words(draft))
    if not resuming.signs_in(draft.applicant):
        raise links.LinkRefused(
            "Your other roles let you see more than your own application, so please sign in "
            "as you always do."
        )
    return draft


@transaction.atomic
def use(link: ActionLink) -> Application:
    """Uses the link up; the caller signs the applicant in."""
    draft = check(link)
    links.use(link)
    audit.record("went on with a draft by its link", draft, by=draft.applicant)
    return draft
