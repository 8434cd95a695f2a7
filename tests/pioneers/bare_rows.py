"""A row of every model that points at a person, with nothing in it but what must be."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import count
from typing import Any

from django.db import models

from cohorts.models import Borough, Cohort, Funder, Programme
from core import clock, merging
from core.models import NotSamePerson, User
from pioneers.models import Application, CareHome, Mentor, Pioneer
from qi_projects.models import Project
from tests import factories as make
from workshops.models import LearningSet, Session

_number = count(1)
MAKERS: dict[type, Any] = {
    Borough: make.borough,
    Cohort: make.cohort,
    Programme: make.programme,
    Funder: make.funder,
    User: make.person,
    CareHome: make.care_home,
    Application: make.application,
    Pioneer: make.pioneer,
    Mentor: make.mentor,
    LearningSet: make.learning_set,
    Session: make.session,
    Project: make.project,
}
# What the rules of the database want beside the bare fields.
WANTED: dict[str, dict[str, Any]] = {
    "qi_projects.photo": {"consent": True, "width": 8, "height": 6},
    "workshops.learningset": {"starts": time(10), "ends": time(13)},
    # One new line a day on a chart.
    "qi_projects.rebase": {"on": lambda: clock.today() - timedelta(days=next(_number))},
    "qi_projects.observation": {
        "value": 1,
        "on": lambda: clock.today() - timedelta(days=next(_number)),
    },
    "qi_projects.member": {"project": make.project},
    "pioneers.successor": {"old": make.care_home},
    "pioneers.mentormeeting": {"pairing": make.pairing},
    "workshops.attendance": {"pioneer": make.pioneer},
    "qi_projects.poster": {"project": make.project},
    "pioneers.homepause": {"home": make.care_home, "ends_on": clock.today},
    "reports.certificate": {"pioneer": make.pioneer},
    "workshops.material": {"kind": "link", "link": "https://example.org/"},
}


class Bare:
    """Makes bare rows; those made by one maker share the rows that they hang on."""

    def __init__(self) -> None:
        self.parents: dict[type, Any] = {}

    def rows_of(self, person: User) -> dict[str, Any]:
        """{name of the key: the row} behind every key that moves with a person."""
        made = {}
        for key in merging.references(User):
            name = merging.name_of(key)
            moves = merging.rule_of(key).only != merging.NOTHING
            if not moves or name.startswith("core.merge."):
                continue
            if name == "core.notsameperson.said_by":
                pair = NotSamePerson.of(make.person(), make.person())
                made[name] = NotSamePerson.objects.create(**pair, said_by=person)
                continue
            made[name] = self.row(key.model, **{key.name: person})
        return made

    def row(self, model: Any, **given: Any) -> Any:
        wanted = WANTED.get(model._meta.label_lower, {})
        values = {name: one() if callable(one) else one for name, one in wanted.items()} | given
        for field in model._meta.concrete_fields:
            optional = field.null or field.blank or field.has_default()
            needed = not (optional or field.primary_key)
            if needed and field.name not in values:
                values[field.name] = self.value(field)
        return model._base_manager.create(**values)

    def value(self, field: Any) -> Any:
        if field.is_relation:
            model = field.related_model
            if model is User:
                return make.person()
            if model not in self.parents:
                self.parents[model] = (
                    MAKERS[model]()
                    if model in MAKERS
                    else model._base_manager.first() or self.row(model)
                )
            return self.parents[model]
        if field.choices:
            return field.choices[0][0]
        return _plain(field)


def _plain(field: Any) -> Any:
    number = next(_number)
    if isinstance(field, models.EmailField):
        return f"bare{number}@homes.example"
    if isinstance(field, (models.CharField, models.TextField, models.FileField)):
        return f"bare{number}"[: field.max_length]
    if isinstance(field, models.DateTimeField):
        return clock.now()
    if isinstance(field, models.DateField):
        return clock.today()
    if isinstance(field, models.IntegerField):
        return 1
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.JSONField):
        return {}
    raise NotImplementedError(f"{field}: say here what a bare row has in it")
