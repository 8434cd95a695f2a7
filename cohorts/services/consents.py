"""Writing the texts that people are asked to agree to: a draft, then a version for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.permissions import administrator
from core import audit, clock
from core.errors import Refused
from core.models import ConsentText

NO_DRAFT = "There is no draft of this text. Somebody may have published it just now."


@transaction.atomic
def write_consent(kind: str, *, text: str, changed: str, by: Any) -> ConsentText:
    """Keep a draft of the next version. Nobody is asked anything before it is published."""
    _only_administrators(by)
    text, changed = text.strip(), changed.strip()
    versions = ConsentText.objects.select_for_update().filter(kind=kind)
    draft = versions.filter(published_at__isnull=True).first()
    last = versions.filter(published_at__isnull=False).order_by("-version").first()
    if last is not None and last.text == text:
        raise Refused("The words are the same as those in force. Change them first.")
    if last is not None and not changed:
        raise Refused("Say in a sentence what changed: people read that first.")
    if draft is None:
        draft = ConsentText(kind=kind, version=last.version + 1 if last else 1)
    draft.text, draft.changed = text, changed
    draft.save()
    audit.record("wrote draft of consent", draft, by=by)
    return draft


@transaction.atomic
def publish_consent(kind: str, *, by: Any) -> ConsentText:
    """From now on these are the words; everybody who answered earlier ones is asked again."""
    draft = _draft(kind, by)
    draft.published_at = clock.now()
    draft.save()
    audit.record("published consent", draft, by=by, detail={"version": draft.version})
    return draft


@transaction.atomic
def discard_consent(kind: str, *, by: Any) -> None:
    draft = _draft(kind, by)
    audit.record("threw away draft of consent", draft, by=by)
    draft.delete()


def _draft(kind: str, by: Any) -> ConsentText:
    _only_administrators(by)
    draft = (
        ConsentText.objects.select_for_update().filter(kind=kind, published_at__isnull=True).first()
    )
    if draft is None:
        raise Refused(NO_DRAFT)
    return draft


def _only_administrators(by: Any) -> None:
    if not administrator(by, None):
        raise Refused("Only an administrator of a programme can change what people agree to.")
