"""A booklet of 34 invented posters, as long and as different as real ones are."""

from dataclasses import replace

from qi_projects.enums import Theme as ThemeName
from qi_projects.poster.content import Cycle, Person, Theme
from reports.booklet_content import Booklet, Credit
from tests.qi_projects.poster_samples import DRIVERS, HYDRATION, charts, with_photos

BOROUGHS = (
    "Bexley",
    "Bromley",
    "Croydon",
    "Greenwich",
    "Kingston upon Thames",
    "Lambeth",
    "Merton",
)
TREES = ("Rosewood", "Elm", "Hazel", "Cedar", "Willow", "Rowan", "Alder", "Laurel", "Maple")
KINDS = ("House", "Lodge", "Court", "View")
TITLES = (
    "A cup of choice: helping residents to drink more",
    "Who do we ring? Spotting that a resident is unwell before it is an emergency",
    "Knowing me: life stories that night staff read",
    "Two minutes, twice a day: mouth care that everyone can do",
    "What matters at the end: talking earlier about wishes",
    "Ten quiet minutes: breaks that happen",
    "One page a day for families",
    "Steady on: fewer falls on the way to breakfast",
)
NAMES = ("Amara Okafor", "Beata Łukasik", "Siân Pritchard", "José Nuñez", "Priya Nair", "Ray Cole")


def booklet(count: int = 34, photos: int = 2):
    """(booklet, media)."""
    posters, media = [], {}
    for number in range(count):
        place = number * len(ThemeName.values) // count
        key = ThemeName.values[place]
        content = replace(
            HYDRATION,
            title=TITLES[place],
            home=f"{TREES[number % 9]} {KINDS[number // 9]}",
            borough=BOROUGHS[number % 7],
            people=(Person(NAMES[number % 6], ("Deputy Manager", "Manager", "Nurse")[number % 3]),),
            theme=Theme(key, ThemeName(key).label),
            **charts(name=f"chart-{number}"),
            drivers=DRIVERS if number % 5 == 0 else (),
            changes=(
                *HYDRATION.changes,
                Cycle(4, "Evening round", "Too late for some.", "abandon"),
            )[: 2 + number % 3],
        )
        content, pictures = with_photos(content, photos if number % 4 else 0)
        names = {name: f"{number}-{name}" for name in pictures}
        posters.append(
            replace(
                content,
                photos=tuple(replace(photo, media=names[photo.media]) for photo in content.photos),
            )
        )
        media |= {names[name]: data for name, data in pictures.items()}
    return (
        Booklet(
            programme="South London Care Home Pioneer Programme",
            run_by="Health Innovation Network South London with My Home Life England",
            cohort_name="Cohort 6",
            dates="June 2024 to March 2025",
            celebration="Wednesday 5 March 2025",
            pioneers=count,
            homes=count,
            boroughs=len(BOROUGHS),
            foreword=FOREWORD,
            foreword_by="The programme team",
            credits=(
                Credit("South West London ICS", "Funded 20 places in six boroughs."),
                Credit("The Health Foundation", "Supports the programme’s improvement projects."),
            ),
            posters=tuple(posters),
        ),
        media,
    )


FOREWORD = """Each page of this booklet began with somebody who noticed something.

A cup that came back full. A family that heard the news too late. A carer who had not sat down \
since seven. Over nine months, 34 Pioneers took what they had noticed back to their homes, asked \
residents and colleagues what would help, tried it in a small way, counted, and tried again.

Not every idea worked, and the posters say so. A change that is dropped after a fortnight has \
taught a whole home something, and saves the next home the trouble.

The numbers here are small, as homes are small. They were kept by people between shifts, and they \
show what these homes learned about themselves. Read them as an invitation: the Pioneers will \
gladly tell you more."""
