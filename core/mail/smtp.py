"""Django's SMTP connection that also knows whether the words of a message have left.

A connection that breaks before DATA was answered leaves a mail provably unsent; only after that is
it open whether the server took it.
"""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Noting:
    began_data = False

    def mail(self, *args: Any, **options: Any) -> Any:
        self.began_data = False
        return super().mail(*args, **options)  # type: ignore[misc]

    def data(self, *args: Any, **options: Any) -> Any:
        self.began_data = True
        return super().data(*args, **options)  # type: ignore[misc]


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Encrypted(_Noting, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    @property
    def broken(self) -> bool:
        return self.connection is None or self.connection.sock is None

    @property
    def may_have_left(self) -> bool:
        return bool(getattr(self.connection, "began_data", False))
