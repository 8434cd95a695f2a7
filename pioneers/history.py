"""The audit trail of a person in words: what happened, when, and who did it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.models import AuditEvent, User
from core.people import SYSTEM_EMAIL
from pioneers.enums import ApplicationState, ChangeReason, Decision, PioneerState

PLACE_WORDS = {
    PioneerState.ACTIVE: "takes part again",
    PioneerState.PAUSED: "paused",
    PioneerState.WITHDRAWN: "left the cohort",
    PioneerState.COMPLETED: "completed the programme",
}


@dataclass(frozen=True)
class Happening:
    at: datetime
    words: str
    about: str
    who: str


def in_words(events: Iterable[AuditEvent]) -> list[Happening]:
    """One query for the names of who did it."""
    events = list(events)
    names = dict(
        User.objects.filter(email__in={event.actor for event in events}).values_list(
            "email", "name"
        )
    )
    return [
        Happening(event.at, _words(event), event.subject_label, _who(event.actor, names))
        for event in events
    ]


def _who(actor: str, names: dict[str, str]) -> str:
    if actor == SYSTEM_EMAIL:
        return "The system, by itself"
    return names.get(actor) or actor


def _words(event: AuditEvent) -> str:
    detail = event.detail
    known = _KNOWN.get(event.action)
    words = known(detail) if known else event.action
    return words[:1].upper() + words[1:]


def _changed_place(detail: dict[str, Any]) -> str:
    words = PLACE_WORDS.get(detail.get("to", ""), "place changed")
    if detail.get("from") == PioneerState.PAUSED and detail.get("to") == PioneerState.ACTIVE:
        words = "returned from a pause"
    if detail.get("from") == PioneerState.WITHDRAWN and detail.get("to") == PioneerState.ACTIVE:
        words = "came back after leaving"
    if detail.get("joined_with"):
        words = "place joined with another of the same person"
    why = detail.get("why", "")
    return f"{words}: {ChangeReason(why).label.lower()}" if why in ChangeReason.values else words


def _decided(detail: dict[str, Any]) -> str:
    decision = detail.get("decision", "")
    if decision not in Decision.values:
        return "decision taken back, in private"
    return f"decision noted in private: {Decision(decision).label.lower()}"


def _applied(detail: dict[str, Any]) -> str:
    decision = detail.get("decision", "")
    label = Decision(decision).label.lower() if decision in Decision.values else "answered"
    return f"decision applied: {label}"


def _withdrew(detail: dict[str, Any]) -> str:
    was = detail.get("from", "")
    state = f" ({ApplicationState(was).label.lower()})" if was in ApplicationState.values else ""
    return f"application taken back{state}"


def _consent(detail: dict[str, Any]) -> str:
    return f"{'yes' if detail.get('yes') else 'no'} to “{detail.get('text', 'a text')}”"


_KNOWN = {
    "answered consent": _consent,
    "changed name or telephone": lambda detail: "name or telephone changed",
    "proposed to join records": lambda detail: "proposed to join with another record",
    "took over details from an application": lambda detail: "newer details taken over",
    "changed a Pioneer's state": _changed_place,
    "decided on application": _decided,
    "applied decision": _applied,
    "withdrew application": _withdrew,
    "began application": lambda detail: f"began an application to Cohort {detail.get('cohort')}",
    "submitted application": lambda detail: "sent the application",
    "offered place": lambda detail: "was offered a place",
    "confirmed place": lambda detail: "took the place",
    "declined offer": lambda detail: "said no to the offer",
    "offer ran out": lambda detail: "the offer ran out",
    "reviewed application": lambda detail: "application scored",
    "paired mentor and Pioneer": lambda detail: "mentor and Pioneer became a pair",
    "ended pairing": lambda detail: "mentoring ended",
    "noted mentor meeting": lambda detail: "mentor and Pioneer met",
    "joined records": lambda detail: (
        f"joined with another record of theirs (no. {detail['other']})"
    ),
    "closed, joined with another record": lambda detail: "this record was closed by joining",
    "set aside application": lambda detail: "application set aside: there were two to this cohort",
    "said two people": lambda detail: "said to be somebody else than a record that looks alike",
    "attached home": lambda detail: "the register’s home was attached to what was typed",
    "added person": lambda detail: "became known to us",
}
