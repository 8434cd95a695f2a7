"""The demonstration's projects: invented, all different; their words agree with their figures."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

import pytest

from demonstration import content
from qi_projects.spc import run
from tests.demonstration.reading import NUMBER, every_text, folded, rows, words

STORIES = content.stories()
FINISHED = [story for id_, story in STORIES.items() if id_.startswith("P")]
UNDER_WAY = [story for id_, story in STORIES.items() if id_.startswith("R")]

STORY_WORDS = {
    "problem": (55, 92),
    "results": (28, 56),
    "learning": (36, 64),
    "what_did_not_work": (18, 44),
    "next_steps": (22, 44),
    "thanks": (13, 28),
}
# Numbers below ten are spelt out in the texts.
SPELT = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def by_id(story):
    return story["id"]


def test_there_are_34_finished_projects_and_30_under_way_in_every_theme():
    assert (len(FINISHED), len(UNDER_WAY)) == (34, 30)
    for stories in (FINISHED, UNDER_WAY):
        assert {story["theme"] for story in stories} == set(content.THEMES)


def test_titles_are_all_different_and_fit_a_poster():
    titles = [story["title"] for story in STORIES.values()]

    assert len(set(titles)) == 64
    assert [title for title in titles if len(title) > 70] == []


def test_no_two_projects_say_the_same_with_other_names():
    for field in ("problem", "measure", "aim"):
        texts = [folded(str(story[field])) for story in STORIES.values()]
        assert len(set(texts)) == 64
    sentences = [
        sentence.strip()
        for story in STORIES.values()
        for text in every_text({k: story[k] for k in ("problem", "updates", "application")})
        for sentence in re.split(r"(?<=[.?!]) ", text)
        if words(sentence) > 6
    ]
    assert [text for text, times in Counter(sentences).items() if times > 1] == []


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_a_project_belongs_to_a_home_of_its_setting_and_size(story):
    home = content.homes()[story["home"]]

    assert story["settings"] == [home.setting]
    assert content.person(story["pioneer"]).home == home.id
    if home.setting != "supported_living":
        assert 0 <= home.beds - story["residents"] <= 5


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_a_project_keeps_to_its_lengths(story):
    fields = STORY_WORDS if story in FINISHED else {"problem": STORY_WORDS["problem"]}

    for field, (least, most) in fields.items():
        assert least <= words(story[field]) <= most, field
    assert 28 <= words(story["application"]["why_now"]) <= 62
    assert [cycle["title"] for cycle in story["cycles"] if len(cycle["title"]) > 30] == []
    # what the record's own fields hold
    assert max(len(story["aim"]["what"]), len(story["aim"]["among"])) <= 160
    assert len("; ".join(story.get("team", []))) <= 300


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_cycles_follow_each_other_inside_the_series(story):
    points = len(story["series"]["values"])
    starts = [cycle["at_point"] for cycle in story["cycles"]]

    assert all(before < after for before, after in pairwise([0, *starts, points]))


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_values_can_be_values_of_their_measure(story):
    measure, values = story["measure"], story["series"]["values"]
    highest = {"percent": 100, "scale": 10 if "10" in measure["unit"] else 120}

    assert min(values) >= 0
    assert max(values) <= highest.get(measure["kind"], max(values))
    assert values == [round(value, story["series"]["decimals"]) for value in values]


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_the_aim_starts_where_the_numbers_start_and_points_the_right_way(story):
    aim, series = story["aim"], story["series"]
    before = series["values"][: series["baseline_points"]]

    assert aim["baseline"] == pytest.approx(median(before), abs=0.51)
    assert (aim["verb"] == "increase") == (aim["target"] > aim["baseline"])
    assert (
        story["measure"]["direction"] == {"increase": "increase", "reduce": "decrease"}[aim["verb"]]
    )
    assert story["measure"]["target"] == aim["target"]


@pytest.mark.parametrize("story", FINISHED, ids=by_id)
def test_a_finished_project_has_every_part(story):
    for field in ("quotation", "team", "updates", "people_reached", "next_steps", "thanks"):
        assert story[field]
    assert 2 <= len(story["cycles"]) <= 4
    assert 3 <= len(story["updates"]) <= 6
    assert {cycle["act"] for cycle in story["cycles"]} <= {"adopt", "adapt", "abandon"}
    assert all(all(cycle.values()) for cycle in story["cycles"])
    assert 12 <= len(story["series"]["values"]) <= 26


@pytest.mark.parametrize("story", UNDER_WAY, ids=by_id)
def test_a_project_under_way_claims_no_results(story):
    assert {"results", "learning", "shows", "quotation"} & set(story) == set()
    assert 6 <= len(story["series"]["values"]) <= 14
    assert 1 <= len(story["cycles"]) <= 2
    assert 2 <= len(story["updates"]) <= 3
    assert all(cycle["act"] for cycle in story["cycles"][:-1])


def test_nothing_happens_after_the_months_that_have_passed():
    for stories, weeks in ((FINISHED, 35), (UNDER_WAY, 18)):
        for story in stories:
            series = story["series"]
            last = series["first_week"] + (len(series["values"]) - 1) * series["every_weeks"]
            assert series["first_week"] >= 2
            assert last < weeks
            assert all(1 <= update["month"] * 4.35 < weeks for update in story["updates"])
            months = [update["month"] for update in story["updates"]]
            assert months == sorted(set(months))


@pytest.mark.parametrize("story", FINISHED, ids=by_id)
def test_what_a_project_is_said_to_show_is_what_its_chart_shows(story):
    values = story["series"]["values"]
    [part] = run(range(len(values)), values).parts

    assert part.n_useful >= 10
    assert part.runs_signal == (story["shows"] == "change")


def test_results_are_mixed_as_they_are_in_life():
    assert Counter(story["shows"] for story in FINISHED) == {
        "change": 18,
        "not_clear": 13,
        "no_change": 3,
    }


def figure(claim, story):
    """What a claim's number should be, from the values it speaks of."""
    target, rising = story["aim"]["target"], story["aim"]["verb"] == "increase"
    values = story["series"]["values"][claim["from"] - 1 : claim["to"]]
    on_target = sum(value >= target if rising else value <= target for value in values)
    return {
        "median": median(values),
        "max": max(values),
        "min": min(values),
        "points": len(values),
        "on_target": on_target,
        "off_target": len(values) - on_target,
    }[claim["figure"]]


@pytest.mark.parametrize("story", FINISHED, ids=by_id)
def test_numbers_in_the_results_agree_with_the_values(story):
    for claim in story["claims"]:
        due = figure(claim, story)
        printed = f"{round(due, 1):g}"
        if claim["figure"] in ("points", "on_target", "off_target") and due < len(SPELT):
            printed = SPELT[due]
        assert claim["says"] == printed
        assert re.search(rf"(?<![\d.]){re.escape(claim['says'])}(?![\d]|\.\d)", story["results"])


@pytest.mark.parametrize("story", FINISHED, ids=by_id)
def test_every_number_in_the_results_is_claimed_or_part_of_the_aim(story):
    about = story["measure"]["definition"] + story["measure"]["unit"]
    known = {claim["says"] for claim in story["claims"]}
    known |= {f"{story['aim']['target']:g}", *NUMBER.findall(about)}

    assert set(NUMBER.findall(story["results"])) - known == set()


def test_nobody_who_is_quoted_is_named():
    quoted = {story["quotation"]["who"].lower() for story in FINISHED}
    names = {one.first_name.lower() for one in content.people()["leaders"]}

    assert {who for who in quoted if set(re.findall(r"\w+", who)) & names} == set()


def test_no_resident_is_known_by_an_initial():
    found = [text for text in every_text(STORIES) if re.search(r"\b(Mr|Mrs|Miss|Ms) [A-Z]\b", text)]

    assert found == []


def test_no_project_or_application_names_a_real_home():
    # Short and everyday names ("The Oaks") would be found by chance.
    real = {
        row["Location Name"]
        for row in rows(content.REGISTER_2021)
        if words(row["Location Name"]) > 1 and len(row["Location Name"]) > 11
    }
    said = "\n".join(
        [
            *every_text(STORIES),
            *(text for one in content.applications() for text in one.answers.values()),
        ]
    )

    assert {name for name in real if name in said} == set()


@pytest.mark.parametrize("story", STORIES.values(), ids=by_id)
def test_every_story_has_its_drivers_and_each_cycle_tests_one_of_their_ideas(story):
    tree = content.drivers()[story["id"]]
    ideas = [idea for _, needs in tree for _, tries in needs for idea in tries]
    assert 1 <= len(tree) <= 5
    assert all(1 <= len(needs) <= 4 for _, needs in tree)
    assert sorted(set(ideas)) == sorted(ideas)
    assert [cycle["title"] for cycle in story["cycles"] if cycle["title"] not in ideas] == []
