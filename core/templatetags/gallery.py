"""What the gallery page shows: invented, plausible examples of every component's parameters."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.paginator import Page, Paginator
from django.utils.safestring import mark_safe

from core import badges

register = template.Library()

LONDON = ZoneInfo("Europe/London")


class HomeForm(forms.Form):
    """Every kind of field that the programme asks with."""

    email = forms.EmailField(label="Your email", help_text="We only write about the programme.")
    home = forms.CharField(label="Your care home")
    role = forms.ChoiceField(
        label="Your role",
        choices=[
            ("", "Choose one"),
            ("manager", "Manager"),
            ("deputy", "Deputy manager"),
        ],
    )
    setting = forms.ChoiceField(
        label="What kind of home is it?",
        widget=forms.RadioSelect,
        choices=[
            ("residential", "Residential"),
            ("nursing", "Nursing"),
            ("ld", "Supported living"),
        ],
    )
    hope = forms.CharField(
        label="What would you like to change in your home?",
        widget=forms.Textarea,
        help_text="Two or three sentences are enough.",
    )
    start = forms.DateField(label="When did you start?", widget=forms.DateInput({"type": "date"}))
    agree = forms.BooleanField(label="My line manager knows that I am applying")


class FilterForm(forms.Form):
    name = forms.CharField(label="Name or home", required=False)
    borough = forms.ChoiceField(
        label="Borough",
        choices=[("", "All 12 boroughs"), ("merton", "Merton")],
        required=False,
    )


CHART = """<svg viewBox="0 0 640 240" role="img" aria-labelledby="gallery-chart">
<title id="gallery-chart">Drinks offered before 11am: eight weeks above the median of 61.</title>
<line x1="50" y1="200" x2="620" y2="200" stroke="#74827f"/>
<line x1="50" y1="120" x2="620" y2="120" stroke="#b4540a" stroke-width="2" stroke-dasharray="6 5"/>
<text x="620" y="112" text-anchor="end" font-size="14" fill="#8a3f06">median 61</text>
<polyline fill="none" stroke="#0b5a57" stroke-width="2.5"
 points="70,150 120,165 170,142 220,158 270,131 320,96 370,84 420,90 470,72 520,78 570,60 610,66"/>
<g fill="#0b5a57"><circle cx="70" cy="150" r="4"/><circle cx="170" cy="142" r="4"/>
<circle cx="320" cy="96" r="4"/><circle cx="470" cy="72" r="4"/><circle cx="610" cy="66" r="4"/></g>
<text x="50" y="222" font-size="14" fill="#4a5c5a">7 April</text>
<text x="620" y="222" text-anchor="end" font-size="14" fill="#4a5c5a">23 June</text></svg>"""


def _page(number: int) -> Page:
    return Paginator(range(1, 84), 20).page(number)


@register.simple_tag
def gallery_examples() -> dict[str, Any]:
    empty_answer = {"email": "grace@", "home": "", "hope": "More drinks at breakfast."}
    failed = HomeForm(empty_answer, auto_id="failed_%s")
    failed.add_error(
        None, "The call closed on Wednesday 23 July 2025. Write to us if you are late."
    )
    return {
        "badges": badges.LOOKS.items(),
        "form": HomeForm(auto_id="blank_%s"),
        "failed": failed,
        "filters": FilterForm(auto_id="filter_%s"),
        "page": _page(2),
        "chart": mark_safe(CHART),
        "chart_head": ["Week starting", "Drinks offered", "Residents"],
        "chart_rows": [["7 April", 48, 31], ["14 April", 44, 31], ["21 April", 52, 30]],
        "steps": [
            {"label": "Can I apply?", "url": "#steps", "state": "done"},
            {"label": "You", "url": "#steps", "state": "done"},
            {"label": "Your home", "url": "#steps", "state": "error"},
            {"label": "Your project", "state": "current", "note": "About 5 minutes"},
            {"label": "Check and send"},
        ],
        "todos": [
            {
                "title": "Answer Grace Okafor's apology for tomorrow",
                "text": "Outbreak at Larkfield House",
                "url": "#todo",
                "tone": "late",
                "due": "workshop 2 is tomorrow",
            },
            {
                "title": "applications to read",
                "text": "Cohort 7, call closed on Wednesday 23 July 2025",
                "url": "#todo",
                "tone": "next",
                "count": 12,
                "due": "by Friday 1 August",
            },
            {"title": "posters to check", "url": "#todo", "count": 3},
            {"title": "Register of learning set 4 taken", "tone": "done"},
        ],
        "crumbs": [{"label": "Cohorts", "url": "#top"}, {"label": "Cohort 7"}],
        "actions": [{"label": "Export", "url": "#top", "icon": "download"}],
        "facts": [
            ("Home", "Larkfield House"),
            ("Borough", "Merton"),
            ("Line manager", ""),
            ("Places", 28),
        ],
        "people": [
            ("Grace Okafor", "Deputy manager", "Larkfield House", "Merton", "active"),
            ("Tomasz Wójcik", "Registered manager", "The Limes", "Croydon", "paused"),
            (
                "Shanice Campbell-Reid",
                "Senior nurse",
                "Elm Court",
                "Lambeth",
                "completed",
            ),
        ],
        "attendance": [
            ("present", "Came"),
            ("apologies", "Apologies"),
            ("absent", "Did not come"),
        ],
        "scores": [(number, number) for number in range(1, 6)],
        "starts": datetime(2025, 9, 17, 9, 30, tzinfo=LONDON),
        "ends": datetime(2025, 9, 17, 16, 0, tzinfo=LONDON),
    }
