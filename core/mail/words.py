"""Words with {placeholders}: staff edit them, so nothing but plain names is ever filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from core.errors import Refused

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def fill(words: str, values: Mapping[str, object]) -> str:
    """Replace each {name} by its value; an unknown name stays as it is, so that it is seen."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), words)


def check(words: str, allowed: tuple[str, ...]) -> None:
    """Raises Refused if the words use a placeholder that this kind of mail does not have."""
    unknown = sorted(set(PLACEHOLDER.findall(words)) - set(allowed))
    if unknown:
        names = ", ".join("{" + name + "}" for name in unknown)
        known = ", ".join("{" + name + "}" for name in allowed)
        raise Refused(f"This mail has no {names}. You can use: {known}.")


def pieces(text: str, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """The text in pieces for a preview, each with what it is: typed, "filled" or "unknown"."""
    found, end = [], 0
    for match in PLACEHOLDER.finditer(text):
        known = match[1] in values
        found.append((text[end : match.start()], ""))
        found.append((str(values.get(match[1], match[0])), "filled" if known else "unknown"))
        end = match.end()
    return [piece for piece in [*found, (text[end:], "")] if piece[0]]


def seen(subject: str, body: str) -> str:
    """Names the words of a preview, so that a change of them is noticed."""
    text = "\n".join(line.rstrip() for line in f"{subject}\n{body}".strip().splitlines())
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def one_line(text: str) -> str:
    """Header text: no line breaks, so that nobody adds headers through a name."""
    return " ".join(text.split())


def on_their_way(count: int) -> str:
    """For whoever has just had so many sent."""
    return "1 mail on its way" if count == 1 else f"{count} mails on their way"
