"""What the demonstration says: invented throughout, all of it different, nobody real in it."""

from collections import Counter

import pytest

from demonstration import content
from pioneers.register import Skip, open_register
from tests.demonstration.reading import NUMBER, folded, rows, words

APPLICATIONS = content.applications()

# People named in the public sources that the project was planned from.
REAL_PEOPLE = {
    "Andrea Carter",
    "George Croft",
    "Steph Thompson",
    "Carrie Chill",
    "Mike Armstrong",
    "Tay Nagendran",
    "Jess Harris",
    "Michael Mbanunu",
}
PERSON_GROUPS = {
    "leaders": 110,
    "programme_staff": 4,
    "facilitators": 6,
    "mentors": 12,
    "funder_contacts": 3,
}
ANSWER_WORDS = {
    "why_now": 150,
    "challenge": 150,
    "improvement": 120,
    "training_done": 80,
    "little_value": 60,
    "access_needs": 40,
}


# --- people -------------------------------------------------------------------------------


def test_people_are_as_many_as_the_demonstration_needs():
    groups = content.people()

    assert {name: len(groups[name]) for name in PERSON_GROUPS} == PERSON_GROUPS
    assert set(groups) == {*PERSON_GROUPS, "line_managers"}


def test_no_two_people_share_a_name_an_address_or_an_id():
    everybody = [one for group in content.people().values() for one in group]

    for field in ("name", "email", "id"):
        assert len({getattr(one, field) for one in everybody}) == len(everybody)


def test_nobody_is_a_real_person_of_the_sources_and_no_mail_can_reach_anybody():
    everybody = [one for group in content.people().values() for one in group]

    assert {one.name for one in everybody} & REAL_PEOPLE == set()
    assert [one.email for one in everybody if not one.email.endswith(".example")] == []


def test_each_leader_has_a_home_of_their_own_and_a_line_manager():
    leaders = content.people()["leaders"]

    assert sorted(one.home for one in leaders) == sorted(content.homes())
    assert all(content.person(one.line_manager).name != one.name for one in leaders)
    assert {one.role for one in leaders} == {"manager", "deputy", "senior_nurse"}


def test_senior_nurses_work_where_there_is_nursing():
    nurses = [one for one in content.people()["leaders"] if one.role == "senior_nurse"]

    assert {content.homes()[one.home].setting for one in nurses} == {"older_nursing"}


# --- homes --------------------------------------------------------------------------------


def test_the_importer_reads_every_invented_home():
    with open_register(content.INVENTED_HOMES) as register:
        entries = list(register.entries())

    assert [entry for entry in entries if isinstance(entry, Skip)] == []
    assert [entry.location_id for entry in entries] == list(content.homes())
    assert [entry.rating for entry in entries if entry.rating] == []


def test_the_headings_are_those_of_the_monthly_file():
    headings = set(rows(content.INVENTED_HOMES)[0])

    assert headings - set(rows(content.REGISTER_2021)[0]) == set()


@pytest.mark.parametrize("column", ["Location Name", "Provider Name"])
def test_no_invented_name_is_that_of_a_real_home_or_provider(column):
    real = {
        folded(row[name])
        for row in rows(content.REGISTER_2021)
        for name in ("Location Name", "Provider Name", "Brand Name")
    }
    invented = {folded(row[column]) for row in rows(content.INVENTED_HOMES)}

    assert invented & real == set()


def test_no_invented_postcode_is_that_of_a_real_home_but_its_district_is():
    real = {row["Location Postal Code"] for row in rows(content.REGISTER_2021)}
    districts = {
        (row["Location Local Authority"], row["Location Postal Code"].split()[0])
        for row in rows(content.REGISTER_2021)
    }
    invented = content.homes().values()

    assert {home.postcode for home in invented} & real == set()
    assert {(home.borough, home.postcode.split()[0]) for home in invented} - districts == set()


def test_boroughs_are_in_the_proportions_of_the_register():
    register = Counter(row["Location Local Authority"] for row in rows(content.REGISTER_2021))
    invented = Counter(home.borough for home in content.homes().values())

    for borough, homes in register.items():
        assert abs(invented[borough] - homes * 110 / 609) < 1, borough


def test_names_of_homes_are_all_different():
    names = [home.name for home in content.homes().values()]

    assert len(set(names)) == len(names) == 110


# --- applications -------------------------------------------------------------------------


def test_applications_are_in_every_state():
    assert Counter(one.state for one in APPLICATIONS) == {
        "submitted": 21,
        "draft": 12,
        "offered": 5,
        "confirmed": 4,
        "reserve": 2,
        "declined": 2,
        "withdrawn": 1,
    }
    assert Counter(one.progress for one in APPLICATIONS if one.state == "draft") == {
        "begun": 5,
        "nearly": 4,
        "half": 3,
    }


def test_no_applicant_is_already_a_pioneer_and_two_of_one_home_are_a_deputy_and_her_manager():
    pioneers = {member.person.id for member in [*content.past(), *content.running()]}

    assert len(pioneers) == 64
    assert {one.person.id for one in APPLICATIONS} & pioneers == set()
    homes = Counter(one.home.id for one in APPLICATIONS)
    [shared] = [home for home, count in homes.items() if count > 1]
    deputy, manager = [one for one in APPLICATIONS if one.home.id == shared]
    assert [deputy.person.role, manager.person.role] == ["deputy", "manager"]
    assert deputy.line_manager.email == manager.person.email
    assert manager.line_manager.email != manager.person.email


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda one: one.id)
def test_answers_keep_to_their_words(application):
    answers = application.answers

    assert set(answers) <= {*ANSWER_WORDS, "preference"}
    assert {key for key, most in ANSWER_WORDS.items() if words(answers.get(key, "")) > most} == (
        set()
    )
    assert answers.get("preference", "either") in ("morning", "afternoon", "either")


@pytest.mark.parametrize(
    "application", [one for one in APPLICATIONS if one.progress == "whole"], ids=lambda one: one.id
)
def test_a_whole_application_answers_what_must_be_answered(application):
    needed = {"why_now", "challenge", "improvement", "training_done", "preference"}

    assert needed - set(application.answers) == set()
    assert application.strength in ("strong", "middling", "weak")
    assert bool(application.decline_reason) == (application.state == "declined")
    assert bool(application.withdrawn_because) == (application.state == "withdrawn")


def test_no_two_long_answers_are_alike():
    long = [text for one in APPLICATIONS for text in one.answers.values() if words(text) > 8]

    assert len(set(long)) == len(long)


def test_two_readers_differ_and_the_same_seed_says_the_same_again():
    read = [one for one in APPLICATIONS if one.strength]
    for application in read:
        first, second = (content.review(application, 1, reader) for reader in (0, 1))
        assert first["note"] != second["note"]
        assert first == content.review(application, 1, 0)
        assert set(first["scores"].values()) <= {1, 2, 3, 4, 5}


# --- the programme ------------------------------------------------------------------------


def test_the_programme_has_what_its_pages_and_its_timetable_need():
    programme = content.programme()

    assert len(programme["workshops"]) == 4
    assert len(set(programme["learning_sets"])) == 10
    assert len(programme["tagline"]) <= 250
    assert 150 <= words(programme["foreword"]) <= 210
    assert [funder["name"] for funder in programme["funders"]] == [
        "South West London Integrated Care System",
        "The Health Foundation",
    ]


def test_the_programme_counts_nobody_by_hand():
    # Totals go stale: they are worked out from the records where they are shown.
    assert NUMBER.findall(content.programme()["description"]) == ["2018", "12"]
    assert NUMBER.findall(content.programme()["foreword"]) == []
