"""A row of every kind that is about a person, with a word of its own in every field of text."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image

from core import clock
from core.models import AuditEvent, NotSamePerson, User
from pioneers.models import HomePause
from qi_projects.models import Driver, Measure, Poster
from reports.subject_data.kept import Kept, Whose, all_kept
from tests import factories as make
from tests.pioneers.bare_rows import Bare
from workshops.models import Commitment, KeepApart

_number = count(100)
# A code on a certificate is printed in three parts, and weekdays are numbers.
NOT_WORDS = {"reports.certificate.code", "workshops.facilitatordays.weekdays"}
# Fields that hold a key of ours, or dates beside words.
VALUES: dict[str, Any] = {
    "core.outboundemail.kind": "certificate",
    "core.outboundemail.state": "sent",
    "core.mailchoice.kind": "certificate",
    "core.auditevent.subject_type": "core.user",
    "core.merge.state": "done",
    "pioneers.application.state": "submitted",
    "pioneers.application.rules_answered": {},
    "qi_projects.measure.is_headline": False,
    "workshops.material.kind": "file",
    "workshops.material.link": "",
    "workshops.facilitatordays.weekdays": [1],
    "usersessions.usersession.ip": "192.0.2.1",
    "workshops.commitment.sealed": b"",
    "qi_projects.observation.value": 1,
}
TIMES = {"pioneers.application.submitted_at", "core.outboundemail.sent_at"}

# Pairs of people in the order of their numbers, with nothing to read in them.
WITHOUT_WORDS = (NotSamePerson, KeepApart)


class FullRecord:
    """`planted` is {(title of the kind, field): the word in it}."""

    def __init__(self, person: User, word: str) -> None:
        self.person, self.word, self.bare = person, word, Bare()
        self.planted: dict[tuple[str, str], str] = {}
        self.rows: dict[tuple[Any, str], Any] = {}
        self.skipped: set[str] = set()
        for model in (Measure, Driver, Poster):
            # Of somebody else's project, which neither record is about.
            self.bare.parents[model] = self.bare.row(model)
        person.name = self.canary("Who you are", "name")
        person.phone = self.canary("Who you are", "phone")
        person.save()
        for kept in all_kept():
            for path in self.ways(kept) if kept.model not in WITHOUT_WORDS else ():
                self.row(kept.model, path, kept.title)

    @staticmethod
    def ways(kept: Kept) -> list[str]:
        whose = kept.whose
        if isinstance(whose, Whose):
            return [path for path in (*whose.paths, *whose.emails) if path != "pk"]
        return ["subject_id"]

    def canary(self, title: str, field: str) -> str:
        word = f"{self.word}{next(_number)}q"
        self.planted[title, field] = word
        return word

    def row(self, model: Any, path: str, title: str = "") -> Any:
        """The person's row of the model by this path, made if it is not there yet."""
        key = (model, path)
        if key not in self.rows:
            first, _, rest = path.partition("__")
            field = model._meta.get_field(first)
            to: Any = self.person.email
            if field.is_relation:
                to = self.person if not rest else self.row(field.related_model, rest)
            elif model is AuditEvent and first == "subject_id":
                to = str(self.person.pk)
            self.rows[key] = self.make(model, {first: to}, title or self.title_of(model, path))
        return self.rows[key]

    @staticmethod
    def title_of(model: Any, path: str) -> str:
        """Of a row made on the way to another: the kind that gives it itself."""
        for kept in all_kept():
            if kept.model is model and path in FullRecord.ways(kept):
                return kept.title
        return model.__name__

    def make(self, model: Any, given: dict[str, Any], title: str) -> Any:
        name = model._meta.label_lower
        values = dict(given)
        if model is HomePause and "pioneer" in given:
            values["home"] = None
        for field in model._meta.concrete_fields:
            where = f"{name}.{field.name}"
            if field.name in values or field.primary_key or field.is_relation:
                continue
            if where in VALUES:
                values[field.name] = VALUES[where]
            elif where in TIMES:
                values[field.name] = clock.now()
            elif where not in NOT_WORDS:
                values |= self.words_for(field, title)
        made = self.bare.row(model, **values)
        if model is Commitment:
            made.text = self.canary(title, "sealed")
            made.save()
        return made

    def words_for(self, field: Any, title: str) -> dict[str, Any]:
        if isinstance(field, models.FileField):
            word = self.canary(title, field.name)
            data = picture(word) if isinstance(field, models.ImageField) else word.encode()
            return {field.name: ContentFile(data, f"{word}.Jpg")}
        if isinstance(field, models.JSONField):
            return {field.name: self.list_or_facts(field, title)}
        if not isinstance(field, (models.CharField, models.TextField)) or field.choices:
            return {}
        if field.max_length and field.max_length < len(self.word) + 4:
            self.skipped.add(f"{field.model._meta.label}.{field.name}")
            return {}
        word = self.canary(title, field.name)
        if isinstance(field, models.EmailField):
            return {field.name: f"{word}@homes.example"}
        return {field.name: f"https://x.example/{word}" if field.name == "link" else word}

    def list_or_facts(self, field: Any, title: str) -> Any:
        word = self.canary(title, field.name)
        if "dates" in field.name:
            return [[word, "2027-03-04"]]
        if field.name == "values":
            return {"core.user 5": {"phone": word}}
        return [word] if field.default is list else {"said": word}

    def given(self, *, by_staff: bool = False) -> dict[tuple[str, str], str]:
        """The words that should be in a copy."""
        return {
            (kept.title, column.name): self.planted[kept.title, column.name]
            for kept in all_kept()
            for column in kept.columns()
            if (kept.title, column.name) in self.planted
            and not (by_staff and (kept.only_you or column.only_you))
        }

    def withheld(self, *, by_staff: bool = False) -> dict[tuple[str, str], str]:
        given = self.given(by_staff=by_staff)
        return {key: word for key, word in self.planted.items() if key not in given}


def picture(word: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, "JPEG", comment=word)
    return out.getvalue()


def person(word: str) -> FullRecord:
    """Known to a programme by their applications, as everybody with a record is."""
    return FullRecord(make.person(email=f"{word}@homes.example"), word)
