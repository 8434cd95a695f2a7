"""Finds in free text what could let somebody recognise a resident. Pure: text in, finds out.

Conservative on purpose. A form that cries wolf is soon ticked without reading, so a find needs two
signs together: a title and a name, a name and an age, the word "room" and a number. What it misses,
the promise on the poster and the programme team's reading are there for.

NHS numbers: ten digits whose last is a check digit, modulus 11 (NHS Data Model and Dictionary,
attribute NHS NUMBER).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What a find is taken for; the words go behind the found text in a sentence."""

    NHS_NUMBER = "nhs_number"
    BIRTH = "birth"
    NAME = "name"
    ROOM = "room"

    @property
    def words(self) -> str:
        return {
            Sign.NHS_NUMBER: "is an NHS number",
            Sign.BIRTH: "looks like somebody’s age or date of birth",
            Sign.NAME: "looks like somebody’s name",
            Sign.ROOM: "looks like a room number",
        }[self]


@dataclass(frozen=True)
class Find:
    sign: Sign
    text: str


# Between its groups stands what people type there, or the end of a line.
NHS_NUMBER = re.compile(
    r"(?<!\d)(?<!\d-)\d{3}[ .\n‐-―-]{0,3}\d{3}[ .\n‐-―-]{0,3}\d{4}(?!\d|-\d)", re.ASCII
)
# Shown as nothing: copied along from a web page, they part what reads as one word.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A number that its writer calls an NHS number, whatever its check digit says.
SAID_NHS = re.compile(r"\bNHS\s*(?:number|no)\b\W{0,3}(?:is\s+)?\d[\d -]{4,}\d", re.I | re.ASCII)

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽ"
NAME = rf"[{_CAPITAL}](?:[^\W\d_]|['’-](?=[^\W\d_]))+"
MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
# {year} is filled in below: any, or one in which only a resident can have been born.
DATE = (
    r"(?:\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{year}"
    rf"|\d{{{{1,2}}}}(?:st|nd|rd|th)?(?:\s+of)?[\s/.-]+{MONTH}[\s,/.-]+{{year}}"
    rf"|{MONTH}\s+\d{{{{1,2}}}}(?:st|nd|rd|th)?,?\s+{{year}}"
    r"|{year}[/.-]\d{{1,2}}[/.-]\d{{1,2}})"
)
ANY_YEAR = r"(?:(?:18|19|20)\d\d|\d\d)"
ANY_DATE = DATE.format(year=ANY_YEAR)
OLD_DATE = DATE.format(year=r"(?:18[89]\d|19[0-5]\d)")

BIRTHS = (
    re.compile(rf"\bborn(?:\s+on)?(?:\s+the)?\s+{ANY_DATE}\b", re.I),
    re.compile(r"\bborn\s+in\s+(?:[a-z]+\s+)?(?:18|19)\d\d\b", re.I),
    re.compile(
        rf"(?:\bD\.?\s?O\.?\s?B\.?|\bdate\s+of\s+birth)(?!\w)\W{{0,3}}(?:(?:is|was)\s+)?{ANY_DATE}\b",
        re.I,
    ),
    re.compile(rf"(?<![\w/.-]){OLD_DATE}\b", re.I),
)

AGE = r"(?:6[5-9]|[7-9]\d|10\d)"
AGED = (
    # Elsie, aged 92 · Elsie Brown (92) · Elsie, who is 92
    re.compile(
        rf"\b(?P<name>{NAME})(?:\s+{NAME})?"
        rf"(?:,?\s+aged\s+{AGE}(?!\s+(?:and|or|to)\b)|\s+\((?:aged?\s+)?{AGE}\)"
        rf"|,\s+who\s+(?:is|was|turned)\s+{AGE}|,\s+{AGE}(?=\s*(?:,|\.(?!\d)|;|$)))(?!\d)",
        re.M,
    ),
    re.compile(rf"\b{AGE}[ -]year[ -]old\s+(?P<name>{NAME})"),
)

# Typed in a hurry as “mrs brown”, “MRS BROWN”, “Mr.Brown”; “ms” and “miss” are words of their own.
TITLED = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|MR|MRS|mr)(?:\.\s*|\s+)(?:{NAME}|[A-Z](?:\.\s*|\s+){NAME})"
    rf"(?:\s+{NAME})?|mrs(?:\.\s*|\s+)[^\W\d_]{{3,}})"
)
RESIDENT = re.compile(
    rf"\b[Rr]esident,?\s+(?:(?:called|named)\s+)?(?P<name>{NAME})(?:\s+{NAME})?(?!['’]?\w)"
)
CALLED = re.compile(
    r"\b(?:[Rr]esident|[Ll]ady|[Gg]entleman|[Ww]oman|[Mm]an)(?:\s+(?:who|we|is|was))*\s+"
    rf"(?:called|named|call)\s+(?P<name>{NAME})(?:\s+{NAME})?"
)
ROOM = re.compile(
    r"\b(?:bed)?room\s+(?:number\s+|no\.?\s*)?\d{1,3}[A-Za-z]?\b"
    # "in each room 12 residents", "room 24 hours a day": a count follows, not a door
    r"(?!\s*(?:%|°|[.,:]\d|(?:of\s+)?(?:the\s+)?(?:residents|people|staff|carers|times|minutes|hours"
    r"|days|weeks|degrees|cups|drinks|chairs|out|or|to)\b))",
    re.I,
)

# Words with a capital that are not somebody's name, though they stand where one could.
NOT_NAMES = frozenset(
    """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Spring Summer Autumn
    Winter Week Weeks Day Days Month Months Year Years Unit Floor Ward Wing House Home Lounge Total
    Median Mean Average Baseline Target Number Numbers Score Scores Points Count Cycle Table Figure
    People Person Residents Resident Everyone Everybody Those All Some Most Many None Staff Adults
    Women Men Ladies Gentlemen Anyone Nobody Relatives Families Carers Nurses They We He She It Our
    Meeting Meetings Forum Committee Council Voice Voices Experience Association Survey Group
    Representative Ambassador Ambassadors Charter Council Records Record Care Plan Plans Of The And
    Welcome Wellbeing Engagement Feedback Choice Safety Handbook Panel Champion Champions Assessment
    Index Club Day Review Reviews Involvement Questionnaire Passport Profile Profiles Liaison
    PDSA NHS CQC MUST GP
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def look(text: str) -> list[Find]:
    """What could let somebody recognise a resident, each once, in the order of the text."""
    # Full-width digits and unusual spaces are read as what they look like.
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).replace("\r\n", "\n")
    found: list[tuple[int, int, Find]] = []
    for sign, match in _matches(plain):
        start, end = match.span()
        # The longer reading of one place wins, and comes first among rules of the same sign.
        if any(start < other_end and other_start < end for other_start, other_end, _ in found):
            continue
        found.append((start, end, Find(sign, " ".join(match[0].split()))))
    return list(dict.fromkeys(find for _, _, find in sorted(found, key=lambda row: row[0])))


def _matches(text: str) -> Iterator[tuple[Sign, re.Match[str]]]:
    for match in NHS_NUMBER.finditer(text):
        if is_nhs_number(match[0]):
            yield Sign.NHS_NUMBER, match
    for match in SAID_NHS.finditer(text):
        yield Sign.NHS_NUMBER, match
    for pattern in BIRTHS:
        for match in pattern.finditer(text):
            yield Sign.BIRTH, match
    for pattern in AGED:
        for match in pattern.finditer(text):
            if match["name"] not in NOT_NAMES:
                yield Sign.BIRTH, match
    for match in TITLED.finditer(text):
        yield Sign.NAME, match
    for pattern in (CALLED, RESIDENT):
        for match in pattern.finditer(text):
            if match["name"] not in NOT_NAMES:
                yield Sign.NAME, match
    for match in ROOM.finditer(text):
        yield Sign.ROOM, match


def is_nhs_number(text: str) -> bool:
    """Ten digits, spaces and hyphens aside, whose last one is the check digit of the others."""
    digits = [int(letter) for letter in text if letter.isdecimal()]
    if len(digits) != 10 or not any(digits):
        return False
    weighed = sum(
        digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    # 11 stands for 0; where 10 would be needed, the number is never issued.
    return (11 - weighed % 11) % 11 == digits[9]
