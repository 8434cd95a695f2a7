"""How much room a text takes, estimated without laying it out."""

import unicodedata
from functools import lru_cache


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
        29: " !",
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
        32: " `il",
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
# Letters of the fonts that stand in for it, which are wider.
_OTHER = 72
_OTHER_WIDE = 105


@lru_cache(maxsize=20_000)
def _word(text: str, bold: bool) -> float:
    """Width of a word in ems."""
    known = _BOLD if bold else _REGULAR
    return sum(known.get(letter) or _unknown(letter) for letter in text) / 100


def _unknown(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return _OTHER_WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Lines that a text needs at a letter size in a width (both in the same unit)."""
    ems = width / size
    return sum(_lines_of_paragraph(part, ems, bold) for part in text.splitlines())


def _lines_of_paragraph(text: str, ems: float, bold: bool) -> int:
    lines, used, space = 1, 0.0, _word(" ", bold)
    # a no-break space is part of a word
    for word in filter(None, text.split(" ")):
        length = _word(word, bold)
        if used and used + space + length > ems:
            lines, used = lines + 1, 0.0
        if length > ems:
            # broken inside, as the stylesheet allows
            extra = int(length // ems)
            lines, used = lines + extra, length - extra * ems
        else:
            used += (space if used else 0) + length
    return lines


def height_of(text: str, size: float, width: float, line: float, *, bold: bool = False) -> float:
    """Height of a text; nothing for no text."""
    return lines_of(text, size, width, bold=bold) * size * line if text else 0.0
