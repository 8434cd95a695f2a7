"""kombu's broker over a folder, made to survive a process that is killed while it writes.

As it comes, a message that is half written when it is read ends the worker that reads it, and a
half-written list of queues lets no worker start again. A lost message is only a lost doorbell.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger("core.broker")


class Channel(filesystem.Channel):
    def _put(  # type: ignore[override]
        self, queue: str, payload: Any, **options: Any
    ) -> None:
        """Written under another name first: whoever looks for messages finds whole ones only."""
        name = f"{time.monotonic() * 1000:.0f}_{uuid.uuid4()}"
        folder = Path(self.data_folder_out)
        new = folder / f"{name}.new"
        try:
            new.write_text(dumps(payload))
            os.replace(new, folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add {new} to the queue") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                # The file has been taken off the queue by now.
                log.warning("Passed over a message that was only half written.")

    def get_table(self, exchange: str) -> Any:
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange: str, *args: Any) -> None:
        try:
            super()._queue_bind(exchange, *args)
        except ValueError:
            log.warning("Began the list of queues of %s anew: it was only half written.", exchange)
            (Path(self.control_folder) / f"{exchange}.exchange").unlink(missing_ok=True)
            super()._queue_bind(exchange, *args)


class Transport(filesystem.Transport):
    Channel = Channel
