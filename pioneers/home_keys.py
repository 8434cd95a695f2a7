"""Names, postcodes and addresses reduced to what is compared and searched.

St Mary’s, Saint Marys and ST. MARY'S are one name; 80 - 82 Hill Rd and 80-82 Hill Road one address.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(r"['’‘`´.]")
_GAPS = re.compile(r"[^a-z0-9]+")
_WORDS = {"saint": "st", "and": ""}
_STREETS = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "lane": "ln",
    "gardens": "gdns",
    "crescent": "cres",
    "close": "cl",
    "drive": "dr",
    "court": "ct",
    "place": "pl",
    "terrace": "ter",
    "square": "sq",
}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _GAPS.sub(" ", _DROPPED.sub("", letters.casefold().replace("&", " and ")))


def name_key(name: str) -> str:
    """A name's words in small letters, without accents, apostrophes and dots."""
    words = (_WORDS.get(word, word) for word in _plain(name).split())
    return " ".join(word for word in words if word)


def postcode_key(postcode: str) -> str:
    """CR7 8LY, cr78ly → CR78LY."""
    return re.sub(r"[^A-Z0-9]", "", postcode.upper())[:12]


def address_words(address: str) -> list[str]:
    """The words of an address, with one spelling for roads and for runs of house numbers."""
    joined = re.sub(r"(\d)\s*[-–]\s*(\d)", r"\1x\2", address)
    return [_STREETS.get(word, _WORDS.get(word, word)) for word in _plain(joined).split()]


def same_address(one: str, other: str) -> bool:
    """Whether two addresses of one postcode are the same place: one may say more than the other.

    “190-196” and “190-196, Coombe Lane West” are; 31 and 33 Egmont Road are not.
    """
    shorter, longer = sorted((address_words(one), address_words(other)), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def similar_name(one: str, other: str) -> bool:
    """Whether all words of one name stand in the other: “95 Parchmore Road” and
    “Care Management Group - 95 Parchmore Road”.
    """
    first, second = set(name_key(one).split()), set(name_key(other).split())
    return bool(first and second) and (first <= second or second <= first)
