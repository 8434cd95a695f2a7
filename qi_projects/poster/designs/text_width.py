"""How much room a text takes, estimated without laying it out."""

import unicodedata
from functools import lru_cache
from typing import Literal


def _widths(letters: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, group in letters.items() for letter in group}


# Advance widths of Atkinson Hyperlegible in hundredths of an em, rounded up.
_REGULAR = _widths(
    {
        16: "'",
        21: ",.:;",
        24: "l|·‘’",
        26: "j",
        27: "`",
        28: "iìíîï",
        29: " !\u00a0",
        30: "()",
        31: '"',
        32: "[]f{}",
        33: "t",
        34: "r",
        36: "°",
        37: "-",
        38: "/\\",
        40: "_“”",
        41: "1",
        42: "I",
        43: "yýÿ",
        44: "*",
        45: "v",
        46: "z",
        47: "x",
        48: "s–",
        49: "k",
        50: "cç",
        51: "7J",
        52: "?",
        53: "aàáâãäå",
        54: "Leuèéùúûü",
        55: "2Fhnñ",
        56: "<>T^o~òóôõöø",
        57: "Ebdgp",
        58: "3q",
        59: "5V£",
        60: "$69SYß",
        61: "+=PZ",
        62: "48BR",
        63: "AKX",
        65: "0",
        66: "#Cw",
        68: "D",
        69: "HNU",
        70: "…",
        71: "&G",
        73: "O",
        76: "Q",
        78: "@",
        80: "—",
        82: "M½",
        84: "W",
        85: "m",
        88: "æ",
        93: "%œ",
    }
)
_BOLD = _widths(
    {
        23: "'",
        24: "|",
        25: ",.:;",
        26: "j",
        28: "‘’",
        29: "!",
        31: "·ìíîï",
        32: " `il\u00a0",
        34: "[]",
        37: "()f{}",
        38: "-rt",
        41: '"°',
        43: "_",
        44: "*",
        45: "/1\\",
        46: "I",
        50: "“”",
        51: "–",
        52: "cyzçýÿ",
        53: "v",
        54: "Lsx~",
        55: "7F",
        56: "aàáâãäå",
        57: "9Jekuèéùúûü",
        58: "<>Ehnoñòóôõöø",
        59: "2^",
        60: "bdgp",
        61: "3q",
        62: "$+5=?ST£",
        63: "48PZß",
        64: "6B",
        66: "0KRV",
        67: "U",
        68: "CH",
        69: "ADY",
        70: "NX",
        71: "&",
        72: "G",
        73: "w",
        76: "@",
        77: "O",
        79: "#Q",
        81: "…",
        85: "M—",
        86: "½",
        89: "Wmæ",
        94: "œ",
        98: "%",
    }
)
# The same of the semibold Source Serif 4; the regular one is narrower.
_SERIF = _widths(
    {
        21: "'",
        23: " \u00a0",
        24: "‘’",
        31: "|,.:;·",
        32: "j!",
        34: "ìíîïil-",
        35: "°",
        36: "[]",
        37: "{}t/\\",
        38: "f",
        39: "()I",
        40: "`J",
        43: '"?',
        46: "*“”",
        48: "rs",
        50: "z",
        53: "_–cç",
        54: "eèé$£",
        55: "1~79<>2^3+5=4860#",
        56: "aàáâãäå",
        57: "S",
        58: "g",
        59: "vxoòóôõöø",
        60: "yýÿZ",
        61: "F",
        62: "Lkq",
        63: "bd",
        64: "uùúûüEpP",
        65: "hT",
        66: "nñß",
        67: "BCY",
        68: "X",
        71: "RV",
        72: "A",
        73: "KG",
        74: "&",
        75: "DOQ",
        76: "UN",
        81: "H",
        83: "—",
        84: "æ",
        85: "w",
        86: "…",
        87: "@",
        91: "œ",
        93: "M",
        95: "½%",
        97: "m",
        102: "W",
    }
)
# Letters of the fonts that stand in for them, which are wider.
_OTHER = 72
_OTHER_WIDE = 105


Face = Literal["regular", "bold", "serif"]
_FACES: dict[Face, dict[str, int]] = {"regular": _REGULAR, "bold": _BOLD, "serif": _SERIF}


@lru_cache(maxsize=20_000)
def _word(text: str, face: Face) -> float:
    """Width of a word in ems."""
    known = _FACES[face]
    return sum(known.get(letter) or _unknown(letter) for letter in text) / 100


def _unknown(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return _OTHER_WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def text_width(text: str, face: Face = "regular") -> float:
    """Width of a line in ems."""
    return _word(text, face)


def lines_of(text: str, size: float, width: float, face: Face = "regular") -> int:
    """Lines that a text needs at a letter size in a width (both in the same unit)."""
    ems = width / size
    return sum(_lines_of_paragraph(part, ems, face) for part in text.splitlines())


def _lines_of_paragraph(text: str, ems: float, face: Face) -> int:
    lines, used, space = 1, 0.0, _word(" ", face)
    # a no-break space is part of a word
    for word in filter(None, text.split(" ")):
        length = _word(word, face)
        if used and used + space + length > ems:
            lines, used = lines + 1, 0.0
        if length > ems:
            # broken inside, as the stylesheet allows
            extra = int(length // ems)
            lines, used = lines + extra, length - extra * ems
        else:
            used += (space if used else 0) + length
    return lines


def height_of(text: str, size: float, width: float, line: float, face: Face = "regular") -> float:
    """Height of a text; nothing for no text."""
    return lines_of(text, size, width, face) * size * line if text else 0.0


def balanced(text: str, size: float, width: float, face: Face = "bold") -> float:
    """The narrowest that needs no more lines, so that no word is left alone on the last."""
    most, narrow = lines_of(text, size, width, face), width
    while narrow > width / 2 and lines_of(text, size, narrow - 4, face) == most:
        narrow -= 4
    return narrow
