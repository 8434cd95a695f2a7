"""A real mail server for tests that answers as it is told."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.core.mail import get_connection


class Server:
    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer = "250 Taken"
        self.answer_to: dict[str, str] = {}
        self.answer_to_sender = ""
        # Seconds until it answers a command, and the commands at which it breaks the connection.
        self.waits: dict[str, float] = {}
        self.hangs_up_at: set[str] = set()

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802
        await self._trouble("MAIL", server)
        if self.answer_to_sender:
            return self.answer_to_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        await self._trouble("RCPT", server)
        if address in self.answer_to:
            return self.answer_to[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        await self._trouble("DATA", server)
        return self.answer

    async def _trouble(self, command: str, server) -> None:
        await asyncio.sleep(self.waits.get(command, 0))
        if command in self.hangs_up_at:
            server.transport.abort()


@contextmanager
def running(timeout: float = 5) -> Iterator[tuple[Server, object]]:
    """The server and a connection to it, which waits so many seconds for an answer."""
    server = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        yield server, _connection(port, timeout)
    finally:
        controller.stop()


def _connection(port: int, timeout: float = 5):
    return get_connection(
        "core.mail.smtp.EmailBackend", host="127.0.0.1", port=port, timeout=timeout
    )


def nowhere():
    """A connection to a port where nobody listens."""
    return _connection(1)
