"""What other pages show of a line manager's agreement."""

from __future__ import annotations

from typing import Any

from django import template

from pioneers import permissions
from pioneers.models import Application
from pioneers.selectors import releases as rows

register = template.Library()


@register.inclusion_tag("pioneers/_release.html", takes_context=True)
def release(context: Any, application: Application) -> dict[str, Any]:
    """On staff's page of an application: every round, in full. Blind readers see nothing."""
    request = context["request"]
    if not permissions.knows_who_applies(request.user, application.cohort):
        return {}
    return {
        "application": application,
        "releases": rows.of_application(application),
        "in_question": rows.waits_for_manager(application),
        "own_address": rows.own_address(application),
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }


@register.inclusion_tag("pioneers/_own_release.html")
def own_release(application: Application) -> dict[str, Any]:
    """On the applicant's own page: whether the manager has answered; no words of a concern."""
    if application.is_draft or not rows.waits_for_manager(application, as_shown=True):
        return {}
    return {"application": application, "release": rows.newest_of(application)}
