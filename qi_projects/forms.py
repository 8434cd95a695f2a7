"""Forms of projects, numbers, cycles, photographs and posters."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from core import clock
from core.forms import Helper
from qi_projects.enums import Act, AimVerb, Direction, MeasureKind, Theme
from qi_projects.models import PdsaCycle, Poster, Project
from qi_projects.models.project import plain
from qi_projects.poster_content import WORDS_FIT
from qi_projects.services.measures import LARGEST

RESIDENTS = "Please write nothing that would let anybody recognise a resident."


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def heading(words: str) -> HTML:
    return HTML(f'<h2 class="h4 question-heading">{words}</h2>')


def text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NumberField(forms.DecimalField):
    """A number as people type it: “62%”, “1,200”. Wrong or not, a text box keeps it."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Please write the number.",
        "invalid": "Write it as a number, such as 12 or 12.5.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"inputmode": "decimal", "autocomplete": "off", "class": "form-control number-input"}
        )

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace(" ", "").removesuffix("%")
        if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
            text = text.replace(",", "")
        number = super().to_python(text)
        if number is None or not number.is_finite():
            return number
        if abs(number) > LARGEST:
            raise forms.ValidationError(
                "This is larger than we can draw. Is there a digit too many?"
            )
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class CrispyForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class StartForm(CrispyForm):
    """Four questions begin a project; everything else can wait."""

    problem = forms.CharField(
        label="What do you want to make better, and why now?", widget=text(4), help_text=RESIDENTS
    )
    title = forms.CharField(
        label="What would you call it?",
        max_length=120,
        help_text="A few words, such as “More drinks, more often”. You can change it.",
    )
    theme = forms.ChoiceField(label="Which theme is nearest?", choices=Theme)
    aim_among = forms.CharField(
        label="For which residents or staff?",
        max_length=160,
        help_text="Such as “the 24 residents of the first floor”.",
    )
    measure = forms.CharField(
        label="What will you count?",
        max_length=120,
        help_text="Such as “drinks offered a day”. One thing is enough.",
    )
    direction = forms.ChoiceField(
        label="It is better when the number is",
        choices=[(Direction.INCREASE, "Higher"), (Direction.DECREASE, "Lower")],
        widget=forms.RadioSelect,
    )
    aim_by = forms.DateField(label="The day you want to be there", widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div(heading("1. What matters?"), "problem", "title", "theme", css_class="question"),
            Div(heading("2. Who is it for?"), "aim_among", css_class="question"),
            Div(heading("3. How will you know?"), "measure", "direction", css_class="question"),
            Div(heading("4. By when?"), "aim_by", css_class="question"),
        )


class ProjectForm(forms.ModelForm):
    aim_from = NumberField(label="From", required=False)
    aim_to = NumberField(label="To", required=False)

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
            "aim_what": "What",
            "aim_unit": "Counted in",
            "aim_among": "Among whom, where",
            "aim_by": "By",
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
            heading("The aim"),
            Div("aim_verb", "aim_what", css_class="form-row form-row-verb"),
            Div("aim_from", "aim_to", "aim_unit", css_class="form-row"),
            Div("aim_among", "aim_by", css_class="form-row"),
            "team",
        )

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class NumberForm(CrispyForm):
    """One number: the smallest thing a Pioneer can add, between two shifts."""

    value = NumberField(label="The number")
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
    target = NumberField(
        label="The number you aim for",
        required=False,
        help_text="Drawn as a line across the chart. Leave it empty if you have none.",
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
            "title": "What will you try? In a few words",
            "started_on": "From",
            "ended_on": "Until",
            "prediction": "What do you think will happen?",
            "plan": "Plan: who does what, when, where?",
            "do": "Do: what happened?",
            "study": "Study: what did you learn?",
        }
        help_texts = {
            "title": "It is shown on the chart, such as “Coloured cups, one unit”.",
            "ended_on": "Leave it empty while it goes on.",
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
        help_text=(
            "A picture that ends in .jpg, .png or .webp, up to 20 MB. "
            "We remove where and when it was taken."
        ),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # No browser keeps a chosen file when a page comes back.
            words = self.fields["file"].help_text
            self.fields["file"].help_text = f"Please choose the photograph again. {words}"


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
        help_texts = {
            "headline": "Leave it empty to use the project’s title.",
            "results": RESIDENTS,
            "what_did_not_work": "Worth as much to others as what did.",
            "quotation_from": "Such as “senior carer” or “daughter of a resident”. No names.",
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
        for name, room in WORDS_FIT.items():
            if name in self.fields:
                words = self.fields[name].help_text
                self.fields[name].help_text = f"About {room} words fit. {words}".strip()

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
