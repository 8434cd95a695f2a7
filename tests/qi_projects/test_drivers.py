"""The driver diagram: its list is changed on one page, and it draws itself."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from core.errors import Refused
from qi_projects import selectors, services
from qi_projects.diagram import Branch, Tree, draw_diagram, render_diagram
from qi_projects.models import ChangeIdea, Driver, PdsaCycle, Project
from tests.qi_projects.running import ago, begun, url

pytestmark = pytest.mark.django_db


def seen(project):
    """The diagram as nested lists of words."""
    found = selectors.theory(selectors.with_record(Project.objects.filter(pk=project.pk)).get())

    def words(listed):
        return [
            listed.row.text,
            [words(one) for one in listed.needs],
            [idea.row.text for idea in listed.ideas],
        ]

    return [words(one) for one in found.drivers], [idea.row.text for idea in found.loose]


@pytest.fixture
def press(one, sign_in):
    client, address = sign_in(one.person), url("change_theory", one.project.pk)
    return lambda do, **data: client.post(address, {"do": do, **data})


def test_diagram_grows_on_one_page(one, press):
    press("add-driver", text="Drinks that people like")
    first = Driver.objects.get()
    press("add-driver", text="Help to drink")
    press("add-need", text="Ask each resident", driver=first.pk)
    need = Driver.objects.get(parent=first)
    press("add-idea", text="A picture menu", drivers=need.pk)
    press("add-idea", text="Ring a bell")
    assert seen(one.project) == (
        [
            [
                "Drinks that people like",
                [["Ask each resident", [], ["A picture menu"]]],
                [],
            ],
            ["Help to drink", [], []],
        ],
        ["Ring a bell"],
    )


def test_driver_is_renamed_moved_and_removed(one, press):
    for words in ("A", "B", "C"):
        press("add-driver", text=words)
    a, b, c = Driver.objects.all()
    press("up", driver=c.pk)
    press("down", driver=a.pk)
    press("save", driver=b.pk, text="Bee")
    press("remove", driver=c.pk)
    assert seen(one.project) == ([["A", [], []], ["Bee", [], []]], [])


@pytest.mark.parametrize(("do", "which"), [("up", 0), ("down", -1)])
def test_move_past_the_end_changes_nothing(one, press, do, which):
    for words in ("A", "B"):
        press("add-driver", text=words)
    assert press(do, driver=list(Driver.objects.all())[which].pk).status_code == 302
    assert [driver.text for driver in Driver.objects.all()] == ["A", "B"]


@pytest.mark.parametrize("do", ["up", "down"])
def test_idea_moved_on_an_old_page_where_it_stands_no_more_stays(one, press, do):
    driver = services.add_driver(one.project, by=one.person, text="Drinks that people like")
    idea = services.add_idea(one.project, by=one.person, text="Jugs on tables")
    assert press(do=do, idea=idea.pk, under=driver.pk).status_code == 302
    idea.refresh_from_db()
    assert idea.position == 0


def test_idea_serves_several_drivers_and_outlives_them(one, press):
    press("add-driver", text="A")
    press("add-driver", text="B")
    a, b = Driver.objects.all()
    press("add-idea", text="Jugs", drivers=a.pk)
    idea = ChangeIdea.objects.get()
    press("save", idea=idea.pk, text="Jugs on tables", drivers=[a.pk, b.pk])
    assert seen(one.project)[0] == [["A", [], ["Jugs on tables"]], ["B", [], ["Jugs on tables"]]]
    press("remove", driver=a.pk)
    press("remove", driver=b.pk)
    assert seen(one.project) == ([], ["Jugs on tables"])


def test_third_level_of_drivers_is_refused_and_the_words_come_back(one, press):
    press("add-driver", text="A")
    press("add-need", text="B", driver=Driver.objects.get().pk)
    page = press("add-need", text="C", driver=Driver.objects.get(text="B").pk).content.decode()
    assert "A driver diagram has two levels of drivers." in page
    assert 'value="C"' in page
    assert Driver.objects.count() == 2


def test_words_that_let_somebody_be_recognised_are_asked_about(one, press):
    page = press("add-driver", text="Mrs Brown’s cups")
    assert "“Mrs Brown’s” looks like somebody’s name" in page.content.decode()
    assert Driver.objects.count() == 0
    tick = page.context["pending"].fields["nobody_recognised"].widget.attrs["value"]
    press("add-driver", text="Mrs Brown’s cups", nobody_recognised=tick)
    assert Driver.objects.get().text == "Mrs Brown’s cups"


def test_rows_of_another_project_are_not_there(one, press):
    other = begun(one.pioneer.cohort)
    driver = services.add_driver(other.project, by=other.person, text="Theirs")
    assert press("remove", driver=driver.pk).status_code == 404
    idea = services.add_idea(one.project, by=one.person, text="Ours")
    with pytest.raises(Refused, match="belongs to another project"):
        services.change_idea(idea, by=one.person, text="Ours", drivers=[driver])
    press("save", idea=idea.pk, text="Ours", drivers=driver.pk)
    assert list(idea.drivers.all()) == []


def test_approved_poster_is_read_again_after_the_diagram_changed(one, press):
    one.poster.state = "approved"
    one.poster.approved_by, one.poster.approved_at = one.person, one.poster.changed_at
    one.poster.save()
    press("add-driver", text="A")
    one.poster.refresh_from_db()
    assert (one.poster.state, one.poster.version) == ("draft", 2)


def test_try_it_brings_the_words_of_the_idea(one, sign_in):
    idea = services.add_idea(one.project, by=one.person, text="Jugs on every table of the lounge")
    client = sign_in(one.person)
    page = client.get(f"{url('add_cycle', one.project.pk)}?idea={idea.pk}")
    form = page.context["form"]
    assert (form["title"].value(), form["idea"].value()) == (idea.text, idea.pk)
    client.post(
        url("add_cycle", one.project.pk),
        {"title": idea.text, "idea": idea.pk, "started_on": ago(1), "prediction": "More"},
    )
    cycle = PdsaCycle.objects.get()
    assert (cycle.idea, cycle.prediction) == (idea, "More")
    assert "Being tried" in client.get(url("theory", one.project.pk)).content.decode()


def test_next_cycle_is_offered_after_adapt_with_the_same_idea(one, sign_in):
    idea = services.add_idea(one.project, by=one.person, text="Jugs")
    cycle = services.add_cycle(
        one.project, by=one.person, title="Jugs", started_on=ago(9), idea=idea, plan="At ten"
    )
    client = sign_in(one.person)
    data = {"title": "Jugs", "idea": idea.pk, "started_on": ago(9), "act": "adapt", "study": "Few"}
    page = client.post(url("edit_cycle", one.project.pk, cycle.pk), data, follow=True)
    following = f"{url('add_cycle', one.project.pk)}?after={cycle.pk}"
    assert following in page.content.decode()
    form = client.get(following).context["form"]
    assert (form["title"].value(), form["idea"].value()) == ("Jugs", idea.pk)


def test_removed_idea_leaves_its_cycles(one, press):
    idea = services.add_idea(one.project, by=one.person, text="Jugs")
    cycle = services.add_cycle(
        one.project, by=one.person, title="Jugs", started_on=ago(9), idea=idea
    )
    press("remove", idea=idea.pk)
    cycle.refresh_from_db()
    assert cycle.idea is None


TREE = Tree(
    aim="We will increase drinks from 4 to 7 a day.",
    drivers=(
        Branch("Drinks that people like", (Branch("Ask each <resident>", (), (0, 1)),)),
        Branch("Help to drink", (Branch("The right cup", (), (1,)), Branch("Time")), (2,)),
        Branch("A very long driver " * 6),
    ),
    ideas=(("Menu", "Adopted"), ("Jugs & cups", ""), ("Bell", "Not tried yet"), ("Loose", "")),
)


def test_drawing_says_every_word_and_is_an_image_with_a_title():
    svg = ElementTree.fromstring(render_diagram(TREE, id_prefix="d"))
    words = " ".join("".join(svg.itertext()).split())
    said = re.sub(r"\s", "", words)
    for text in ("Ask each <resident>", "Jugs & cups", "A very long driver" * 6, "Adopted"):
        assert re.sub(r"\s", "", text) in said
    assert svg.get("role") == "img"
    assert svg[0].text == (
        "Driver diagram: 3 primary drivers, 4 change ideas. The list says the same in words."
    )
    assert "style=" not in render_diagram(TREE, id_prefix="d")


def test_no_two_boxes_of_a_column_overlap_and_all_stand_inside():
    drawn = draw_diagram(TREE)
    assert len(drawn.boxes) == 1 + 3 + 3 + 4
    for level in range(4):
        column = sorted((box for box in drawn.boxes if box.level == level), key=lambda box: box.y)
        for one, following in itertools.pairwise(column):
            assert one.y + one.height < following.y
    assert all(box.y >= 0 and box.y + box.height <= drawn.height for box in drawn.boxes)


def test_idea_of_two_drivers_is_one_box_with_two_lines():
    # aim to 3, drivers to 3 secondary, and ideas 2 + 1 + 1
    assert len(draw_diagram(TREE).lines) == 3 + 3 + 4


def test_empty_diagram_draws_its_aim_alone():
    drawn = draw_diagram(Tree(aim=""))
    assert [box.lines for box in drawn.boxes] == [["The aim is not written yet"]]
