"""The signs of control charts by themselves, for the page that explains them."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from .icons import ASSURED, Icon
from .shapes import BETTER, COMMON, DOT, NEUTRAL, WORSE, Point
from .svg import icon_svg, point_svg

RADIUS = 16
TALL, WIDE = 2 * RADIUS + 6, 2 * RADIUS + 6


def signs_explained() -> dict[str, list[tuple[SafeString, str]]]:
    """Pictures with their words: the shapes of points, the variation, and the target."""
    return {
        "points": [
            (_picture(point_svg(Point(*_middle(), shape, colour), 9)), words)
            for shape, colour, words in (
                ("dot", DOT, "The usual ups and downs"),
                ("up", BETTER, "Unusual, and better: higher where higher is better"),
                ("down", BETTER, "Unusual, and better: lower where lower is better"),
                ("up", WORSE, "Unusual, and worse: higher where lower is better"),
                ("down", WORSE, "Unusual, and worse: lower where higher is better"),
            )
        ],
        "variation": [
            (_sign(sign, colour, is_ring=True), words)
            for sign, colour, words in (
                ("wave", COMMON, "No clear change: the ups and downs are normal for your home"),
                ("H", BETTER, "Improving: the numbers are higher, and higher is better"),
                ("L", BETTER, "Improving: the numbers are lower, and lower is better"),
                ("H", WORSE, "Getting worse: the numbers are higher, and lower is better"),
                ("L", WORSE, "Getting worse: the numbers are lower, and higher is better"),
                ("rise", NEUTRAL, "Going up, where neither way is better"),
                ("fall", NEUTRAL, "Going down, where neither way is better"),
                ("both", NEUTRAL, "Changed, but it is not yet clear which way"),
            )
        ],
        "target": [
            (_sign(sign, colour, is_ring=False), f"{words}. {TARGETS[key]}")
            for key, (sign, colour, words) in ASSURED.items()
        ],
    }


TARGETS = {
    "consistent_pass": "The whole range of usual numbers is on the right side of it.",
    "consistent_fail": "Usual numbers do not reach it: something must be done differently.",
    "inconsistent": "It lies within the usual ups and downs, so meeting it once is luck.",
}


def _middle() -> tuple[float, float]:
    return WIDE / 2, TALL / 2


def _sign(sign: str, colour: str, *, is_ring: bool) -> SafeString:
    return _picture(icon_svg(Icon(sign, colour, "", is_ring), *_middle(), RADIUS))


def _picture(inside: str) -> SafeString:
    # Our own shapes and letters only; the words stand beside it.
    return mark_safe(
        f'<svg viewBox="0 0 {WIDE} {TALL}" width="{WIDE}" height="{TALL}" aria-hidden="true"'
        f' fill="#fff">{inside}</svg>'
    )
