"""Which theme a project's first words speak of, so that its Pioneer need not be asked."""

from __future__ import annotations

import re

from qi_projects.enums import Theme

# A theme is said to be meant if its words come this many times as often as the next theme's.
CLEARLY = 2

# Beginnings of words.
SPEAKS_OF: dict[Theme, str] = {
    Theme.HYDRATION_NUTRITION: (
        "drink drank hydrat dehydrat fluid food eat ate meal lunch supper breakfast dinner snack "
        "nutrition weight malnutrition tea cup kitchen appetite"
    ),
    Theme.DETERIORATION: (
        "deteriorat escalat 999 ambulance hospital unwell infection sepsis uti soft sign admission "
        "observation 111 sbar news2 restore2"
    ),
    Theme.DEMENTIA: "dementia distress memory wander sundown alzheimer life-stor agitat reminisc",
    Theme.MOUTH_CARE: "mouth teeth tooth denture oral dentist dental brushing gum",
    Theme.END_OF_LIFE: (
        "dying death die palliative bereave end-of-life advance-care-plan last-days funeral dnacpr"
    ),
    Theme.STAFF_WELLBEING: (
        "staff-turnover wellbeing burnout stress sickness supervision rota break morale leave-us "
        "retention tired night-shift thank"
    ),
    Theme.COMMUNICATION: (
        "communicat handover relatives families family phone letter language talk listen signing "
        "meeting passport"
    ),
    Theme.FALLS: "fall fell trip stumbl balance slip walking-aid",
}


def theme_of(*texts: str) -> Theme | None:
    """The theme that the words speak of most, or None where they do not say."""
    text = " ".join(texts).lower()
    counts = {
        theme: sum(
            len(re.findall(rf"\b{re.escape(word).replace('-', '.')}", text))
            for word in words.split()
        )
        for theme, words in SPEAKS_OF.items()
    }
    best, second = sorted(counts, key=lambda theme: -counts[theme])[:2]
    return best if counts[best] >= CLEARLY * max(counts[second], 0.5) else None
