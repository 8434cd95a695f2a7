"""Calendar files as others read them: octet rules, two parsers, a client that applies them."""

from __future__ import annotations

import re
from typing import Any

import icalendar
import vobject

BREAK = b"\r\n"
MOST_OCTETS = 75
NAME = re.compile(rb"[A-Z][A-Z0-9-]*(;[A-Z-]+=(\"[^\"\r\n]*\"|[^\";:,\r\n]*))*:")


def follows_the_rules(text: str) -> None:
    """RFC 5545, 3.1: lines end in CRLF, hold 75 octets at most, and are whole UTF-8 each."""
    octets = text.encode()
    assert octets.endswith(BREAK)
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(BREAK)
    lines = octets[: -len(BREAK)].split(BREAK)
    for line in lines:
        assert len(line) <= MOST_OCTETS, line
        line.decode()  # no sign is cut in two
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), line
    unfolded: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    opened: list[bytes] = []
    for line in unfolded:
        assert NAME.match(line), line
        if line.startswith(b"BEGIN:"):
            opened.append(line[6:])
        elif line.startswith(b"END:"):
            assert opened.pop() == line[4:]
    assert opened == []


def read(text: str) -> list[dict[str, Any]]:
    """The events of a file, as both parsers agree that they are."""
    follows_the_rules(text)
    first = icalendar.Calendar.from_ical(text)
    assert first.errors == []
    zones = list(first.walk("VTIMEZONE"))
    assert [str(one["TZID"]) for one in zones] == ["Europe/London"]
    found = [_by_icalendar(one) for one in first.walk("VEVENT")]
    second = vobject.readOne(text)
    assert [_by_vobject(one) for one in getattr(second, "vevent_list", [])] == found
    return found


def method(text: str) -> str:
    return str(icalendar.Calendar.from_ical(text)["METHOD"])


def _by_icalendar(one: Any) -> dict[str, Any]:
    return {
        "uid": str(one["UID"]),
        "sequence": int(one["SEQUENCE"]),
        "title": str(one["SUMMARY"]),
        "starts": one["DTSTART"].dt.strftime("%Y-%m-%d %H:%M %z"),
        "ends": one["DTEND"].dt.strftime("%Y-%m-%d %H:%M %z"),
        "where": str(one["LOCATION"]),
        "words": str(one["DESCRIPTION"]),
        "status": str(one["STATUS"]),
        "alarms": len(one.walk("VALARM")),
    }


def _by_vobject(one: Any) -> dict[str, Any]:
    return {
        "uid": one.uid.value,
        "sequence": int(one.sequence.value),
        "title": one.summary.value,
        "starts": one.dtstart.value.strftime("%Y-%m-%d %H:%M %z"),
        "ends": one.dtend.value.strftime("%Y-%m-%d %H:%M %z"),
        "where": one.location.value,
        "words": one.description.value,
        "status": one.status.value,
        "alarms": len(getattr(one, "valarm_list", [])),
    }


class Client:
    """A calendar that applies what mails bring, as RFC 5546 has it: by UID, then SEQUENCE."""

    def __init__(self) -> None:
        self.events: dict[str, dict[str, Any]] = {}

    def take(self, text: str) -> None:
        for event in read(text):
            known = self.events.get(event["uid"])
            if known and event["sequence"] < known["sequence"]:
                continue
            self.events[event["uid"]] = {**event, "method": method(text)}

    @property
    def shown(self) -> list[tuple[str, str]]:
        live = [one for one in self.events.values() if one["method"] != "CANCEL"]
        return sorted((one["starts"], one["title"]) for one in live)
