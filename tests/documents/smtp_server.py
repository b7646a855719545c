"""A small real SMTP server: keeps what it takes, says no to the addresses it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any


@dataclass
class Post:
    """`says`: what is answered to a recipient, by address; `hangs_up` leaves after the mail was handed over."""

    taken: list[Any] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    port: int = 0

    def to(self) -> list[str]:
        return sorted(message["To"] for message in self.taken)


class _Talk(socketserver.StreamRequestHandler):
    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        self._say("220 thu")
        for raw in self.rfile:
            verb = raw.decode().strip()
            if verb.upper().startswith("RCPT"):
                address = verb[verb.index("<") + 1 : verb.index(">")]
                self._say(post.says.get(address, "250 duoc"))
            elif verb.upper() == "DATA":
                self._say("354 doc")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                post.taken.append(message_from_bytes(content, policy=policy.default))
                if post.hangs_up:
                    return
                self._say("250 da nhan")
            elif verb.upper() == "QUIT":
                self._say("221 chao")
                return
            else:
                self._say("250 duoc")


@contextmanager
def smtp_server() -> Iterator[Post]:
    """A server on a free port of this machine."""
    post = Post()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.post = post  # type: ignore[attr-defined]
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield post
        server.shutdown()
