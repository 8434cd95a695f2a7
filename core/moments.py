"""Moments that people type: a day and a time by the clock on the wall.

Twice a year the wall clock is not enough: an hour that does not exist, and one that comes twice.
Neither is guessed at.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone

from core.templatetags.words import clock_time, day


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def trouble_with(naive: datetime) -> str:
    """Why this is no single moment of the wall clock, in words; empty where it is."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    time = clock_time(first)
    if first.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != naive:
        return (
            f"There is no {time} on {day(first)}: the clocks go forward that night. "
            "Choose a time before 1am, or 2am and later."
        )
    return (
        f"{time} comes twice on {day(first)}: the clocks go back that night. "
        "Choose a time before 1am, or 2am and later."
    )


class MomentField(forms.DateTimeField):
    """A local day and time. Refuses, in words, an hour that is missing or comes twice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", moment_input())
        super().__init__(
            error_messages={
                "invalid": "Give a day and a time, such as 30/06/2027 17:00.",
                **kwargs.pop("error_messages", {}),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            naive = self._naive(value) if error.code == "ambiguous_timezone" else None
            words = trouble_with(naive) if naive else ""
            if not words:
                raise
            raise forms.ValidationError(words, code="clock_change") from None

    def _naive(self, value: Any) -> datetime | None:
        """What was typed, read in UTC, where every hour exists once."""
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        with timezone.override(ZoneInfo("UTC")):
            read = super().to_python(value)
        return read.replace(tzinfo=None) if read else None
