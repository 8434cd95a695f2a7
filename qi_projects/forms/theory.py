from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core import clock
from core.forms import Helper
from qi_projects.enums import Act
from qi_projects.forms.fields import RESIDENTS, CrispyForm, day_input, text
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models import ChangeIdea, PdsaCycle

WORDS = {
    "title": "What will you try? In a few words",
    "idea": "Which idea does it test?",
    "started_on": "From",
    "ended_on": "Until",
    "prediction": "What do you think will happen?",
    "plan": "Plan: who does what, when, where?",
    "do": "Do: what happened?",
    "study": "Study: what did you learn? Was it as you thought?",
}


class CycleBase(AsksWhoIsRecognised, forms.ModelForm):
    """`ideas` are the project's own; the question is not asked where there is none."""

    class Meta:
        model = PdsaCycle
        fields = ("title", "idea", "started_on", "prediction", "plan")
        labels = WORDS
        help_texts = {
            "title": "It is shown on the chart, such as “Coloured cups, one unit”.",
            "prediction": "Written down now, it shows you later what you have learned.",
            "plan": f"Start small: one resident, one shift, one unit. {RESIDENTS}",
        }
        widgets = {
            "started_on": day_input(),
            "ended_on": day_input(),
            "prediction": text(2),
            "plan": text(3),
            "do": text(3),
            "study": text(3),
        }

    def __init__(self, *args: Any, ideas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["idea"]
        found.queryset, found.empty_label = ideas, "None of them"
        self.helper = Helper()
        if not ideas.exists():
            del self.fields["idea"]

    def layout(self, *fields: Any) -> None:
        self.helper.layout = Layout(*(one for one in fields if one != "idea" or one in self.fields))

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class PlanForm(CycleBase):
    """A test to come: what is tried, what is expected, how. The rest is asked when it is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started_on"].initial = clock.today
        self.layout("title", "idea", "prediction", "plan", "started_on")


class CycleForm(CycleBase):
    """The whole cycle."""

    act = forms.ChoiceField(
        label="Act: what now?",
        choices=[("", "Not decided yet"), *Act.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Abandoning what did not work is a good result.",
    )

    class Meta(CycleBase.Meta):
        fields = (  # type: ignore[assignment]
            "title",
            "idea",
            "started_on",
            "ended_on",
            "prediction",
            "plan",
            "do",
            "study",
            "act",
        )
        help_texts = {
            **CycleBase.Meta.help_texts,
            "ended_on": "Leave it empty while it goes on.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout(
            "title",
            "idea",
            Div("started_on", "ended_on", css_class="form-row"),
            "prediction",
            "plan",
            "do",
            "study",
            "act",
        )


class DriverForm(CrispyForm):
    text = forms.CharField(label="What must change", max_length=120)


class IdeaForm(CrispyForm):
    """`drivers`: every driver of the project with its name, to choose one or several."""

    text = forms.CharField(label="What could be tried", max_length=160)
    drivers = forms.TypedMultipleChoiceField(
        label="Which drivers does it serve?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, drivers: list[Any], idea: ChangeIdea | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["drivers"]
        chosen.choices = [(driver.pk, name) for driver, name in drivers]
        if idea is not None:
            self.initial = {
                "text": idea.text,
                "drivers": [driver.pk for driver in idea.drivers.all()],
            }
