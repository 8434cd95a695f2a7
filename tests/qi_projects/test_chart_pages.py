"""Choosing a chart, drawing a new line, and taking a chart away as a file."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from datetime import timedelta
from decimal import Decimal

import pytest
from PIL import Image

from core import audit
from core.errors import Refused
from qi_projects import selectors, services
from qi_projects.models import Observation, Rebase
from qi_projects.services.charts import NO_NEW_LINE
from tests import factories as make
from tests.qi_projects.running import ago, approved, begun, errors, url, with_numbers
from tests.qi_projects.series_samples import STEP_DOWN, UP_AND_DOWN

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def counted(values, **fields):
    one = begun(direction="decrease", measure="falls a week", **fields)
    with_numbers(one.measure, values, one.person)
    return one


def as_percentages(one, of=12):
    """The same measure as so many out of so many."""
    one.measure.kind = "percent"
    one.measure.direction = "increase"
    one.measure.save()
    for row in one.measure.observations.all():
        row.events, row.out_of = row.value, Decimal(of)
        row.value = 100 * row.events / row.out_of
        row.save()


def kinds(one):
    return [(choice["kind"], choice["name"]) for choice in selectors.chart_choices(one.measure)]


def drawn(one):
    return selectors.chart(one.measure, []).kind


# Which chart


@pytest.mark.parametrize(
    ("points", "offered"),
    [
        (11, []),
        (12, [("run", "Run chart"), ("xmr", "XmR chart with trial limits")]),
        (19, [("run", "Run chart"), ("xmr", "XmR chart with trial limits")]),
        (20, [("run", "Run chart"), ("xmr", "XmR chart"), ("c", "c chart")]),
    ],
)
def test_only_charts_that_the_number_of_points_allows_are_offered(points, offered):
    values = [int(value) for value in UP_AND_DOWN[:points]]
    assert kinds(counted(values)) == offered


def test_page_says_with_how_many_more_numbers_other_charts_come(sign_in):
    one = counted([3, 4])
    page = sign_in(one.person).get(url("choose_chart", one.project.pk, one.measure.pk))
    assert "With 10 more you can choose an XmR chart" in page.content.decode()


def test_percentages_of_known_size_are_offered_a_p_chart_and_get_it_by_themselves():
    one = counted([int(value) for value in UP_AND_DOWN[:20]])
    as_percentages(one)
    assert kinds(one)[-1] == ("p", "p chart")
    assert drawn(one) == "p"


def test_rates_of_known_days_are_offered_a_u_chart_per_thousand():
    one = counted([int(value) for value in UP_AND_DOWN[:20]])
    Observation.objects.filter(measure=one.measure).update(events=3, out_of=300)
    one.measure.kind, one.measure.per = "rate", 1000
    one.measure.save()
    assert (kinds(one)[-1], drawn(one)) == (("u", "u chart"), "u")


def test_days_between_events_stay_a_run_chart():
    one = counted(UP_AND_DOWN)
    one.measure.kind = "time_between"
    one.measure.save()
    assert (kinds(one), drawn(one)) == ([], "run")


def test_other_chart_is_one_press_on_the_project_and_on_the_poster_too(sign_in):
    one = counted(UP_AND_DOWN)
    client = sign_in(one.person)
    address = url("choose_chart", one.project.pk, one.measure.pk)
    page = client.get(url("project", one.project.pk)).content.decode()
    assert page.count(f'action="{address}"') == 1
    assert '<button class="btn btn-secondary" name="chart" value="run">Run chart</button>' in page

    answer = client.post(address, {"chart": "run"})
    assert answer.url == f"{url('project', one.project.pk)}#measure-{one.measure.pk}"
    one.measure.refresh_from_db()
    one.project.refresh_from_db()
    poster = selectors.poster_content(one.project)
    assert (one.measure.chart, drawn(one)) == ("run", "run")
    assert poster.finding == selectors.chart(one.measure, []).finding.on_poster
    assert "Median of 24 points" in poster.chart_note


@pytest.mark.parametrize(("chart", "said"), [("auto", "Mean of"), ("run", "Median of")])
def test_page_and_poster_say_the_same_of_the_same_numbers(chart, said):
    one = counted(STEP_DOWN)
    services.choose_chart(one.measure, by=one.person, chart=chart)
    card = selectors.chart_card(one.measure, [])
    poster = selectors.poster_content(one.project)
    assert poster.finding == card["finding"]
    assert said in poster.chart_note
    assert poster.chart_note in card["caption"]


@pytest.mark.parametrize("chart", ["xmr", "attribute", "pie"])
def test_chart_that_the_points_do_not_allow_is_refused_and_not_kept(sign_in, chart):
    one = counted(UP_AND_DOWN[:11])
    with pytest.raises(Refused, match="not enough numbers"):
        services.choose_chart(one.measure, by=one.person, chart=chart)
    address = url("choose_chart", one.project.pk, one.measure.pk)
    answer = sign_in(one.person).post(address, {"chart": chart})
    assert errors(answer) == ["There are not enough numbers for this chart yet. Choose another."]
    one.measure.refresh_from_db()
    assert one.measure.chart == "auto"


def test_choosing_is_noted_and_an_approved_poster_goes_back(world):
    one = counted(UP_AND_DOWN)
    approved(one, by=world["staff"])
    services.choose_chart(one.measure, by=one.person, chart="run")
    services.choose_chart(one.measure, by=one.person, chart="run")
    one.poster.refresh_from_db()
    assert (one.poster.state, one.poster.version) == ("draft", 2)
    chosen = [event for event in audit.history(one.measure) if event.action == "chose a chart"]
    assert [event.detail for event in chosen] == [{"chart": "run"}]


# A new line


def test_new_line_is_offered_from_the_first_point_of_a_change_that_has_held():
    one = counted(STEP_DOWN)
    eleventh = one.measure.observations.order_by("on")[10]
    assert selectors.new_line_from(one.measure) == eleventh.on


@pytest.mark.parametrize(
    "values",
    [
        UP_AND_DOWN,  # nothing changed
        STEP_DOWN[:19],  # held for nine points only
        [*STEP_DOWN, 9, 10, 9, 11, 10, 9, 10],  # came back
        [9, 8, 11, *STEP_DOWN[10:]],  # no line before it to keep
        STEP_DOWN[:5],
    ],
    ids=["no signal", "nine points", "came back", "nothing before", "too few"],
)
def test_new_line_is_not_offered_or_drawn_otherwise(values, sign_in):
    one = counted(values)
    assert selectors.new_line_from(one.measure) is None
    with pytest.raises(Refused) as refusal:
        services.draw_new_line(one.measure, by=one.person, on=ago(70), reason="New cups")
    assert str(refusal.value) == NO_NEW_LINE
    page = sign_in(one.person).get(url("new_line", one.project.pk, one.measure.pk))
    assert NO_NEW_LINE in page.content.decode()
    assert not Rebase.objects.exists()


def test_new_line_keeps_the_old_one_and_says_what_has_held(sign_in):
    one = counted([*STEP_DOWN[:10], 4, 5, 3, 4.5, 5.5, 3.5, 2.5, 5.2, 4.2, 3.2, 4.8, 2.8])
    day = selectors.new_line_from(one.measure)
    client = sign_in(one.person)
    client.post(
        url("new_line", one.project.pk, one.measure.pk),
        {"on": day.isoformat(), "reason": "The night staff walk with them"},
    )
    chart = selectors.chart(one.measure, [])
    assert [line.label.split()[0] for line in chart.lines if line.label] == ["Median"]
    old, new = chart.lines
    assert old.x2 < new.x1
    assert chart.finding.sentence == (
        f"Since {day.day} {day:%B %Y} the median is 4.1; before, it was 9.5. "
        "No clear change yet: the ups and downs are normal for your home."
    )
    assert [row[2] for row in chart.rows if row[2]] == ["New line: The night staff walk with them"]
    assert audit.history(one.measure).first().action == "drew a new line"


def test_new_line_needs_a_reason_and_the_day_that_was_offered():
    one = counted(STEP_DOWN)
    day = selectors.new_line_from(one.measure)
    for on, reason, words in (
        (day, "  ", "say why"),
        (day - timedelta(7), "Cups", "Open it again"),
    ):
        with pytest.raises(Refused, match=words):
            services.draw_new_line(one.measure, by=one.person, on=on, reason=reason)
    assert not Rebase.objects.exists()


def test_line_taken_back_leaves_the_chart_as_it_was_and_is_noted(sign_in):
    one = counted(STEP_DOWN)
    before = selectors.chart(one.measure, []).finding
    line = services.draw_new_line(
        one.measure, by=one.person, on=selectors.new_line_from(one.measure), reason="Cups"
    )
    address = url("take_line_back", one.project.pk, one.measure.pk, line.pk)
    client = sign_in(one.person)
    assert client.get(address).status_code == 200
    assert Rebase.objects.count() == 1
    client.post(address)
    assert selectors.chart(one.measure, []).finding == before
    event = audit.history(one.measure).first()
    assert (event.action, event.detail) == (
        "took a new line back",
        {"from": line.on.isoformat()},
    )


# Files


def file(client, one, form):
    return client.get(url("chart_file", one.project.pk, one.measure.pk, form))


def test_drawing_stands_by_itself_with_its_size_and_fonts(sign_in):
    one = counted(UP_AND_DOWN)
    answer = file(sign_in(one.person), one, "svg")
    root = ET.fromstring(answer.content)
    assert (root.tag, root.get("width")) == (f"{SVG}svg", "640")
    assert root.get("viewBox") == f"0 0 640 {root.get('height')}"
    assert root.get("font-family").startswith("'Atkinson Hyperlegible'")
    assert answer["Content-Disposition"] == 'attachment; filename="falls-a-week.svg"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_picture_is_three_times_the_drawing_and_not_empty(sign_in):
    one = counted(UP_AND_DOWN)
    answer = file(sign_in(one.person), one, "png")
    picture = Image.open(io.BytesIO(answer.content))
    tall = selectors.chart(one.measure, []).height
    assert (picture.format, picture.size) == ("PNG", (1920, 3 * tall))
    assert len(picture.convert("RGB").getcolors(100_000)) > 20


def test_picture_is_set_in_our_own_letters():
    """The same word in a font that no machine has comes out otherwise."""
    from qi_projects import chart_files

    one = counted(UP_AND_DOWN)
    ours = chart_files.png(one.measure, [])
    fonts = chart_files._fonts()
    try:
        chart_files._fonts.cache_clear()
        chart_files.CUTS, cuts = (), chart_files.CUTS
        assert chart_files.png(one.measure, []) != ours
    finally:
        chart_files.CUTS = cuts
        chart_files._fonts.cache_clear()
    assert [path.suffix for path in fonts] == [".ttf"] * 5


def test_numbers_come_with_the_lines_of_the_chart_and_no_formula(sign_in):
    one = begun(direction="decrease", measure="=falls()")
    services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(7), 3, "=1+1"), (ago(3), 4.5, "")]
    )
    text = file(sign_in(one.person), one, "csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Date", "'=falls()", "Median (Run chart)", "Target", "What happened"],
        [ago(7).isoformat(), "3", "", "", "'=1+1"],
        [ago(3).isoformat(), "4.5", "", "", ""],
    ]


def test_numbers_of_a_p_chart_have_what_they_are_out_of_and_their_limits(sign_in):
    one = counted([int(value) for value in UP_AND_DOWN[:20]])
    as_percentages(one)
    text = file(sign_in(one.person), one, "csv").content.decode("utf-8-sig")
    head, first = list(csv.reader(io.StringIO(text)))[:2]
    assert head[2:7] == ["So many", "Out of", "Mean (p chart)", "Lower limit", "Upper limit"]
    # 175 of 240 are 72.92 %; three standard deviations with 12 residents are 38.49 %.
    assert first[1:7] == ["75", "9", "12", "72.9167", "34.4313", ""]


def test_file_of_another_form_is_not_there(sign_in):
    one = counted([3])
    assert file(sign_in(one.person), one, "exe").status_code == 404


def test_mentor_sees_files_and_no_choice_of_chart(world, sign_in):
    one = counted(UP_AND_DOWN)
    mentor = make.mentor()
    make.pairing(one.pioneer, mentor)
    client = sign_in(mentor.user)
    page = client.get(url("project", one.project.pk)).content.decode()
    assert url("chart_file", one.project.pk, one.measure.pk, "png") in page
    assert f'action="{url("choose_chart", one.project.pk, one.measure.pk)}"' not in page
    assert file(client, one, "csv").status_code == 200


def test_page_about_reading_charts_shows_every_sign_with_words(sign_in):
    page = sign_in(begun().person).get(url("reading_charts")).content.decode()
    assert page.count('aria-hidden="true" fill="#fff"') == 16
    for words in ("Improving: the numbers are lower", "Target missed", "Special cause"):
        assert words in page
