"""Days and numbers as people write them. Pure: text in, values out, and never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

# Excel counts days from here; the range is 1954 to 2119, beyond any number that people count.
DAY_ZERO_OF_EXCEL = date(1899, 12, 30)
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)

TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\W*", re.I)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?:\s+of\b)?", re.I)
SEPARATORS = re.compile(r"[\s./,-]+")
WITH_YEAR = ("%Y %m %d", "%d %m %Y", "%d %b %Y", "%d %B %Y", "%d %m %y", "%d %b %y", "%d %B %y")
WITHOUT_YEAR = ("%d %m %Y", "%d %b %Y", "%d %B %Y")


def as_day(text: str, *, today: date) -> date:
    """23/7/2025, 23 Jul, Wed 23rd July 2025, 2025-07-23, or Excel's number of a day.

    The day comes before the month, as in Britain. Without a year it is the last such day up to
    today. Raises ValueError where it is none.
    """
    if SERIAL.fullmatch(text):
        return DAY_ZERO_OF_EXCEL + timedelta(days=int(float(text)))
    words = WEEKDAY.sub("", ORDINAL.sub("", TIME.sub("", text.strip())))
    words = SEPARATORS.sub(" ", words.casefold().replace("sept ", "sep ")).strip()
    words = re.sub(r"\bsept$", "sep", words)
    if len(words) > 30:
        raise ValueError(text)
    for form in WITH_YEAR:
        if found := _parsed(words, form):
            return found
    for form in WITHOUT_YEAR:
        # 29 February is up to eight years back.
        for year in range(today.year, today.year - 9, -1):
            if (found := _parsed(f"{words} {year}", form)) and found <= today:
                return found
    raise ValueError(text)


def _parsed(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).date()
    except ValueError:
        return None


def tidy_number(text: str) -> str:
    """“62 %” and “1,200” as a computer writes them; anything else as it is."""
    tidy = text.replace(" ", "").replace("\u00a0", "").removesuffix("%").replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", tidy):
        return tidy.replace(",", "")
    return tidy
