"""What could let somebody recognise a resident is found, and ordinary sentences are left alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from demonstration import content
from qi_projects.recognisable import Find, Sign, is_nhs_number, look

# A busy machine is no fault of the data.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

FOUND = [
    ("Rang about 943 476 5919 today", Sign.NHS_NUMBER, "943 476 5919"),
    ("9434765919", Sign.NHS_NUMBER, "9434765919"),
    ("943-476-5919.", Sign.NHS_NUMBER, "943-476-5919"),
    ("943\N{NO-BREAK SPACE}476\N{NO-BREAK SPACE}5919", Sign.NHS_NUMBER, "943 476 5919"),
    ("943-476 5919", Sign.NHS_NUMBER, "943-476 5919"),
    ("943.476.5919", Sign.NHS_NUMBER, "943.476.5919"),
    ("943–476–5919", Sign.NHS_NUMBER, "943–476–5919"),
    ("943  476  5919", Sign.NHS_NUMBER, "943 476 5919"),
    ("her number is 943\r\n476 5919", Sign.NHS_NUMBER, "943 476 5919"),
    ("943\N{ZERO WIDTH SPACE}4765919", Sign.NHS_NUMBER, "9434765919"),
    ("NHS-9434765919-", Sign.NHS_NUMBER, "9434765919"),
    ("NHS number: 943 476 591", Sign.NHS_NUMBER, "NHS number: 943 476 591"),
    ("She was born 3/4/1932.", Sign.BIRTH, "born 3/4/1932"),
    ("born on the 3rd of April 1932", Sign.BIRTH, "born on the 3rd of April 1932"),
    ("born in 1932", Sign.BIRTH, "born in 1932"),
    ("DOB 03.04.32", Sign.BIRTH, "DOB 03.04.32"),
    ("D.O.B.: 3 April 1932", Sign.BIRTH, "D.O.B.: 3 April 1932"),
    ("date of birth was 1932-04-03", Sign.BIRTH, "date of birth was 1932-04-03"),
    ("dob 12-Mar-31", Sign.BIRTH, "dob 12-Mar-31"),
    ("12-Mar-1931", Sign.BIRTH, "12-Mar-1931"),
    ("12 / 3 / 1931", Sign.BIRTH, "12 / 3 / 1931"),
    ("1931/03/12", Sign.BIRTH, "1931/03/12"),
    ("A card said 3 May 1931", Sign.BIRTH, "3 May 1931"),
    ("Elsie, aged 92, drank more", Sign.BIRTH, "Elsie, aged 92"),
    ("Elsie (92) drank more", Sign.BIRTH, "Elsie (92)"),
    ("Elsie, 92, drank more", Sign.BIRTH, "Elsie, 92"),
    ("Elsie Brown, who is 88", Sign.BIRTH, "Elsie Brown, who is 88"),
    ("a 92-year-old Élise", Sign.BIRTH, "92-year-old Élise"),
    ("Mrs Brown liked it", Sign.NAME, "Mrs Brown"),
    ("Mr. J. O’Neill liked it", Sign.NAME, "Mr. J. O’Neill"),
    ("Mr.Brown liked it", Sign.NAME, "Mr.Brown"),
    ("Mr J.Brown liked it", Sign.NAME, "Mr J.Brown"),
    ("MRS BROWN LIKED IT", Sign.NAME, "MRS BROWN LIKED"),
    ("mrs brown liked it", Sign.NAME, "mrs brown"),
    ("a resident called Elsie", Sign.NAME, "resident called Elsie"),
    ("our resident Elsie Brown", Sign.NAME, "resident Elsie Brown"),
    ("a lady we call Dot", Sign.NAME, "lady we call Dot"),
    ("moved to room 12.", Sign.ROOM, "room 12"),
    ("Room 4B was cold", Sign.ROOM, "Room 4B"),
]


@pytest.mark.parametrize(("text", "sign", "words"), FOUND, ids=[text for text, _, _ in FOUND])
def test_sign_is_found(text, sign, words):
    assert look(text) == [Find(sign, words)]


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",  # the check digit is wrong
        "Ring 020 7946 0123 or 07700 900123",
        "Order 19434765919 came",
        "Order 9434765919-2 came",
        "Tramadol MR tablets",
        "In March, 92 drinks were offered",
        "People aged 65 and over",
        "Mrs B. chose the blue cup",
        "We opened on 3 May 2024",
        "No date of birth is written on the chart",
        "Residents’ Meeting; the Resident Experience Group",
        "in each room 12 residents",
        "the room 24 hours a day",
        "A room of 20 degrees",
        "Dr Shah and the Friday round",
        "a resident who likes tea",
        "Total (92)",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert look(text) == []


def test_finds_come_in_the_order_of_the_text_and_once_each():
    assert look("Room 4, Mrs Brown. Mrs Brown again, born in 1932.") == [
        Find(Sign.ROOM, "Room 4"),
        Find(Sign.NAME, "Mrs Brown"),
        Find(Sign.BIRTH, "born in 1932"),
    ]


def test_nothing_is_found_in_any_text_of_the_demonstration():
    texts = list(_strings([*content.stories().values()]))
    assert len(texts) > 3000
    assert {text: found for text in texts if (found := look(text))} == {}


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _checked(nine):
    digits = f"{nine:09d}"
    rest = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "" if rest == 1 else f"{digits}{(11 - rest) % 11}"


# Numbers whose check digit would be 10 are never issued.
nhs_numbers = st.integers(1, 999_999_999).map(_checked).filter(bool)


@UNHURRIED
@given(nhs_numbers, st.sampled_from(["", " ", "-"]), st.text("abc ,.\n", max_size=20))
def test_every_nhs_number_is_found_however_it_is_spaced(number, gap, around):
    typed = gap.join([number[:3], number[3:6], number[6:]])
    assert look(f"{around} {typed} {around}") == [Find(Sign.NHS_NUMBER, typed)]


@UNHURRIED
@given(nhs_numbers, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_no_nhs_number(number, place, change):
    """Modulus 11 finds every single wrong digit; the last place has ten values for eleven rests."""
    wrong = (int(number[place]) + change) % 10
    assert not is_nhs_number(number[:place] + str(wrong) + number[place + 1 :])


@UNHURRIED
@given(nhs_numbers, st.integers(0, 8))
def test_two_digits_changed_about_are_no_nhs_number(number, place):
    left, right = number[place], number[place + 1]
    assume(left != right)
    assert not is_nhs_number(number[:place] + right + left + number[place + 2 :])


@UNHURRIED
@given(st.text(max_size=300))
def test_any_text_is_looked_through_and_its_finds_are_words_of_it(text):
    for find in look(text):
        assert find.text
        assert isinstance(find.sign, Sign)
