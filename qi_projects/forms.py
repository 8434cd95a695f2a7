"""Forms of projects, numbers, cycles, photographs and posters."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from core import clock
from core.forms import Helper
from qi_projects.enums import Act, AimVerb, Direction, MeasureKind, Theme
from qi_projects.models import PdsaCycle, Poster, Project

RESIDENTS = "Please write nothing that would let anybody recognise a resident."


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CrispyForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class StartForm(CrispyForm):
    """Four questions begin a project; everything else can wait."""

    problem = forms.CharField(
        label="What matters to you, and why now?", widget=text(4), help_text=RESIDENTS
    )
    title = forms.CharField(
        label="What would you call it?",
        max_length=120,
        help_text="A few words, such as “More drinks, more often”. You can change it.",
    )
    theme = forms.ChoiceField(label="Which theme is nearest?", choices=Theme)
    aim_among = forms.CharField(
        label="For whom?",
        max_length=160,
        help_text="Such as “the 24 residents of the first floor”.",
    )
    measure = forms.CharField(
        label="How will you know it is better? What will you count?",
        max_length=120,
        help_text="Such as “drinks offered a day”. One thing is enough.",
    )
    direction = forms.ChoiceField(
        label="It is better when the number is",
        choices=[(Direction.INCREASE, "Higher"), (Direction.DECREASE, "Lower")],
        widget=forms.RadioSelect,
    )
    aim_by = forms.DateField(label="By when?", widget=day_input())


class ProjectForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = (
            "title",
            "theme",
            "problem",
            "aim_verb",
            "aim_what",
            "aim_from",
            "aim_to",
            "aim_unit",
            "aim_among",
            "aim_by",
            "team",
        )
        labels = {
            "title": "Title",
            "problem": "What matters, and why now",
            "aim_verb": "We will",
            "aim_what": "what",
            "aim_from": "from",
            "aim_to": "to",
            "aim_unit": "counted in",
            "aim_among": "among whom, where",
            "aim_by": "by",
            "team": "Who is in the team",
        }
        help_texts = {
            "problem": RESIDENTS,
            "aim_what": "Such as “falls in the lounge”.",
            "aim_unit": "Such as “a week” or “% of residents”.",
            "team": "Roles and first names of staff.",
        }
        widgets = {"aim_by": day_input(), "problem": text(5)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim_verb"].choices = [("", "…"), *AimVerb.choices]  # type: ignore[attr-defined]
        self.helper = Helper()
        self.helper.layout = Layout(
            "title",
            "theme",
            "problem",
            HTML('<h2 class="h4 mt-4">The aim</h2>'),
            Div("aim_verb", "aim_what", css_class="form-row"),
            Div("aim_from", "aim_to", "aim_unit", css_class="form-row"),
            Div("aim_among", "aim_by", css_class="form-row"),
            "team",
        )

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class NumberForm(CrispyForm):
    """One number: the smallest thing a Pioneer can add, between two shifts."""

    value = forms.DecimalField(
        label="The number",
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    on = forms.DateField(label="Counted on", widget=day_input(), initial=clock.today)
    note = forms.CharField(
        label="Anything to know about this day?",
        max_length=200,
        required=False,
        help_text="Such as “outbreak” or “two agency staff”. It is shown on the chart.",
    )


class MeasureForm(CrispyForm):
    name = forms.CharField(label="What do you count?", max_length=120)
    definition = forms.CharField(
        label="Exactly how",
        widget=text(3),
        required=False,
        help_text="What is counted, who counts it, how and when: so that anybody could do it.",
    )
    kind = forms.ChoiceField(label="What kind of number is it?", choices=MeasureKind)
    unit = forms.CharField(
        label="Counted in", max_length=60, required=False, help_text="Such as “drinks a day”."
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Direction, widget=forms.RadioSelect
    )
    target = forms.DecimalField(
        label="The number you aim for", max_digits=9, decimal_places=2, required=False
    )


class CycleForm(forms.ModelForm):
    act = forms.ChoiceField(
        label="Act: what now?",
        choices=[("", "Not decided yet"), *Act.choices],
        required=False,
        help_text="Abandoning what did not work is a good result.",
    )

    class Meta:
        model = PdsaCycle
        fields = ("title", "started_on", "ended_on", "prediction", "plan", "do", "study", "act")
        labels = {
            "title": "What you try, in a few words",
            "started_on": "From",
            "ended_on": "Until",
            "prediction": "What do you think will happen?",
            "plan": "Plan: who does what, when, where?",
            "do": "Do: what happened?",
            "study": "Study: what did you learn?",
        }
        widgets = {
            "started_on": day_input(),
            "ended_on": day_input(),
            "prediction": text(2),
            "plan": text(3),
            "do": text(3),
            "study": text(3),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        self.helper.layout = Layout(
            "title",
            Div("started_on", "ended_on", css_class="form-row"),
            "prediction",
            "plan",
            "do",
            "study",
            "act",
        )

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class UpdateForm(CrispyForm):
    text = forms.CharField(
        label="How is it going?", max_length=1000, widget=text(3), help_text=RESIDENTS
    )


class PhotoForm(CrispyForm):
    file = forms.FileField(
        label="A photograph",
        help_text="JPEG, PNG or WebP, up to 20 MB. Where and when it was taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt_text = forms.CharField(
        label="What does it show?",
        max_length=200,
        help_text="For people who cannot see it, such as “The new drinks trolley in the lounge”.",
    )
    consent = forms.BooleanField(
        label="Everyone in it has agreed to be shown on the poster",
        required=False,
        help_text="For a resident who cannot decide this, ask whoever speaks for them.",
    )


class PosterForm(forms.ModelForm):
    class Meta:
        model = Poster
        fields = (
            "headline",
            "results",
            "learning",
            "what_did_not_work",
            "next_steps",
            "quotation",
            "quotation_from",
            "thanks",
        )
        labels = {
            "headline": "Title of the poster",
            "results": "What happened",
            "learning": "What we learned",
            "what_did_not_work": "What did not work",
            "next_steps": "What comes next",
            "quotation": "A quotation",
            "quotation_from": "Who said it (role only)",
            "thanks": "Thanks",
        }
        widgets = {
            "results": text(4),
            "learning": text(4),
            "what_did_not_work": text(3),
            "next_steps": text(3),
            "quotation": text(2),
            "thanks": text(2),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class DeclareForm(CrispyForm):
    declared = forms.BooleanField(
        label="Nothing here lets anybody recognise a resident: no names, no birthdays, no rooms",
        required=False,
    )


class CommentForm(CrispyForm):
    comment = forms.CharField(
        label="What should change?", widget=text(4), help_text="The Pioneer gets it by e-mail."
    )
