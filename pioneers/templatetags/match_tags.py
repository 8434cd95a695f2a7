"""`{% suggestions application as found %}`: who the applicant may be, and which home they mean."""

from __future__ import annotations

from typing import Any

from django import template

from pioneers.models import Application
from pioneers.selectors import matching

register = template.Library()


@register.simple_tag(takes_context=True)
def suggestions(context: Any, application: Application) -> matching.Suggestions | None:
    return matching.suggestions(context["request"].user, application)
