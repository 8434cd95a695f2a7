from __future__ import annotations

from django import forms

from qi_projects.enums import Stage, Theme
from qi_projects.forms.fields import CrispyForm


class WallForm(CrispyForm):
    theme = forms.ChoiceField(
        label="Theme", choices=[("", "All themes"), *Theme.choices], required=False
    )
    stage = forms.ChoiceField(
        label="Stage", choices=[("", "All stages"), *Stage.choices], required=False
    )
