"""Posters to print in tests: invented homes, people and numbers, like those of real ones."""

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from PIL import Image, ImageDraw

from qi_projects.chart import Mark, Series, draw, render_svg
from qi_projects.poster.content import (
    CHART_SIZES,
    Cycle,
    Driver,
    Person,
    PosterContent,
    PosterPhoto,
    Quotation,
    Theme,
)

INTAKE = (780, 815, 760, 840, 802, 835, 910, 985, 1040, 1010, 1105, 1150, 1120, 1180, 1165, 1210)


def chart_svg(values=INTAKE, name: str = "chart", shape: str = "wide") -> str:
    """The real chart in one of the shapes that posters use."""
    monday = date(2024, 9, 2)
    weeks = [monday + timedelta(weeks=week) for week in range(len(values))]
    series = Series(
        name="What residents drink in a day",
        unit="ml a day",
        direction="increase",
        dates=weeks,
        values=values,
        target=1200,
        cycles=[
            Mark(date(2024, 10, 7), 1, "Coloured cups"),
            Mark(date(2024, 10, 28), 2, "Drinks trolley at 11 and 3"),
            Mark(date(2024, 11, 25), 3, "Jelly and fruit"),
        ],
    )
    width, height = CHART_SIZES[shape]
    return render_svg(draw(series, width=width, height=height, id_prefix=name))


def charts(values=INTAKE, name: str = "chart") -> dict[str, tuple[str, ...]]:
    """The field of a poster's content that holds its chart."""
    return {
        "charts": tuple(chart_svg(values, name, shape) for shape in CHART_SIZES),
    }


NO_CHART = {"charts": ()}


HYDRATION = PosterContent(
    title="A cup of choice: helping residents at Rosewood House to drink more",
    home="Rosewood House",
    borough="Croydon",
    people=(Person("Amara Okafor", "Deputy Manager"),),
    team="With Beata Łukasik, Josephine Mensah, the kitchen team and six residents",
    cohort_name="Cohort 6, 2024 to 2025",
    programme="South London Care Home Pioneer Programme",
    theme=Theme("hydration_nutrition", "Hydration and nutrition"),
    problem=(
        "In three months we called 999 four times for residents with urine infections. Drinks came "
        "at set times in small white cups, and nobody wrote down what was left in them. Residents "
        "told us they were “not asked, just given tea”."
    ),
    aim_sentence=(
        "We will increase what each resident drinks from 800 ml to 1,200 ml a day "
        "on the first floor by 31 January 2025."
    ),
    changes=(
        Cycle(
            1,
            "Coloured cups",
            "Easier to see and to hold. Residents asked for them.",
            "adopt",
            "From 7 October",
        ),
        Cycle(
            2,
            "Drinks trolley at 11 and 3",
            "The 3 o’clock round clashed with handover, so it moved.",
            "adapt",
            "From 28 October",
        ),
        Cycle(
            3,
            "Jelly and fruit that count as drinks",
            "Ray, our chef, made it a tasting game with families.",
            "adopt",
            "From 25 November",
        ),
    ),
    measure_definition=(
        "Millilitres drunk in 24 hours, mean of the 14 residents on the first floor, "
        "counted every Wednesday."
    ),
    chart_note="16 weeks, 2 September to 18 December 2024; median of 16 points.",
    finding=(
        "Residents now drink about 1,150 ml a day, up from 800 ml, and it has held for eight weeks."
    ),
    results=(
        "No 999 call for a urine infection since November. Eleven of 14 residents now drink more "
        "than a litre a day. Staff fill in the chart on nine shifts of ten; it was four of ten."
    ),
    quotation=Quotation(
        "I like being asked. I have the yellow cup and I have squash, not tea, thank you.",
        "A resident, first floor",
    ),
    learning=(
        "Asking was the change; the cups were how we remembered to ask. Small numbers jump about, "
        "so we waited for eight weeks before we said that it worked."
    ),
    what_did_not_work="Posters in the lounge made no difference. Agency staff never saw them.",
    next_steps=(
        "The ground floor starts in February. The cups are in the budget, and every new starter "
        "learns the trolley round."
    ),
    thanks="The residents and families of the first floor, and our GP, Dr Nair.",
    funder_credit="South West London ICS and The Health Foundation",
    contact="rosewood@example.org",
)

SHORT = PosterContent(
    title="Talking at handover",
    home="Elm Lodge",
    borough="Sutton",
    people=(Person("Grace Addo", "Manager"),),
    cohort_name="Cohort 6, 2024 to 2025",
    programme="South London Care Home Pioneer Programme",
    theme=Theme("communication", "Communication"),
    aim_sentence="We will start every handover on time by March 2025.",
    results="Handover now starts on time on most days.",
    learning="Five minutes of quiet matter more than a form.",
    funder_credit="The Health Foundation",
)

HYDRATION = replace(HYDRATION, **charts())

NAMES_OF_MANY_SCRIPTS = replace(
    HYDRATION,
    people=(
        Person("Ngọc Ánh Nguyễn", "Senior Nurse"),
        Person("Óscar Núñez-Peña", "Deputy Manager"),
        Person("Ελένη Παπαδοπούλου", "Nurse"),
        Person("Олена Шевченко", "Carer"),
        Person("अनीता शर्मा", "Carer"),
        Person("রহিমা বেগম", "Carer"),
        Person("தமிழ்ச்செல்வி", "Chef"),
        Person("ਹਰਪ੍ਰੀਤ ਕੌਰ", "Carer"),
        Person("નીતા પટેલ", "Carer"),
    ),
    team="With Siân Ŵyn, Beata Łukasik, Çağla Şahin, فاطمة حسن and מרים כהן",
)


SENTENCES = """
Carers who know the resident well ask what they would like and write it down. The night staff told
us that the form was kept in the wrong place. Families noticed the difference before we had any
numbers to show them. We met on Thursdays for ten minutes and looked at the chart together.
"""


def filled(words: int, seed: str = "") -> str:
    """Plain sentences of about so many words."""
    bank = SENTENCES.split()
    start = sum(map(ord, seed)) % len(bank)
    return " ".join((bank * (words // len(bank) + 2))[start : start + words])


def brimming(over: float = 1.0) -> PosterContent:
    """Every section filled with all the words that fit, times `over`."""
    from qi_projects.poster.content import MAX_CYCLES, WORDS_FIT

    def text(name):
        return filled(int(WORDS_FIT[name] * over), name)

    return replace(
        HYDRATION,
        title=text("title"),
        problem=text("problem"),
        aim_sentence=text("aim_sentence"),
        measure_definition=text("measure_definition"),
        finding=text("finding"),
        results=text("results"),
        learning=text("learning"),
        what_did_not_work=text("what_did_not_work"),
        next_steps=text("next_steps"),
        thanks=text("thanks"),
        quotation=Quotation(text("quotation"), "A daughter of a resident"),
        changes=tuple(
            Cycle(
                n + 1,
                text("cycle_title"),
                text("cycle_learned"),
                "adapt",
                "7 October to 4 November 2024",
            )
            for n in range(MAX_CYCLES)
        ),
    )


DRIVERS = (
    Driver("Drinks that people like", (Driver("Ask each resident"), Driver("More than tea"))),
    Driver("Help to drink", (Driver("The right cup"), Driver("Time at each visit"))),
    Driver("Knowing what was drunk", (Driver("One chart, in one place"),)),
)


@lru_cache(maxsize=8)
def photo(number: int = 1) -> bytes:
    """A JPEG of 1600 by 1200 with soft shapes, about as heavy as a real one after intake."""
    tones = ((196, 160, 130), (120, 150, 170), (170, 180, 140), (180, 140, 160))
    noise = Image.effect_noise((400, 300), 26).resize((1600, 1200)).convert("RGB")
    image = Image.blend(noise, Image.new("RGB", noise.size, tones[number % 4]), 0.7)
    draw = ImageDraw.Draw(image)
    draw.ellipse((500, 300, 1000, 900), fill=(236, 226, 210))
    draw.rectangle((1000, 520, 1130, 760), outline=(236, 226, 210), width=46)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=82)
    return output.getvalue()


def with_photos(content: PosterContent, count: int) -> tuple[PosterContent, dict[str, bytes]]:
    names = [f"photo-{n}" for n in range(1, count + 1)]
    photos = tuple(
        PosterPhoto(name, f"A resident's cup on a table, picture {name[-1]}") for name in names
    )
    return replace(content, photos=photos), {name: photo(n) for n, name in enumerate(names, 1)}
