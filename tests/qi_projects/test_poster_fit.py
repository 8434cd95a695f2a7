"""Posters laid out: one page, nothing cut, nothing outside its place or over something else."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_projects.enums import PosterDesign
from qi_projects.poster.content import Cycle, Quotation, Reached
from qi_projects.poster.pdf import SIZES
from tests.qi_projects.poster_boxes import faults, laid_out, unseen
from tests.qi_projects.poster_cases import CASES
from tests.qi_projects.poster_samples import DRIVERS, HYDRATION, NO_CHART, filled, with_photos

DESIGNS = PosterDesign.values


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", CASES)
def test_poster_is_one_page_with_every_word_in_its_place(name, design, size):
    content, media = CASES[name]
    content = replace(content, design=design)
    document = laid_out(content, media, size)
    assert faults(document) == []
    assert unseen(content, document) == []


def texts(most: int):
    """Nothing, or plain sentences of up to so many words."""
    return st.one_of(
        st.just(""), st.builds(filled, st.integers(1, most), st.sampled_from("abcdefgh"))
    )


CONTENTS = st.builds(
    replace,
    st.sampled_from([HYDRATION, replace(HYDRATION, **NO_CHART)]),
    design=st.sampled_from(DESIGNS),
    title=texts(16).map(lambda text: text or "Tea"),
    home=st.sampled_from(("Elm", "The Very Reverend Canon Ignatius Memorial Nursing Home")),
    problem=texts(90),
    aim_sentence=texts(50),
    finding=texts(30),
    measure_definition=texts(40),
    outcome=texts(12),
    results=texts(90),
    reached=st.lists(
        st.builds(Reached, st.integers(1, 99_999), st.sampled_from(("staff", "relatives"))),
        max_size=3,
    ).map(tuple),
    learning=texts(80),
    what_did_not_work=texts(60),
    next_steps=texts(60),
    thanks=texts(40),
    contact=st.sampled_from(("", "a.very.long.address.of.a.home@carehomes.example.org")),
    quotation=st.one_of(
        st.none(), st.builds(Quotation, texts(45).map(lambda text: text or "Yes."), texts(6))
    ),
    drivers=st.sampled_from(((), DRIVERS)),
    changes=st.lists(
        st.tuples(texts(10), texts(25), st.sampled_from(("", "adopt", "abandon"))), max_size=6
    ).map(
        lambda rows: tuple(
            Cycle(number, title or "Cups", learned, act, "May 2025")
            for number, (title, learned, act) in enumerate(rows, start=1)
        )
    ),
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(CONTENTS, st.integers(0, 4))
def test_poster_of_any_lengths_is_one_page_with_every_word_in_its_place(content, photos):
    content, media = with_photos(content, photos)
    document = laid_out(content, media)
    assert faults(document) == []
    assert unseen(content, document) == []
