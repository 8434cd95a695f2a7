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


# What a chart can say. For each state, the series, the chart that is asked
# for, the chart that is drawn, the finding word for word, and the signs beside it.
NORMAL = "No clear change yet: the ups and downs are normal for your home."
BETTER = "Change seen. This looks like a real improvement."
WORSE = "Change seen. This looks like a real worsening."
TWENTY = UP_AND_DOWN[:20]
SIZES = [8, 12, 10, 24, 12] * 4
SHARES = [5, 5, 6, 10, 7, 3, 7, 4, 13, 5] * 2
MORE = [*SHARES[:12], 9, 22, 11, 7, 11, 9, 22, 11]
DAYS = [210, 240, 300, 180] * 5
FALLS = [2, 1, 3, 2, 1, 2, 2, 1, 3, 1] * 2


def shares(events, sizes=SIZES, **more):
    return falls(
        [100 * event / size for event, size in zip(events, sizes, strict=True)],
        **{
            "unit": "% of residents asked",
            "kind": "percent",
            "direction": "increase",
            "events": events,
            "sizes": sizes,
            **more,
        },
    )


def rates(events, days=DAYS, **more):
    return falls(
        [1000 * event / size for event, size in zip(events, days, strict=True)],
        **{
            "unit": "falls per 1,000 resident days",
            "kind": "rate",
            "events": events,
            "sizes": days,
            "per": 1000,
            **more,
        },
    )


STATES = {
    "no numbers": (falls([], target=5), "auto", "empty", "No data yet. Add your first number.", []),
    "five": (falls(TWENTY[:5]), "xmr", "run", "Too early to tell. 5 of 10 points.", []),
    "nine": (
        falls(TWENTY[:9]),
        "xmr",
        "run",
        "Too early to tell whether this is a real change. Keep going: 1 more to go.",
        [],
    ),
    "ten": (falls(TWENTY[:10]), "auto", "run", NORMAL, []),
    "ten, changed": (falls([9, 8, 11, 10, 9, 5, 4, 5, 4, 3]), "auto", "run", BETTER, []),
    "all alike": (
        falls([3] * 14),
        "xmr",
        "run",
        "Too many of your numbers are the same to judge change.",
        [],
    ),
    "nineteen": (falls(UP_AND_DOWN[:18]), "auto", "run", NORMAL, []),
    "trial limits": (falls(TWENTY[:12]), "xmr", "xmr", NORMAL, ["No clear change"]),
    "twenty": (falls(TWENTY), "auto", "xmr", NORMAL, ["No clear change"]),
    "twenty as a run chart": (falls(TWENTY), "run", "run", NORMAL, []),
    "lower is better": (falls(STEP_DOWN), "auto", "xmr", BETTER, ["Improving: lower"]),
    "higher is better": (
        falls([20 - value for value in STEP_DOWN], direction="increase"),
        "auto",
        "xmr",
        BETTER,
        ["Improving: higher"],
    ),
    "higher is worse": (
        falls([20 - value for value in STEP_DOWN]),
        "auto",
        "xmr",
        WORSE,
        ["Getting worse: higher"],
    ),
    "lower is worse": (
        falls(STEP_DOWN, direction="increase"),
        "auto",
        "xmr",
        WORSE,
        ["Getting worse: lower"],
    ),
    "neither way is better": (
        falls(STEP_DOWN, direction="neutral", target=5),
        "auto",
        "xmr",
        "Change seen. The numbers have gone down.",
        ["Going down"],
    ),
    "up, neither is better": (
        falls([20 - value for value in STEP_DOWN], direction="neutral"),
        "auto",
        "xmr",
        "Change seen. The numbers have gone up.",
        ["Going up"],
    ),
    "passing": (
        falls(TWENTY, target=19),
        "auto",
        "xmr",
        f"{NORMAL} If nothing changes, expect to meet the target every time.",
        ["No clear change", "Target met"],
    ),
    "failing": (
        falls(TWENTY, target=19, direction="increase"),
        "auto",
        "xmr",
        f"{NORMAL} Unless something changes, expect to miss the target every time.",
        ["No clear change", "Target missed"],
    ),
    "hit and miss": (
        falls(TWENTY, target=8),
        "auto",
        "xmr",
        f"{NORMAL} If nothing changes, expect to meet the target only some of the time.",
        ["No clear change", "Target sometimes met"],
    ),
    # Limits that hold the time before the change as well are no forecast.
    "changed, out of reach": (
        falls(STEP_DOWN, target=1),
        "auto",
        "xmr",
        f"{BETTER} Taken together, the numbers do not reach the target yet.",
        ["Improving: lower", "Target missed"],
    ),
    "worse, within the target": (
        falls([20 - value for value in STEP_DOWN], target=25),
        "auto",
        "xmr",
        f"{WORSE} Taken together, the numbers keep to the target.",
        ["Getting worse: higher", "Target met"],
    ),
    "p": (
        shares(SHARES, target=50),
        "auto",
        "p",
        f"{NORMAL} If nothing changes, expect to meet the target only some of the time.",
        ["No clear change", "Target sometimes met"],
    ),
    "p, changed": (shares(MORE), "auto", "p", BETTER, ["Improving: higher"]),
    "p before twenty": (shares(SHARES[:19], SIZES[:19]), "attribute", "run", NORMAL, []),
    "u": (rates(FALLS), "auto", "u", NORMAL, ["No clear change"]),
    "u, one far out": (rates([*FALLS[:19], 12]), "auto", "u", WORSE, ["Getting worse: higher"]),
    "c": (
        falls([int(value) for value in TWENTY]),
        "attribute",
        "c",
        NORMAL,
        ["No clear change"],
    ),
}
