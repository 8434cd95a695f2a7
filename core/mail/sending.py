"""One batch over one connection: fence a few, send them, mark them.

Messages that may be sent twice if need be (see Policy) are fenced and marked a few at a time;
decisions one by one. The mark of the last and the fence of the next are one transaction.
"""

from __future__ import annotations

import logging
import random
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from core import clock
from core.mail import bounces, checks, kinds
from core.mail.composing import compose
from core.models import MailState, OutboundEmail

log = logging.getLogger("core.mail")
MOST_ATTEMPTS = 8
AT_ONCE = 20
BREAKS = (OSError, smtplib.SMTPException)


def lease() -> timedelta:
    return timedelta(seconds=settings.MAIL_LEASE)


class Batch:
    def __init__(self, rows: list[OutboundEmail], token: str, connection: Any) -> None:
        self.rows, self.token, self.connection = rows, token, connection
        self.sent = 0
        self.done: list[OutboundEmail] = []
        self.bounced: set[str] = set()

    def send(self) -> int:
        """Returns how many the server took. The connection must be open."""
        try:
            for group in self._groups():
                if not self._send_group(group):
                    postpone(self.token, "The connection to the mail server broke.")
                    break
        finally:
            self._mark()
        return self.sent

    def _groups(self) -> Iterator[list[OutboundEmail]]:
        """First what may go together, in the order in which it is due; then one by one.

        What goes for the second time is alone, so that another crash leaves no others in doubt.
        """
        together: list[OutboundEmail] = []
        alone: list[OutboundEmail] = []
        for row in self.rows:
            resend = kinds.find(row.kind).policy is kinds.Policy.RESEND_ONCE
            (together if resend and not row.resends else alone).append(row)
        for start in range(0, len(together), AT_ONCE):
            yield together[start : start + AT_ONCE]
        for row in alone:
            yield [row]

    def _mine(self, rows: list[OutboundEmail]) -> Any:
        return OutboundEmail.objects.filter(pk__in=[row.pk for row in rows], token=self.token)

    def _send_group(self, group: list[OutboundEmail]) -> bool:
        """False where there is no connection any more."""
        fenced = self._mark_and_fence([row for row in group if not self._came_back(row)])
        # A slow server must not make us hold what another worker may think stuck.
        until = clock.now() + lease() / 3
        while fenced:
            row = fenced.pop(0)
            connected = self._send_one(row)
            if fenced and (not connected or clock.now() > until):
                self._let_go(fenced)
                fenced = []
            if not connected:
                return False
        return True

    def _came_back(self, row: OutboundEmail) -> bool:
        """An earlier mail of this batch found that the address does not exist."""
        if row.to_email.lower() not in self.bounced or kinds.find(row.kind).secret:
            return False
        self._mine([row]).filter(state=MailState.CLAIMED).update(
            state=MailState.FAILED, reason=checks.COMES_BACK, lease_until=None
        )
        return True

    def _mark_and_fence(self, group: list[OutboundEmail]) -> list[OutboundEmail]:
        with transaction.atomic():
            done = self._mark_rows()
            fenced = self._fence(group)
        self._forget(done)
        return fenced

    def _fence(self, group: list[OutboundEmail]) -> list[OutboundEmail]:
        """Those still ours to send: not withdrawn, and the lease not run out."""
        if not group:
            return []
        now = clock.now()
        mine = self._mine(group)
        fenced = mine.filter(state=MailState.CLAIMED, lease_until__gt=now).update(
            state=MailState.SENDING, attempts=F("attempts") + 1, lease_until=now + lease()
        )
        if fenced == len(group):
            return group
        left = set(mine.filter(state=MailState.SENDING).values_list("pk", flat=True))
        return [row for row in group if row.pk in left]

    def _mark(self) -> None:
        self._forget(self._mark_rows())

    def _mark_rows(self) -> list[OutboundEmail]:
        done = list(self.done)
        for secret in (False, True):
            rows = [row for row in done if kinds.find(row.kind).secret is secret]
            if rows:
                # A scan that lost patience may have called it unknown: now it is known.
                self._mine(rows).filter(state__in=[MailState.SENDING, MailState.UNKNOWN]).update(
                    state=MailState.SENT,
                    sent_at=clock.now(),
                    lease_until=None,
                    reason="",
                    **({"body": ""} if secret else {}),
                )
        return done

    def _forget(self, done: list[OutboundEmail]) -> None:
        self.done = self.done[len(done) :]

    def _send_one(self, row: OutboundEmail) -> bool:
        """False where the connection broke and there is no new one."""
        try:
            compose(row, self.connection).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            self._refused(row, error)
            return self._connected()
        except BREAKS as error:
            self._broke_off(row, error)
            return self._connected(renew=True)
        except Exception as error:
            # One row that cannot be put into a mail must not stop the others.
            log.exception("Message %s could not be made", row.pk)
            self._failed(row, f"It could not be made into a mail: {error}")
            return self._connected(renew=True)
        self.done.append(row)
        self.sent += 1
        return True

    def _connected(self, *, renew: bool = False) -> bool:
        """After trouble: whether there is a connection for the next, if need be a new one."""
        if not renew and not getattr(self.connection, "broken", False):
            return True
        try:
            self.connection.close()
        except BREAKS as error:
            log.info("Closing the broken connection: %s", error)
            self.connection.connection = None
        try:
            self.connection.open()
        except BREAKS as error:
            log.warning("The mail server could not be reached again: %s", error)
            return False
        return True

    def _broke_off(self, row: OutboundEmail, error: Exception) -> None:
        log.warning("Message %s broke off: %s", row.pk, error)
        if getattr(self.connection, "may_have_left", True):
            # The server may have taken it: the lease runs out and the kind's policy decides.
            return
        self._again_or_failed(row, f"The mail server hung up: {error}")

    def _refused(self, row: OutboundEmail, error: smtplib.SMTPException) -> None:
        """4xx is tried again later; no such mailbox stops all mail there; else it has failed."""
        at_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, words = next(iter(error.recipients.values()))
        else:
            code, words = error.smtp_code, error.smtp_error  # type: ignore[attr-defined]
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        if 400 <= code < 500:
            self._again_or_failed(row, f"The mail server asked us to wait: {code} {text}")
            return
        reason = f"The mail server refused it: {code} {text}"[:250]
        hard = at_recipient and bounces.is_hard(code, text)
        if hard:
            bounces.note(row.to_email, reason)
            self.bounced.add(row.to_email.lower())
        self._failed(row, reason, MailState.BOUNCED if hard else MailState.FAILED)

    def _again_or_failed(self, row: OutboundEmail, reason: str) -> None:
        mine = self._mine([row]).filter(state=MailState.SENDING)
        if row.attempts + 1 < MOST_ATTEMPTS:
            wait = backoff(row.attempts + 1)
            back_to_due(mine, reason=reason, next_attempt_at=clock.now() + wait)
        else:
            self._failed(row, reason)

    def _failed(self, row: OutboundEmail, reason: str, state: str = MailState.FAILED) -> None:
        self._mine([row]).filter(state=MailState.SENDING).update(
            state=state, reason=reason[:250], lease_until=None
        )

    def _let_go(self, rows: list[OutboundEmail]) -> None:
        """Fenced and not begun: provably unsent, so free at once, and no attempt counted."""
        self._mine(rows).filter(state=MailState.SENDING).update(
            state=MailState.DUE, token="", lease_until=None, attempts=F("attempts") - 1
        )


def postpone(token: str, reason: str) -> None:
    """The server cannot be reached: everything that this worker has claimed waits a minute."""
    back_to_due(
        OutboundEmail.objects.filter(token=token, state=MailState.CLAIMED),
        reason=reason,
        next_attempt_at=clock.now() + timedelta(seconds=60),
    )


def back_to_due(rows: Any, *, reason: str, next_attempt_at: datetime) -> None:
    rows.update(
        state=MailState.DUE,
        token="",
        lease_until=None,
        next_attempt_at=next_attempt_at,
        reason=reason[:250],
    )


def backoff(attempt: int) -> timedelta:
    """1, 2, 4 … 64 minutes, with up to a fifth more so that retries do not march in step."""
    minutes = 2 ** min(attempt - 1, 6)
    return timedelta(minutes=minutes * (1 + random.random() / 5))
