"""Which words stay together on a line of a poster."""

from dataclasses import replace

import pytest

from qi_projects.poster.typesetting import keep_together, set_for_print
from tests.qi_projects.poster_boxes import laid_out, seen
from tests.qi_projects.poster_samples import HYDRATION, charts


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("From 800 ml to 1,200 ml", "From 800~ml to 1,200~ml"),
        ("by 31 January 2025", "by 31~January 2025"),
        (
            "We will halve the falls at night by 1 March 2025.",
            "We will halve the falls at night by 1~March~2025.",
        ),
        ("14 residents of 20 drink more", "14 residents of 20 drink more"),
        ("at 11 and 3", "at 11~and 3"),
        (
            "I have the yellow cup and squash, not tea, thank you.",
            "I have the yellow cup and squash, not tea, thank~you.",
        ),
        ("Too short for that, thank you.", "Too short for that, thank you."),
        (
            "A paragraph that ends in unmistakable consequences for all.\n\nAnd one more.",
            "A paragraph that ends in unmistakable consequences for~all.\n\nAnd one more.",
        ),
        ("", ""),
    ],
)
def test_words_that_stay_together(text, printed):
    assert keep_together(text).replace("\N{NO-BREAK SPACE}", "~") == printed


def test_names_addresses_and_drawings_are_left_as_they_are():
    content = replace(
        HYDRATION,
        title="Fewer falls on Unit 3 for all of us",
        home="Unit 3 of Elm",
        contact="Call 020 7946 0000",
        **charts(),
    )
    printed = set_for_print(content)
    kept = ("title", "home", "borough", "cohort_name", "contact", "theme", "charts", "design")
    assert [getattr(printed, name) for name in kept] == [getattr(content, name) for name in kept]


def test_day_of_a_change_is_on_one_line_with_its_month_and_what_it_begins():
    lines = [one.text for one in seen(laid_out(HYDRATION, {})) if "dates" in one.inside]
    assert [line.strip().replace("\N{NO-BREAK SPACE}", " ") for line in lines] == [
        "From 7 October",
        "From 28 October",
        "From 25 November",
    ]
