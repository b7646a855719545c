"""People in a contest, each with a phone and a connection, in a process of its own (started by bench.contest)."""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CSRF = "b" * 32
WAIT = 10.0


class Phone:
    """One person's requests; without an answer, or with a fault of the server, the same message goes again."""

    def __init__(self, person: dict[str, Any], port: int, told: dict[str, Any]) -> None:
        self.person, self.port, self.told = person, port, told

    async def ask(self, kind: str, path: str, form: dict[str, Any] | None) -> str:
        """The body of the answer; the time counts from the first attempt to the answer that stands."""
        started, tries = time.perf_counter(), 0
        while True:
            status, body = await self._once(path, form)
            if 0 < status < 500:
                break
            tries += 1
            self.told["again"] += 1
            await asyncio.sleep(min(0.25 * 2**tries, 4))
        self.told[kind].append(time.perf_counter() - started)
        if status not in (200, 302):
            raise SystemExit(f"{path} was answered with {status}: {body[:300]}")
        return body

    async def _once(self, path: str, form: dict[str, Any] | None) -> tuple[int, str]:
        content = urlencode(form or {}).encode()
        head = (
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Cookie: {self.person['cookie']}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", self.port), WAIT)
            writer.write(head.encode() + content)
            answer = (await asyncio.wait_for(reader.read(), WAIT)).decode()
            writer.close()
            return int(answer[9:12]), answer.partition("\r\n\r\n")[2]
        except (OSError, ValueError, TimeoutError):
            return 0, ""


async def take_part(person: dict[str, Any], task: dict[str, Any], told: dict[str, Any]) -> None:
    chance, phone, path = random.Random(person["pk"]), Phone(person, task["port"], told), person["path"]
    await asyncio.sleep(chance.random())
    await phone.ask("start", f"{path}bat-dau/", {})
    page = await phone.ask("paper", path, None)
    for turn, question in enumerate(re.findall(r'data-question="(\d+)"', page), 1):
        await asyncio.sleep(task["pace"] * chance.uniform(0.5, 1.5))
        value = chance.randrange(4)
        form = {"question": question, "value": json.dumps(value), "turn": turn}
        await phone.ask("answer", f"{path}tra-loi/", form)
        told["confirmed"].append([person["pk"], int(question), value])


async def main(task: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"start": [], "paper": [], "answer": [], "again": 0, "confirmed": []}
    await asyncio.gather(*(take_part(person, task, told) for person in task["people"]))
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))))
