from __future__ import annotations

from django import forms

from qi_projects.forms.fields import RESIDENTS, CrispyForm, text


class UpdateForm(CrispyForm):
    text = forms.CharField(
        label="How is it going?", max_length=1000, widget=text(3), help_text=RESIDENTS
    )
