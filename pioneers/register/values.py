"""Cells to values. Each function says what it takes; what it cannot read it never guesses."""

import re
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from localflavor.gb.forms import GBPostcodeField

DAY_ZERO_OF_EXCEL = date(1899, 12, 30)
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+-?\s*[\d:]+\s*([AP]M)?)?", re.IGNORECASE)
SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")
LOCATION_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
LONGEST_ID = 32

RATINGS = (
    "Outstanding",
    "Good",
    "Requires improvement",
    "Inadequate",
    "Insufficient evidence to rate",
    "Inspected but not rated",
    "No published rating",
)
_RATING_BY_FOLDED = {rating.casefold(): rating for rating in RATINGS}

NAME_WITHHELD = "Individual or partnership (name withheld)"
_PERSON = re.compile(
    r"(?:mr|mrs|miss|ms|mx|dr|doctor|prof|professor|rev|sir|lady)\b", re.IGNORECASE
)

_postcode = GBPostcodeField(required=True)


def text(cell: object) -> str:
    """Any cell as one line of text, without stray spaces. A whole number loses its “.0”."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def yes(cell: object) -> bool:
    return text(cell).casefold() in {"y", "yes", "true", "1"}


def is_dual(cell: object) -> bool:
    return text(cell).casefold() in {"dual registration", "y", "yes"}


def whole_number(cell: object) -> int | None:
    """A count of beds. Raises ValueError where it is not a count."""
    written = text(cell).removesuffix(".0")
    if not written:
        return None
    if not written.isascii() or not written.isdigit() or len(written) > 5:
        raise ValueError(written)
    return int(written)


def day(cell: object) -> date | None:
    """A date in any of the ways CQC's files write one. Raises ValueError where it is none.

    Day/month/year unless the time of day is written the American way ("12:00:00 AM"): CQC's
    own exports mix both in one row.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    if not written or written == "-":
        return None
    if match := ISO.fullmatch(written):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := SLASHES.fullmatch(written):
        first, second, year = (int(part) for part in match.groups()[:3])
        american = match.group(4) is not None
        return date(year, first, second) if american else date(year, second, first)
    if SERIAL.fullmatch(written):
        return DAY_ZERO_OF_EXCEL + timedelta(days=int(float(written)))
    raise ValueError(written)


def postcode(cell: object) -> str:
    """A UK postcode, spaced and in capitals. Raises ValueError where it is none."""
    try:
        return _postcode.clean(text(cell))
    except ValidationError:
        raise ValueError(text(cell)) from None


def rating(cell: object) -> str:
    """CQC's own words in one spelling, since one file writes them in two."""
    written = text(cell)
    if written == "-":
        return ""
    return _RATING_BY_FOLDED.get(written.casefold(), written)


def brand(cell: object) -> str:
    written = text(cell)
    return "" if written == "-" else re.sub(r"^BRAND\s+", "", written)


def provider_name(cell: object, ownership: object = None) -> str:
    """The organisation's name. A person's name is withheld: CQC's licence does not cover it."""
    written = text(cell)
    personal = (
        text(ownership).casefold() in {"individual", "partnership"}
        or _PERSON.match(written)
        or "name withheld" in written
    )
    return NAME_WITHHELD if personal else written


def telephone(cell: object) -> str:
    """Spreadsheet programs eat the first 0 of a telephone number; it is put back."""
    written = text(cell)
    digits = written.replace(" ", "")
    return (
        f"0{digits}"
        if digits.isdigit() and len(digits) in (9, 10) and digits[0] != "0"
        else written
    )


def location_id(cell: object) -> str:
    """CQC's key: text of varying length, never a number. Raises ValueError where it is none."""
    written = text(cell)
    if len(written) > LONGEST_ID or (written and not LOCATION_ID.fullmatch(written)):
        raise ValueError(written)
    return written


def folded(name: object) -> str:
    """A heading reduced to its letters and digits, as its case, spaces and marks drift."""
    return re.sub(r"[^a-z0-9]", "", text(name).casefold())


def authority(name: object) -> str:
    """A council's name as it is compared: “London Borough of Sutton” is Sutton."""
    written = re.sub(r"[^a-z]+", " ", text(name).casefold()).strip()
    return re.sub(r"^(?:the )?(?:london|royal) borough of ", "", written)
