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


async def person(
    place: dict[str, Any], content: dict[str, Any], until: float, pause: float, seed: int
) -> dict[str, Any]:
    """Types and rests; a save waits for the answer of the one before, as in the browser."""
    chance = random.Random(seed)
    sentences = [block for block in content["blocks"] if block["text"]]
    reader, writer = await asyncio.open_connection("127.0.0.1", place["port"])
    base, saves, busy, seconds, refused = place["base"], 0, 0, [], []
    await asyncio.sleep(chance.uniform(0, pause))
    while time.monotonic() < until:
        block = chance.choice(sentences)
        block["text"] = f"{block['text'].split(' ‖')[0]} ‖ lần {saves}"
        body = json.dumps({"base": base, "content": content, "session": f"bench{seed}"}, ensure_ascii=False)
        started = time.perf_counter()
        status, answer = await post(reader, writer, place, body.encode())
        while status >= 500:  # as the editor does: the person waits for the next attempt
            busy += 1
            await asyncio.sleep(RETRY)
            status, answer = await post(reader, writer, place, body.encode())
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
        "busy": busy,
        "refused": refused,
        "content": content,
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
    texts = (json.loads(json.dumps(task["content"])) for _place in task["places"])
    return await asyncio.gather(
        *(
            person(place, text, until, task["pause"], seed)
            for seed, (place, text) in enumerate(zip(task["places"], texts, strict=True))
        )
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()))), ensure_ascii=False))
