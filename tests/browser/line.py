"""The line between a browser and the system, which a test can cut.

Playwright tells each new page, and each start of a service worker, that it is offline a moment
after it began: until then a request still gets through. Through a line that is cut nothing does.
"""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """Passes every connection on to a port of this machine until it is cut."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.is_cut = False
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From here on nothing passes: what was open is closed, what comes new is refused."""
        with self.lock:
            self.is_cut = True
            ends, self.open = self.open, set()
        for end in ends:
            _close(end)

    def mend(self) -> None:
        with self.lock:
            self.is_cut = False

    def close(self) -> None:
        self.cut()
        _close(self.listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener is closed
            while True:
                near, _ = self.listener.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self.port))
        with self.lock:
            if not self.is_cut:
                self.open |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()
                return
        _close(near)
        _close(far)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := near.recv(65536):
                far.sendall(chunk)
        with self.lock:
            self.open -= {near, far}
        _close(near)
        _close(far)


def _close(end: socket.socket) -> None:
    # A reader in another thread wakes up from shutdown, not from close.
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
