"""A hundred people at their editors: each saves the whole plan when the fingers rest, in a process of its own.

Started by bench.autosave with a JSON file; writes what it measured as JSON to standard output.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

RETRY = 5.0


class Draft:
    """The text in somebody's editor. Every block is kept as JSON, so that a save costs this process little."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.blocks = [dict(block) for block in content["blocks"]]
        self.pieces = [_json(block) for block in self.blocks]
        self.rest = _json({name: value for name, value in content.items() if name != "blocks"})

    def type(self, chance: random.Random, words: str) -> None:
        """Write the words at the end of a sentence, in place of those written there before."""
        place = chance.choice([at for at, block in enumerate(self.blocks) if block["text"]])
        block = self.blocks[place]
        block["text"] = f"{block['text'].split(' ‖')[0]} ‖ {words}"
        self.pieces[place] = _json(block)

    def body(self, base: int, session: str) -> bytes:
        content = f'{self.rest[:-1]},"blocks":[{",".join(self.pieces)}]}}'
        return f'{{"base":{base},"session":"{session}","content":{content}}}'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


async def person(
    place: dict[str, Any], content: dict[str, Any], until: float, pause: float, seed: int
) -> dict[str, Any]:
    """Types and rests; a save waits for the answer of the one before, as in the browser."""
    chance, draft = random.Random(seed), Draft(content)
    reader, writer = await asyncio.open_connection("127.0.0.1", place["port"])
    base, saves, seconds, failed, refused = place["base"], 0, [], [], []
    await asyncio.sleep(chance.uniform(0, pause))
    while time.monotonic() < until:
        draft.type(chance, f"lần {saves} của {seed}")
        body = draft.body(base, f"bench{seed}")
        started = time.perf_counter()
        status, answer = await post(reader, writer, place, body)
        while status >= 500:  # as the editor does: the person waits for the next attempt
            failed.append([status, answer])
            await asyncio.sleep(RETRY)
            status, answer = await post(reader, writer, place, body)
        seconds.append(time.perf_counter() - started)
        if status == 200:
            base, saves = answer["version"], saves + 1
        else:
            refused.append([status, answer])
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
    writer.close()
    return {
        "plan": place["plan"],
        "base": base,
        "seconds": seconds,
        "failed": failed,
        "refused": refused,
        "texts": [block["text"] for block in draft.blocks],
    }


async def post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, place: dict[str, Any], body: bytes
) -> tuple[int, Any]:
    head = (
        f"POST {place['path']} HTTP/1.1\r\nHost: 127.0.0.1:{place['port']}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nCookie: {place['cookie']}\r\nX-CSRFToken: {place['csrf']}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    answer_head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(answer_head.split(" ", 2)[1])
    length = next(
        int(line.split(":", 1)[1])
        for line in answer_head.split("\r\n")
        if line.lower().startswith("content-length:")
    )
    text = await reader.readexactly(length)
    return status, json.loads(text) if text.startswith(b"{") else text[:200].decode("utf-8", "replace")


async def main(task: dict[str, Any]) -> list[dict[str, Any]]:
    until = time.monotonic() + task["seconds"]
    return await asyncio.gather(
        *(
            person(place, task["contents"][place["pages"]], until, task["pause"], seed)
            for seed, place in enumerate(task["places"])
        )
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()))), ensure_ascii=False))
