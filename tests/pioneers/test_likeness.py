"""When two records look like one person, and that thousands are compared fast enough to use."""

from __future__ import annotations

import pytest

from core.models import NotSamePerson
from pioneers import likeness
from pioneers.enums import ApplicationState
from pioneers.likeness import Facts, email_key, pairs, phone_key, similar_names
from pioneers.selectors.matching import home_matches, matches_for, matches_of
from tests import factories as make


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Blessing Okafor", "blessing okafor", "the same name"),
        ("Okafor Blessing", "Blessing Okafor", "the same name the other way round"),
        ("Blessing Ada Okafor", "Blessing Okafor", "the same name but for a middle name"),
        ("Blessing Okafor", "Blesing Okafor", "a similar name"),
        ("José Núñez", "Jose Nunez", "the same name"),
        ("Mary O’Brien", "Mary OBrien", "the same name"),
        ("Grace Mensah", "Grace Moyo", ""),
        ("Grace", "Grace Mensah", ""),
        ("", "Grace Mensah", ""),
    ],
)
def test_names_are_alike(one, other, why):
    assert (similar_names(one, other), similar_names(other, one)) == (why, why)


def test_an_address_counts_without_dots_and_tags_and_a_telephone_without_its_country():
    same = ["g.mensah@home.example", "gmensah+work@Home.example", "GMENSAH@home.example"]
    assert {email_key(email) for email in same} == {"gmensah@home.example"}
    assert email_key("gmensah@other.example") != email_key(same[0])
    numbers = ["020 7946 0111", "+44 20 7946 0111", "0044 2079460111", "(020) 79460111"]
    assert {phone_key(number) for number in numbers} == {"2079460111"}
    assert phone_key("0111") == ""


def facts(pk, name, *, email="", phone="", home=None):
    return Facts(
        pk,
        email or f"p{pk}@homes.example",
        {name},
        {phone_key(phone)} - {""},
        {home: f"Home {home}"} if home else {},
    )


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"email": "a.b@x.example"}, {"email": "ab+1@x.example", "name": "Ruth Adeyemi"},
         ("the same e-mail address but for dots or a tag",)),
        ({"home": 7}, {"home": 7, "name": "Mensah Grace"},
         ("the same name the other way round and the same home, Home 7",)),
        ({"phone": "020 7946 0111"}, {"phone": "+44 20 7946 0111", "name": "Grace Mensa"},
         ("a similar name and the same telephone",)),
        ({}, {}, ("the same name",)),
        ({"home": 7}, {"home": 7, "name": "Ruth Adeyemi"}, None),
        ({"phone": "020 7946 0111"}, {"phone": "020 7946 0111", "name": "Ruth Adeyemi"}, None),
        ({}, {"name": "Grace Mensa"}, None),
    ],
)  # fmt: skip
def test_each_suggestion_says_why(one, other, reasons):
    people = [
        facts(1, **{"name": "Grace Mensah", **one}),
        facts(2, **{"name": "Grace Mensah", **other}),
    ]
    found = pairs(people)
    assert [likeness.reasons for likeness in found] == ([reasons] if reasons else [])


def test_thousands_are_compared_by_their_keys_and_not_each_with_each(monkeypatch):
    """Counted, not timed: how often two people are looked at beside each other."""
    compared = []
    compare = likeness.compare
    monkeypatch.setattr(
        likeness, "compare", lambda one, other: compared.append(1) or compare(one, other)
    )
    people = [
        facts(n, f"{chr(97 + n % 26)}{n:04d} Surname{n}", phone="020 7946 0000", home=n // 5 + 1)
        for n in range(5000)
    ]
    pairs(people)
    assert len(compared) < 3 * len(people)


pytest_db = pytest.mark.django_db


@pytest_db
def test_matches_of_one_person_are_those_of_the_whole_list():
    home = make.care_home()
    one = make.application(applicant=make.person("Comfort Boateng"), home=home).applicant
    make.application(applicant=make.person("Boateng Comfort"), home=home)
    make.application(applicant=make.person("Comfrt Boateng"), home=home)
    make.application(applicant=make.person("Comfort Boateng"))
    for _ in range(5):
        make.application()
    staff = make.staff()
    whole = {
        (match.beside(one), match.reasons)
        for match in matches_for(staff)
        if one in (match.one, match.other)
    }
    assert {(match.beside(one), match.reasons) for match in matches_of(staff, one)} == whole
    assert len(whole) == 3


@pytest_db
def test_matches_take_as_many_queries_for_many_as_for_few(count_queries):
    staff = make.staff()
    counts = []
    for more in (3, 27):
        for n in range(more):
            name = f"Comfort Boateng {n} {more}"
            for _ in range(2):
                make.application(applicant=make.person(name))
        counts.append(count_queries(lambda: matches_for(staff)))
    assert counts[0] == counts[1] <= 6


@pytest_db
def test_a_pair_that_was_said_to_be_two_people_and_what_a_draft_says_are_left_out():
    staff = make.staff()
    one, other = (
        make.application(applicant=make.person("Comfort Boateng")).applicant for _ in "12"
    )
    NotSamePerson.objects.create(**NotSamePerson.of(one, other), said_by=staff)
    home = make.care_home()
    for name in ("Ruth Adeyemi", "Ruth Adeyemy"):
        make.application(
            state=ApplicationState.DRAFT,
            applicant=make.person(name),
            home=home,
            phone="020 7946 0111",
        )
    assert matches_for(staff) == []


@pytest_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Saint Marys Lodge, SE19 2XX", True),
        ("st mary's lodge", True),
        ("somewhere at se192xx", True),
        ("Larch House SE19 2XY", False),
        ("", False),
    ],
)
def test_the_home_in_the_register_is_found_where_only_one_fits(typed, found, count_queries):
    home = make.care_home("St Mary’s Lodge", postcode="SE19 2XX")
    make.care_home("Larch House", postcode="SE1 1AA")
    application = make.application(home=None, home_as_typed=typed)
    assert [match.home for match in home_matches([application])] == ([home] if found else [])
    many = [application] * 30
    assert count_queries(lambda: home_matches(many)) <= 1
