"""What the tests of joining two records share: somebody who is there twice, with everything."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps

from core.models import Merge, User
from pioneers.services import matching
from tests import factories as make


def twice(name: str = "Blessing Okafor") -> tuple[User, User]:
    """(the record that stays, the record that goes), both applicants of the programme."""
    stays, goes = make.person(name), make.person(name)
    for person in (stays, goes):
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        make.application(applicant=person)
    return stays, goes


def joined(stays: User, goes: User, by: User | None = None, **options: Any) -> Merge:
    by = by or make.administrator()
    options.setdefault("choices", {})
    return matching.join(matching.propose(stays, goes, by=by, **options), by=by)


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }
