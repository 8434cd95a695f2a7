"""A mail server that takes everything and keeps nothing: `python -m benchmarks.sink PORT`."""

from __future__ import annotations

import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 Taken"


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]), ready_timeout=30)
    controller.start()
    signal.sigwait({signal.SIGTERM})
    controller.stop()


if __name__ == "__main__":
    main()
