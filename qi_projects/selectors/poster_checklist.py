"""What stands between a poster and the programme team, each with the place to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from qi_projects.models import Project
from qi_projects.poster.content import PosterContent, unprintable
from qi_projects.poster.designs import readable
from qi_projects.poster.versions import BOXES, COMMENTED
from qi_projects.selectors.charts import headline
from qi_projects.selectors.poster_words import own_words, printed_words

# The parts that can be shortened, as the page calls them.
SHORTENED = {
    "title": "the title",
    "problem": "why it matters",
    "aim_sentence": "the aim",
    "cycle_title": "the name of a change",
    "cycle_learned": "what a change taught you",
    "measure_definition": "how it is counted",
    "results": "what happened",
    "quotation": "the quotation",
    "learning": "what you learned",
    "what_did_not_work": "what did not work",
    "next_steps": "what comes next",
    "thanks": "the thanks",
}
# as many of the letters that cannot be printed are shown
MOST_LETTERS = 8


@dataclass(frozen=True)
class Line:
    """`must`: the poster cannot be sent without it; the others make it better."""

    words: str
    url: str
    action: str
    must: bool = False


def checklist(project: Project, content: PosterContent) -> list[Line]:
    """What is still to do; an empty list is a poster that can go as it is."""
    return [
        *_missing(project),
        *_comments(project),
        *_too_long(project, content),
        *_unprintable(project, content),
        *_better(project),
    ]


def print_faults(project: Project, content: PosterContent) -> list[str]:
    """What whoever checks the poster would only find on the print."""
    return [line.words for line in (*_too_long(project, content), *_unprintable(project, content))]


def from_the_record(project: Project) -> list[str]:
    """The boxes that the record fills, as nobody wrote in them."""
    own, printed = own_words(project), printed_words(project)
    return [name for name, text in printed.items() if text and not own[name]]


def _edit(project: Project, name: str) -> str:
    return f"{reverse('qi_projects:edit_project', args=[project.pk])}#id_{name}"


def write_url(project: Project, section: str) -> str:
    url = reverse("qi_projects:write_poster", args=[project.pk])
    return f"{url}#id_{BOXES[section]}" if section in BOXES else url


def _missing(project: Project) -> Iterator[Line]:
    said = printed_words(project)
    if not project.problem:
        yield Line("Say what matters, and why", _edit(project, "problem"), "Write it", must=True)
    if not project.aim_sentence:
        yield Line("Say what you want to change", _edit(project, "aim_what"), "Write it", must=True)
    if not said["results"]:
        url = write_url(project, "results")
        yield Line("Say what happened", url, "Write it", must=True)
    if not said["learning"]:
        url = write_url(project, "learning")
        yield Line("Say what you learned", url, "Write it", must=True)


def _comments(project: Project) -> Iterator[Line]:
    for comment in project.poster.comments.all():
        if not comment.is_done:
            label = COMMENTED.get(comment.section, comment.section)
            url = write_url(project, comment.section)
            yield Line(f"{label}: {comment.text}", url, "See to it")


def _too_long(project: Project, content: PosterContent) -> Iterator[Line]:
    """Only where the print becomes small: a long section is no fault if others leave it room."""
    if readable(content):
        return
    over = content.too_long()
    for name, label in SHORTENED.items():
        if name in over:
            n = over[name]
            words = f"Shorten {label}: about {n} word{'s' if n > 1 else ''} too long to print well"
            yield Line(words, _place(project, name), "Shorten it")


def _place(project: Project, name: str) -> str:
    """Where one of SHORTENED is written."""
    if name == "problem":
        return _edit(project, name)
    if name == "aim_sentence":
        return _edit(project, "aim_what")
    if name in ("cycle_title", "cycle_learned", "measure_definition"):
        return reverse("qi_projects:project", args=[project.pk])
    return write_url(project, name)


def _unprintable(project: Project, content: PosterContent) -> Iterator[Line]:
    """Letters without a font, at each part that has some; those of the rest together."""
    texts = {name: getattr(content, name, "") for name in SHORTENED}
    texts["cycle_title"] = " ".join(cycle.title for cycle in content.changes)
    texts["cycle_learned"] = " ".join(cycle.learned for cycle in content.changes)
    said = content.quotation
    texts["quotation"] = said.text + said.who if said else ""
    places = [
        *((text, SHORTENED[name], _place(project, name)) for name, text in texts.items()),
        (content.team, "the team", _edit(project, "team")),
        (
            " ".join(person.name for person in content.people),
            "your name",
            reverse("core:details"),
        ),
    ]
    elsewhere = set(content.unprintable())
    for text, label, url in places:
        if letters := unprintable(text):
            yield _boxes(letters, label, url)
            elsewhere -= set(letters)
    if elsewhere:
        url = reverse("qi_projects:project", args=[project.pk])
        yield _boxes("".join(sorted(elsewhere)), "your project", url)


def _boxes(letters: str, label: str, url: str) -> Line:
    shown = " ".join(letters[:MOST_LETTERS]) + (" …" if len(letters) > MOST_LETTERS else "")
    words = f"The print has no such letters as {shown} in {label}: they come out as empty boxes"
    return Line(words, url, "Write them another way")


def _better(project: Project) -> Iterator[Line]:
    measure = headline(project)
    if measure is None:
        url = reverse("qi_projects:add_measure", args=[project.pk])
        yield Line("No chart yet: choose what you count", url, "Choose it")
    elif not measure.observations.all():
        url = reverse("qi_projects:add_number", args=[project.pk, measure.pk])
        yield Line("No chart yet: add your numbers", url, "Add a number")
    if not project.cycles.all():
        url = reverse("qi_projects:add_cycle", args=[project.pk])
        yield Line("No change that you tested is recorded", url, "Add one")
    photos = [photo for photo in project.photos.all() if photo.on_poster]
    if not photos:
        url = reverse("qi_projects:add_photo", args=[project.pk])
        yield Line("No photograph yet; one or two do a poster good", url, "Add one")
    for photo in photos:
        if not photo.consent or not photo.alt_text.strip():
            url = reverse("qi_projects:remove_photo", args=[project.pk, photo.pk])
            yield Line("A photograph lacks its consent or its description", url, "Take it off")
    if not project.poster.quotation:
        url = f"{write_url(project, 'quotation')}"
        yield Line("No quotation yet: one sentence that somebody said", url, "Add one")
