"""Projects as their stories tell them, on the cohort's own dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cohorts.models import Cohort
from core import clock
from demonstration import content
from demonstration.build import people, progress
from demonstration.build.counting import count_alike
from demonstration.build.timeline import at
from pioneers.models import Pioneer
from qi_projects import services
from qi_projects.enums import PosterDesign
from qi_projects.models import ChangeIdea, Observation, Project

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def counting_day(story: dict[str, Any]) -> int:
    """The weekday on which the story says it counts, as days after the cohort's Wednesday."""
    named = [day for day in WEEKDAYS if day in story["measure"]["definition"]]
    return (WEEKDAYS.index(named[0]) - WEEKDAYS.index("Wednesday")) % 7 if named else 0


def day_of(cohort: Cohort, story: dict[str, Any], point: int) -> date:
    """The day of the n-th number, from 1."""
    series = story["series"]
    weeks = series["first_week"] + (point - 1) * series["every_weeks"]
    return cohort.starts_on + timedelta(weeks=weeks, days=counting_day(story))


def carry_out(
    cohort: Cohort, members: list[content.Member], step: Callable[[], None]
) -> list[Project]:
    """Each Pioneer's project: begun, counted, changed, told of."""
    places = {
        place.person.email: place
        for place in Pioneer.objects.filter(cohort=cohort).select_related(
            "person", "cohort", "home"
        )
    }
    made = []
    for n, member in enumerate(members):
        project = _carry_out(cohort, places[member.person.email], member.story)
        if n % 2 == 0:
            count_alike(cohort, project)
        made.append(project)
        step()
    return made


def _carry_out(cohort: Cohort, place: Pioneer, story: dict[str, Any]) -> Project:
    user, aim = place.person, story["aim"]
    begun = min(cohort.starts_on + timedelta(weeks=3), day_of(cohort, story, 1))
    with clock.at(at(begun, 18, 40)):
        project = services.start_project(
            place,
            by=user,
            title=story["title"],
            theme=story["theme"],
            problem=story["problem"],
            aim_verb=aim["verb"],
            aim_what=aim["what"],
            aim_from=aim["baseline"],
            aim_to=aim["target"],
            aim_unit=aim["unit"],
            aim_among=aim["among"],
            aim_by=cohort.starts_on + timedelta(days=30 * aim["by_month"]),
            # The Pioneer is named beside the team already.
            team="; ".join(one for one in story.get("team", []) if "Pioneer" not in one)[:300],
        )
        measure = services.add_measure(
            project,
            by=user,
            **{
                name: story["measure"][name]
                for name in ("name", "definition", "kind", "unit", "direction", "target")
            },
        )
        services.plan_reports()
    numbers = [
        (day_of(cohort, story, point), value, "")
        for point, value in enumerate(story["series"]["values"], start=1)
        if value is not None and day_of(cohort, story, point) <= clock.today()
    ]
    with clock.at(at(numbers[-1][0], 20, 15)):
        services.record_numbers(measure, by=user, numbers=numbers)
    with clock.at(at(begun, 19, 10)):
        ideas = _draw_drivers(project, story)
    for cycle in story["cycles"]:
        _try_change(cohort, project, cycle, story, ideas)
    progress.tell(project, measure, story, numbers)
    return project


def _draw_drivers(project: Project, story: dict[str, Any]) -> dict[str, ChangeIdea]:
    """Its driver diagram; returns the ideas by their words."""
    user, ideas = project.pioneer.person, {}
    for text, needs in content.drivers()[story["id"]]:
        primary = services.add_driver(project, by=user, text=text)
        for need, tries in needs:
            secondary = services.add_driver(project, by=user, text=need, parent=primary)
            for idea in tries:
                ideas[idea] = services.add_idea(project, by=user, text=idea, drivers=[secondary])
    return ideas


def _try_change(
    cohort: Cohort,
    project: Project,
    cycle: dict[str, Any],
    story: dict[str, Any],
    ideas: dict[str, ChangeIdea],
) -> None:
    started = day_of(cohort, story, cycle["at_point"]) + timedelta(days=1)
    if started > clock.today():
        return
    done = bool(cycle.get("act"))
    ended = min(started + timedelta(days=20), clock.today()) if done else None
    with clock.at(at(ended or started, 20, 30)):
        services.add_cycle(
            project,
            by=project.pioneer.person,
            title=cycle["title"],
            idea=ideas.get(cycle["title"]),
            started_on=started,
            ended_on=ended,
            **{name: cycle.get(name, "") for name in ("prediction", "plan", "do", "study", "act")},
        )


def poster_words(story: dict[str, Any]) -> dict[str, Any]:
    return {
        "headline": story["title"],
        "results": story["results"],
        "learning": story["learning"],
        "what_did_not_work": story["what_did_not_work"],
        "next_steps": story["next_steps"],
        "quotation": story["quotation"]["text"],
        "quotation_from": story["quotation"]["who"],
        "thanks": story["thanks"],
    }


def numbers_of(project: Project) -> list[date]:
    days = Observation.objects.filter(measure__project=project).values_list("on", flat=True)
    return list(days.order_by("on"))


def make_posters(cohort: Cohort, projects: list[Project], members: list[content.Member]) -> None:
    """Written in one of the designs, sent, one in five sent back once, approved; most shown."""
    designs = PosterDesign.values
    written = at(cohort.ends_on - timedelta(days=30), 19)
    administrator = people.staff()[0]
    for n, (project, member) in enumerate(zip(projects, members, strict=True)):
        user = project.pioneer.person
        with clock.at(written + timedelta(hours=9 * n)):
            # A few leave what comes next to the record, as many will.
            words = poster_words(member.story) | ({"next_steps": ""} if n % 7 == 3 else {})
            poster = services.write_poster(project, by=user, design=designs[n % 3], **words)
            public = n % 6 != 5
            services.submit_poster(poster, by=user, declared=True, public=public)
        if n % 5 == 2:
            with clock.at(written + timedelta(hours=9 * n + 15)):
                services.ask_for_changes(
                    poster,
                    by=administrator,
                    comment="A lovely poster, and nearly there.",
                    at={
                        "results": "Could you say how many weeks this covers?",
                        "thanks": "Is anybody missing here?",
                    },
                )
            with clock.at(written + timedelta(hours=9 * n + 30)):
                weeks = (numbers_of(project)[-1] - numbers_of(project)[0]).days // 7
                services.write_poster(
                    project,
                    by=user,
                    done=dict.fromkeys(poster.comments.values_list("pk", flat=True), True),
                    results=f"{member.story['results']} This covers {weeks} weeks.",
                )
                services.submit_poster(poster, by=user, declared=True, public=public)
        with clock.at(written + timedelta(hours=9 * n + 40)):
            services.approve_poster(poster, by=administrator)
