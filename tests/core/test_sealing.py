"""Sealed words open in their own place with a key of the ring, and nowhere else."""

from __future__ import annotations

import io
import secrets
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from core import sealing
from tests import factories as make
from workshops.models import Commitment

OLD, NEW = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
WORDS = "Talk to Ama about the night rota, “before” Friday – ✔"


def action(text: str = WORDS) -> Commitment:
    row = Commitment(id=uuid.uuid4())
    row.sealed = sealing.seal(text, row, "sealed")
    return row


@pytest.mark.parametrize("text", [WORDS, "", "x" * 511, "x" * 512, "\x80 \x00", "ends in \x80"])
def test_what_is_sealed_opens_as_it_was(text):
    assert sealing.unseal(action(text), "sealed") == text


def test_the_same_words_are_sealed_differently_each_time_and_equally_long():
    short, long = action("No"), action("y" * 500)
    assert action("No").sealed != short.sealed
    assert len(short.sealed) == len(long.sealed)
    assert b"y" * 4 not in long.sealed


@pytest.mark.parametrize("place", range(0, 545, 16))
def test_one_changed_byte_anywhere_and_it_does_not_open(place):
    row = action()
    changed = bytearray(row.sealed)
    changed[place % len(changed)] ^= 1
    row.sealed = bytes(changed)
    with pytest.raises(sealing.SealBroken) as trouble:
        sealing.unseal(row, "sealed")
    assert "Ama" not in str(trouble.value)


def test_moved_to_another_row_it_does_not_open():
    moved = Commitment(id=uuid.uuid4(), sealed=action().sealed)
    with pytest.raises(sealing.SealBroken, match="belongs to another row"):
        sealing.unseal(moved, "sealed")


def test_in_another_field_it_does_not_open():
    row = action()
    row.other = row.sealed  # type: ignore[attr-defined]
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(row, "other")


@pytest.mark.parametrize("sealed", [b"", None, b"plain words", b"\x01abcd"])
def test_what_was_never_sealed_is_said_to_be_so(sealed):
    with pytest.raises(sealing.SealBroken, match="no sealed text"):
        sealing.unseal(Commitment(id=uuid.uuid4(), sealed=sealed), "sealed")


def test_a_row_without_a_key_is_not_sealed():
    with pytest.raises(ValueError, match="needs its key"):
        sealing.seal("words", Commitment(id=None), "sealed")


def test_every_key_of_the_ring_opens_and_the_first_one_seals(settings):
    settings.SEALING_KEYS = OLD
    row = action()
    settings.SEALING_KEYS = f"{NEW}, {OLD}"
    assert sealing.unseal(row, "sealed") == WORDS
    fresh = action()
    settings.SEALING_KEYS = NEW
    assert sealing.unseal(fresh, "sealed") == WORDS
    with pytest.raises(sealing.SealBroken, match="a key that is not in SEALING_KEYS"):
        sealing.unseal(row, "sealed")


@pytest.mark.parametrize("words", ["", ",", "abc", "k" * 42, "k" * 44, "é" * 43])
def test_a_ring_without_good_keys_is_refused_with_the_remedy(words):
    with pytest.raises(ImproperlyConfigured, match="Make a key with"):
        sealing.ring(words)


def saved(learning_set, member) -> Commitment:
    row = Commitment(pioneer=member.pioneer, learning_set=learning_set)
    row.sealed = sealing.seal(WORDS, row, "sealed")
    row.save()
    return row


@pytest.mark.django_db
def test_resealing_changes_the_key_of_every_row_and_the_second_run_changes_nothing(settings):
    settings.SEALING_KEYS = OLD
    learning_set = make.learning_set()
    rows = [saved(learning_set, make.member(learning_set)) for _ in range(3)]
    settings.SEALING_KEYS = f"{NEW},{OLD}"
    told = [run(), run()]
    assert told == [
        "own actions: 3 looked at, 3 sealed anew.\n",
        "own actions: 3 looked at, 0 sealed anew.\n",
    ]
    settings.SEALING_KEYS = NEW
    for row in rows:
        row.refresh_from_db()
        assert sealing.unseal(row, "sealed") == WORDS
    assert run(check=True) == "own actions: 3 looked at.\n"


@pytest.mark.django_db
def test_resealing_names_what_does_not_open_and_goes_on_with_the_rest(settings):
    settings.SEALING_KEYS = OLD
    learning_set = make.learning_set()
    broken, whole = (saved(learning_set, make.member(learning_set)) for _ in range(2))
    Commitment.objects.filter(pk=broken.pk).update(sealed=whole.sealed)
    settings.SEALING_KEYS = f"{NEW},{OLD}"
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be opened"):
        call_command("reseal", stdout=io.StringIO(), stderr=errors)
    assert str(broken.pk) in errors.getvalue()
    settings.SEALING_KEYS = NEW
    whole.refresh_from_db()
    assert sealing.unseal(whole, "sealed") == WORDS


def run(**options) -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out, **options)
    return out.getvalue()


def test_every_binary_field_of_ours_is_among_those_that_can_be_sealed_anew():
    from django.apps import apps
    from django.db.models import BinaryField

    found = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField)
    }
    assert found == set(sealing.fields())
