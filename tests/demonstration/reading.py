"""What the tests of the demonstration's words share."""

import csv
import re

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def words(text):
    return len(text.split())


def folded(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def every_text(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in every_text(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in every_text(one))
