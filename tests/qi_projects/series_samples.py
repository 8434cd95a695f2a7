"""Invented series of falls, and what happened around them, for the tests of charts."""

from datetime import date, timedelta

from qi_projects.chart import Mark, Series

START = date(2025, 1, 6)
UP_AND_DOWN = [9, 8, 11, 7, 10, 6, 12, 8, 9.5, 7.5, 11, 8, 10, 7, 9, 8, 10, 6, 11, 8, 12, 7, 9, 8]
STEP_DOWN = [9, 8, 11, 10, 9, 10, 8, 11, 9, 10, 4, 5, 3, 4, 5, 4, 3, 5, 4, 3, 4, 5, 3, 4]
CUPS = Mark(date(2025, 1, 15), 1, "Coloured cups")
OUTBREAK = Mark(date(2025, 1, 28), None, "Norovirus outbreak")


def weeks(number, start=START, days=7):
    return [start + timedelta(days=days * i) for i in range(number)]


def falls(values, **more):
    given_ = {
        "name": "Falls at Rose House",
        "unit": "falls a week",
        "direction": "decrease",
        "dates": weeks(len(values)),
    }
    return Series(values=values, **{**given_, **more})
