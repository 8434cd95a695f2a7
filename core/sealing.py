"""Words that a copy of the database must not show: sealed with a key that is kept outside it.

AES-GCM. What is sealed belongs to one place (table, row, field): moved elsewhere or changed by a
single bit it does not open. The first key of the ring seals, every key of it opens, so that keys
can be changed without a pause (`manage.py reseal`). Not end-to-end: whoever has both the database
and the keys can read it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

MAKE_ONE = (
    "Make a key with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))' and set "
    "SEALING_KEYS to it. Keep it apart from the backups of the database: whoever has both can read "
    "what is sealed, and whoever loses it cannot get those words back."
)
VERSION = b"\x01"
KEY_BYTES, MARK_BYTES, NONCE_BYTES = 32, 4, 12
# Sealed words are filled up to whole blocks, so that a copy does not tell how long they are.
BLOCK = 512


class SealBroken(Exception):
    """Sealed words that do not open. The message says where and why, never what they say."""


def ring(words: str) -> list[bytes]:
    """The keys in a setting: separated by commas, the first one seals."""
    keys = [_key(part.strip()) for part in words.split(",") if part.strip()]
    if not keys:
        raise ImproperlyConfigured(f"SEALING_KEYS holds no key. {MAKE_ONE}")
    return keys


def _key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ImproperlyConfigured(f"A key in SEALING_KEYS is not 32 bytes in base64. {MAKE_ONE}")
    return raw


def _mark(key: bytes) -> bytes:
    """By which a sealed text says what key it needs; it tells nothing of the key."""
    return hashlib.sha256(b"sealing-key:" + key).digest()[:MARK_BYTES]


def _keys() -> list[bytes]:
    return ring(settings.SEALING_KEYS)


def _place(row: models.Model, field: str) -> bytes:
    """The associated data. A row must have its key before anything of it is sealed."""
    if row.pk is None:
        raise ValueError("A row needs its key before its words are sealed.")
    return f"{row._meta.db_table}/{row.pk}/{field}".encode()


def seal(text: str, row: models.Model, field: str) -> bytes:
    """The text, sealed for this field of this row; the caller saves it there."""
    key, nonce = _keys()[0], os.urandom(NONCE_BYTES)
    raw = text.encode() + b"\x80"
    raw += bytes(-len(raw) % BLOCK)
    sealed = AESGCM(key).encrypt(nonce, raw, _place(row, field))
    return VERSION + _mark(key) + nonce + sealed


def unseal(row: models.Model, field: str) -> str:
    """The text that is sealed in this field. Raises SealBroken, in words without the text."""
    where = f"{row._meta.label}, field {field}, row {row.pk}"
    sealed = bytes(getattr(row, field) or b"")
    start = len(VERSION) + MARK_BYTES
    if len(sealed) < start + NONCE_BYTES + 16 or sealed[:1] != VERSION:
        raise SealBroken(f"{where}: this is no sealed text, or part of it is missing.")
    fitting = [key for key in _keys() if _mark(key) == sealed[1:start]]
    if not fitting:
        raise SealBroken(
            f"{where}: it was sealed with a key that is not in SEALING_KEYS. Put that key back."
        )
    nonce, rest = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    for key in fitting:
        try:
            raw = AESGCM(key).decrypt(nonce, rest, _place(row, field))
        except InvalidTag:
            continue
        return raw[: raw.rindex(b"\x80")].decode()
    raise SealBroken(f"{where}: the sealed text was changed, or it belongs to another row.")


# --- Changing keys ------------------------------------------------------------------------------
_fields: list[tuple[type[models.Model], str]] = []


def add_field(model: type[models.Model], field: str) -> None:
    """An app says which of its fields hold sealed words, so that their key can be changed."""
    if (model, field) not in _fields:
        _fields.append((model, field))


def fields() -> list[tuple[type[models.Model], str]]:
    return list(_fields)


def rows_of(model: type[models.Model]) -> Iterator[Any]:
    return model._base_manager.order_by("pk").iterator(chunk_size=200)


def is_current(row: models.Model, field: str) -> bool:
    sealed = bytes(getattr(row, field) or b"")
    return sealed[:1] == VERSION and sealed[1 : 1 + MARK_BYTES] == _mark(_keys()[0])


@transaction.atomic
def reseal(model: type[models.Model], pk: Any, field: str) -> bool:
    """Seal one field anew with the first key, unless it is already. May run twice, and stop."""
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None or is_current(row, field):
        return False
    setattr(row, field, seal(unseal(row, field), row, field))
    row.save(update_fields=[field])
    return True
