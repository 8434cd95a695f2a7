"""Dates and numbers as the programme writes them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """Wednesday 23 July 2025."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%A} {value.day} {value:%B %Y}"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Wed 23 Jul 2025."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%a} {value.day} {value:%b %Y}"


@register.filter
def clock_time(value: datetime | None) -> str:
    """10am, 1:30pm."""
    return "" if value is None else hour(timezone.localtime(value))


@register.filter
def hour(value: datetime | time) -> str:
    """10am, 1:30pm, of what the clock on the wall shows."""
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime | None) -> str:
    """Wednesday 23 July 2025 at 10am."""
    return f"{day(value)} at {clock_time(value)}" if value else ""


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The page's query string with some values changed: `?{% query page=2 %}`."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = value
    return values.urlencode()
