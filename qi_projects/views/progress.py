from __future__ import annotations

from django import forms

from qi_projects import services
from qi_projects.forms import UpdateForm
from qi_projects.views.base import SmallForm


class AddUpdate(SmallForm):
    form_class = UpdateForm
    success_message = "Your update is saved."
    title = "How is it going?"

    def save(self, form: forms.BaseForm) -> str:
        services.write_update(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()
