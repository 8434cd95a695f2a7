"""Who is invited to a project, and what they may do there."""

from __future__ import annotations

from typing import Any

from django import forms

from qi_projects.enums import MemberRole
from qi_projects.forms.fields import CrispyForm

WHAT_THEY_MAY_DO = [
    (MemberRole.LOOK, "Look: the whole project, its charts and its poster"),
    (MemberRole.COMMENT, "Look and comment"),
    (
        MemberRole.WRITE,
        "Look, comment and write: numbers, updates, changes tried, the words of the poster",
    ),
]


def role_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What may they do?",
        choices=WHAT_THEY_MAY_DO,
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose what they may do."},
        **kwargs,
    )


class SuccessorForm(CrispyForm):
    names_staff = ("name",)
    name = forms.CharField(label="Their name", max_length=120)
    email = forms.EmailField(label="Their e-mail address", max_length=254)


class MemberForm(SuccessorForm):
    role = role_field()


class RoleForm(CrispyForm):
    role = role_field()
