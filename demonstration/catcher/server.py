"""The SMTP server that takes every mail and sends none on."""

from __future__ import annotations

import logging

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from demonstration.catcher import store

log = logging.getLogger("demonstration.catcher")


class Catcher:
    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        try:
            store.keep(content, envelope.mail_from or "", envelope.rcpt_tos)
        except OSError as error:
            # "Try again later": the sender keeps the mail, so a full disk loses none.
            log.error("A mail could not be kept: %s", error)
            return "451 The mail could not be kept; try again later"
        return "250 Caught"


def controller(port: int) -> Controller:
    return Controller(
        Catcher(),
        hostname="127.0.0.1",
        port=port,
        enable_SMTPUTF8=True,
        ready_timeout=10,
    )
