"""Posters with little and with much to say, with and without data and photographs."""

from dataclasses import replace

from qi_projects.poster.content import Reached
from tests.qi_projects.poster_samples import (
    DRIVERS,
    HYDRATION,
    NAMES_OF_MANY_SCRIPTS,
    NO_CHART,
    SHORT,
    brimming,
    charts,
    with_photos,
)

FULL = replace(
    HYDRATION,
    drivers=DRIVERS,
    outcome="Some of it worked.",
    reached=(Reached(42, "staff"), Reached(18, "residents"), Reached(11, "relatives")),
)
CASES = {
    "typical": with_photos(HYDRATION, 1),
    "no photo": with_photos(HYDRATION, 0),
    "two photos": with_photos(HYDRATION, 2),
    "three photos": with_photos(HYDRATION, 3),
    "four photos": with_photos(HYDRATION, 4),
    "no data": with_photos(replace(HYDRATION, **NO_CHART, finding="", changes=()), 1),
    "four photos and no data": with_photos(replace(HYDRATION, **NO_CHART, finding=""), 4),
    "chart without a finding": with_photos(replace(HYDRATION, finding=""), 0),
    "hardly anything": (SHORT, {}),
    "chart and hardly a word": (replace(SHORT, **charts(), results="", learning=""), {}),
    "title only": (replace(SHORT, aim_sentence="", results="", learning="", people=()), {}),
    "with drivers, outcome and people reached": with_photos(FULL, 2),
    "brimming": with_photos(brimming(), 1),
    "brimming with all": with_photos(replace(brimming(), drivers=DRIVERS), 4),
    "three times too long": with_photos(replace(brimming(3), drivers=DRIVERS), 4),
    "names of many scripts": with_photos(NAMES_OF_MANY_SCRIPTS, 1),
    "one endless word": with_photos(replace(HYDRATION, results="drink" * 60, title="Tea" * 40), 0),
    "few early numbers": with_photos(replace(HYDRATION, **charts((800, 820, 790))), 0),
}
