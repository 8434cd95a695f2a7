from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import Helper
from qi_projects.enums import Act
from qi_projects.forms.fields import day_input, text
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models import PdsaCycle


class CycleForm(AsksWhoIsRecognised, forms.ModelForm):
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
