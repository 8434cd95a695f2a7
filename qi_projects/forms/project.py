from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import Helper
from qi_projects import library
from qi_projects.enums import AimVerb, Direction, Theme
from qi_projects.forms.fields import RESIDENTS, CrispyForm, NumberField, day_input, heading, text
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models import Project
from qi_projects.themes import theme_of


class StartForm(CrispyForm):
    """Four questions begin a project; everything else can wait.

    Its name and theme are worked out from the answers. Only where they do not say which theme is
    nearest, that is asked too.
    """

    problem = forms.CharField(
        label="What do you want to make better, and why now?", widget=text(4), help_text=RESIDENTS
    )
    aim_among = forms.CharField(
        label="For which residents or staff?",
        max_length=160,
        required=False,
        help_text="Such as “the 24 residents of the first floor”.",
    )
    library_key = forms.ChoiceField(
        label="What will you count?",
        choices=lambda: [("", "Something else, or not sure yet"), *library.choices()],
        required=False,
        help_text="A ready definition says exactly how to count on a shift.",
    )
    measure = forms.CharField(
        label="Or in your own words",
        max_length=120,
        required=False,
        help_text="Such as “drinks offered a day”. Leave it empty if you are not sure yet.",
    )
    direction = forms.ChoiceField(
        label="It is better when your number is",
        choices=[(Direction.INCREASE, "Higher"), (Direction.DECREASE, "Lower")],
        widget=forms.RadioSelect,
        required=False,
    )
    aim_by = forms.DateField(
        label="The day you want to be there", widget=day_input(), required=False
    )
    theme = forms.ChoiceField(
        label="Which theme is nearest?", choices=[("", "…"), *Theme.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = Layout(
            Div(heading("1. What matters?"), "problem", css_class="question"),
            Div(heading("2. Who is it for?"), "aim_among", css_class="question"),
            Div(
                heading("3. How will you know?"),
                "library_key",
                "measure",
                "direction",
                css_class="question",
            ),
            Div(heading("4. By when?"), "aim_by", css_class="question"),
        )
        self.helper.layout = self.questions
        if self.data.get("theme"):
            self.questions.append("theme")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        entry = library.find(data.get("library_key", ""))
        measure = data.get("measure", "")
        if measure and not entry and not data.get("direction"):
            self.add_error("direction", "Is it better when the number is higher, or lower?")
        told = (data.get("problem", ""), measure, data.get("aim_among", ""))
        data["theme"] = data.get("theme") or (entry.theme if entry else theme_of(*told))
        if not data["theme"]:
            self.questions.append("theme")
            if "problem" in data:
                self.add_error("theme", "We could not tell from your words. Please choose one.")
        return data


class ProjectForm(AsksWhoIsRecognised, forms.ModelForm):
    names_staff = ("team",)
    aim_from = NumberField(label="From", required=False)
    aim_to = NumberField(label="To", required=False)
    name_them = forms.MultipleChoiceField(
        label="They said that they may be named. Add them?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Who is in the team is printed on the poster.",
    )

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

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        """`names` are of members of the team who may be named and are not yet."""
        super().__init__(*args, **kwargs)
        if names:
            self.fields["name_them"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        else:
            del self.fields["name_them"]
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
            *(["name_them"] if names else []),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        added = data.get("name_them") or []
        data["team"] = ", ".join(filter(None, [data.get("team", "").strip(" ,"), *added]))
        longest = Project._meta.get_field("team").max_length or 0
        if len(data["team"]) > longest:
            self.add_error("team", f"With these names it is longer than {longest} letters.")
        return data

    def told(self) -> dict[str, Any]:
        """What the service takes: the names that were ticked are in the team's text by now."""
        return {name: value for name, value in self.cleaned_data.items() if name != "name_them"}

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""
