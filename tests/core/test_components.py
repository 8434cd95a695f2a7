"""The components: what they show, what they keep out, and the policy that all templates keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError

from cohorts.enums import CohortState
from core import badges
from core.models.document import DocumentState
from core.models.mail import MailState
from core.templatetags.components import initials
from pioneers.enums import ApplicationState, Decision, PioneerState, ReleaseState
from qi_projects.enums import PosterState, ReportState
from workshops.enums import AttendanceState, SessionState

ENUMS = {
    "application": ApplicationState,
    "decision": Decision,
    "release": ReleaseState,
    "pioneer": PioneerState,
    "cohort": CohortState,
    "session": SessionState,
    "attendance": AttendanceState,
    "poster": PosterState,
    "report": ReportState,
    "mail": MailState,
    "document": DocumentState,
}
# Worked out and kept nowhere: there is no enum whose words they could say.
WORKED_OUT = {"change", "completion", "idea", "pair", "pause", "stage"}
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# PDFs never reach a browser, and what is opened as a file is sent by no server: none has a policy.
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html") if not {"pdf", "offline"} & set(path.parts)
)


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_every_kind_of_badge_is_checked_against_its_enum():
    assert set(badges.LOOKS) == set(ENUMS) | WORKED_OUT


def test_what_is_drawn_once_is_of_nobodys_page():
    inside = "{% once %}<i>{% if name %}{% firstof name %}{% endif %}</i>{% endonce %}"
    page = Template("{% load components %}" + inside + "{{ name }}")
    shown = [page.render(Context({"name": name})) for name in ("Grace", "Piotr")]
    assert shown == ["<i></i>Grace", "<i></i>Piotr"]


def test_a_value_of_the_page_can_not_be_drawn_once():
    with pytest.raises(TemplateSyntaxError, match="the same on every page"):
        Template("{% load components %}{% once %}{% if 1 %}{{ name }}{% endif %}{% endonce %}")


@pytest.mark.parametrize("kind", ENUMS)
def test_badges_say_the_words_of_their_enum(kind):
    assert {state: look.word for state, look in badges.LOOKS[kind].items()} == dict(
        ENUMS[kind].choices
    )


@pytest.mark.parametrize("kind", ENUMS)
def test_no_two_states_of_a_kind_look_the_same(kind):
    looks = list(badges.LOOKS[kind].values())
    assert len(set(looks)) == len(looks)


def test_badge_of_a_state_without_a_look_shows_its_own_word():
    assert badges.look("application", "on_its_way") == badges.Look("quiet", "circle", "On its way")


def test_badge_takes_another_word():
    assert "Place kept" in render('{% badge "application" "offered" "Place kept" %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Grace Okafor", "GO"), ("Shanice Ann Campbell-Reid", "SC"), ("Tomasz", "T"), ("", "")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_component_shows_its_body():
    assert "<em>Wednesday</em>" in render(
        '{% component "panel" title="When" %}<em>Wednesday</em>{% endcomponent %}'
    )


def test_component_escapes_its_parameters():
    page = render('{% component "panel" title=title %}{% endcomponent %}', title="<b>Elm</b>")
    assert "&lt;b&gt;Elm&lt;/b&gt;" in page


def test_choice_row_escapes_its_name_values_and_labels():
    choices = [('"><i>', "<b>one</b>"), (2, "two")]
    template = Template("{% load components %}{% radios name choices value %}")
    html = template.render(Context({"name": '"><u>', "choices": choices, "value": 2}))
    assert [tag in html for tag in ("<i>", "<b>", "<u>")] == [False, False, False]
    assert html.count(" checked") == 1


def test_component_sees_nothing_else_of_the_page():
    page = render(
        '{% component "notice" %}Body{% endcomponent %}', title="Title of the page", text="Text"
    )
    assert "Title of the page" not in page


def test_form_inside_a_component_carries_the_csrf_token():
    page = render(
        '{% component "confirm" action_label="Yes" %}{% endcomponent %}', csrf_token="a" * 64
    )
    assert f'name="csrfmiddlewaretoken" value="{"a" * 64}"' in page


class HomeForm(forms.Form):
    home = forms.CharField(label="Your care home")


def test_failed_form_opens_with_a_summary_whose_links_reach_the_fields():
    page = render('{% component "form" form=form %}{% endcomponent %}', form=HomeForm({}))
    target = re.search(r'<a href="#(?P<id>[^"]+)">Your care home:', page)["id"]
    assert f'id="{target}"' in page.split("<form", 1)[1]


def test_refusal_of_the_whole_form_is_said_once():
    form = HomeForm({"home": "Larkfield House"})
    form.add_error(None, "The call is closed.")
    page = render('{% component "form" form=form %}{% endcomponent %}', form=form)
    assert page.count("The call is closed.") == 1


def test_suppressed_number_is_never_in_the_page():
    page = render('{% include "components/stat.html" with value=5 of=7 suppressed=True only %}')
    assert re.findall(r">\s*(?:of )?[57]\s*<", page) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_page_templates_keep_the_content_security_policy(path):
    source = path.read_text()
    inline = re.compile(
        r"""\sstyle\s*=|\son(?:click|change|submit|input|load)\s*=|<style|javascript:"""
        r"""|<script(?![^>]*(?:\ssrc=|type="application/json"))""",
        re.IGNORECASE,
    )
    assert inline.findall(source) == []


@pytest.mark.django_db
def test_gallery_is_open_to_everyone(client):
    assert client.get("/gallery/").status_code == 200
