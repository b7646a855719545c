"""Units that send their reports, a fixed number at a time, in a process of its own (started by bench.submissions)."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from bench._people import post


async def sender(places: list[dict[str, Any]], told: dict[str, Any]) -> None:
    """One connection: the next report follows when the answer to the one before is there."""
    reader = writer = None
    while places:
        place = places.pop()
        if reader is None or writer is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", place["port"])
        started = time.perf_counter()
        status, answer = await post(reader, writer, place, place["body"].encode())
        told["times"].append(time.perf_counter() - started)
        if status != 200 or not answer.get("sent"):
            told["refused"].append([status, answer])
    if writer is not None:
        writer.close()


async def main(task: dict[str, Any]) -> dict[str, Any]:
    places, told = task["places"], {"times": [], "refused": [], "since": time.monotonic()}
    await asyncio.gather(*(sender(places, told) for _n in range(task["connections"])))
    return told | {"until": time.monotonic()}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()))), ensure_ascii=False))
