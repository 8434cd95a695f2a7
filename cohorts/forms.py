"""Forms of cohorts, funders and the team."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from cohorts.enums import CareSetting, JobRole, StaffLevel
from cohorts.models import Borough, Cohort, Funder
from core.forms import Helper
from core.moments import MomentField, moment_input

FIELDS = (
    "number",
    "label",
    "applications_open_at",
    "applications_close_at",
    "starts_on",
    "ends_on",
    "celebration_on",
    "places",
    "boroughs",
    "settings",
    "roles",
    "workshop_count",
    "set_meeting_count",
    "set_count",
    "workshop_weekday",
    "workshop_starts",
    "workshop_ends",
    "workshop_place",
    "set_starts",
    "set_ends",
    "foreword",
)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def heading(words: str) -> HTML:
    return HTML(f'<h2 class="h3 mt-4">{words}</h2>')


def row(*names: str) -> Div:
    return Div(*names, css_class="form-row")


class CohortForm(forms.ModelForm):
    settings = forms.MultipleChoiceField(
        label="Care settings that may apply",
        choices=CareSetting,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label="Roles that may apply", choices=JobRole, widget=forms.CheckboxSelectMultiple
    )
    boroughs = forms.ModelMultipleChoiceField(
        label="Boroughs of the homes",
        queryset=Borough.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Cohort
        fields = FIELDS
        labels = {
            "number": "Number of the cohort",
            "label": "Years",
            "places": "How many places",
            "workshop_weekday": "Workshops are on a",
            "workshop_starts": "Workshops start",
            "workshop_ends": "Workshops end",
            "workshop_place": "Where workshops are held",
            "set_starts": "Learning sets start",
            "set_ends": "Learning sets end",
        }
        field_classes = {
            "applications_open_at": MomentField,
            "applications_close_at": MomentField,
        }
        widgets = {
            "applications_open_at": moment_input(),
            "applications_close_at": moment_input(),
            "starts_on": day_input(),
            "ends_on": day_input(),
            "celebration_on": day_input(),
            "workshop_starts": time_input(),
            "workshop_ends": time_input(),
            "set_starts": time_input(),
            "set_ends": time_input(),
            "foreword": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        self.helper.layout = Layout(
            row("number", "label", "places"),
            heading("Dates"),
            row("applications_open_at", "applications_close_at"),
            row("starts_on", "ends_on", "celebration_on"),
            heading("Who may apply"),
            "boroughs",
            "settings",
            "roles",
            heading("Workshops and learning sets"),
            row("workshop_count", "workshop_weekday", "workshop_starts", "workshop_ends"),
            "workshop_place",
            row("set_count", "set_meeting_count", "set_starts", "set_ends"),
            heading("Booklet"),
            "foreword",
        )

    def _post_clean(self) -> None:
        """The service checks and saves; a form that touched the row would bypass its audit."""


class FunderForm(forms.Form):
    name = forms.CharField(label="Name of the funder", max_length=120)
    short_name = forms.CharField(
        label="Short name", max_length=40, required=False, help_text="Such as SWL ICS."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class FundingForm(forms.Form):
    funder = forms.ModelChoiceField(label="Funder", queryset=Funder.objects.all())
    places = forms.IntegerField(label="Places it pays for", min_value=1, max_value=500)
    credit_line = forms.CharField(
        label="Credit line",
        max_length=250,
        help_text="As it is printed on posters and in the booklet: “Kindly supported by …”.",
    )
    boroughs = forms.ModelMultipleChoiceField(
        label="Only for homes in (leave empty for all)",
        queryset=Borough.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    carried = forms.IntegerField(
        label="Of these, carried over from an earlier cohort",
        min_value=0,
        required=False,
        help_text="Places that the funder paid for and nobody took. Leave it empty if none.",
    )
    carried_from = forms.ModelChoiceField(
        label="From which cohort?", queryset=Cohort.objects.none(), required=False
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carried_from"].queryset = Cohort.objects.filter(  # type: ignore[attr-defined]
            programme=cohort.programme_id, number__lt=cohort.number
        ).order_by("-number")
        self.helper = Helper()


class PersonForm(forms.Form):
    """Somebody by name and e-mail; they sign in by a mailed code."""

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class StaffForm(PersonForm):
    level = forms.ChoiceField(
        label="May",
        choices=[
            (StaffLevel.STAFF, "Run cohorts (staff)"),
            (StaffLevel.ADMINISTRATOR, "Also change the team and issue summaries (administrator)"),
        ],
        widget=forms.RadioSelect,
        initial=StaffLevel.STAFF,
    )


class MailForm(forms.Form):
    """The words of one message that has not left yet."""

    subject = forms.CharField(max_length=250)
    body = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class ConsentTextForm(forms.Form):
    text = forms.CharField(
        label="The words",
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=20_000,
        error_messages={"required": "Write the words that people will read."},
    )
    changed = forms.CharField(
        label="What changed, in a sentence or two",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
        help_text="Needed from version 2 on: who answered the version before reads this first.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
