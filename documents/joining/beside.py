"""A process beside the worker that draws parts: HTML comes in, a PDF goes out, until the input ends.

It knows no database and no setting; `documents.pdf` alone is loaded.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import IO

ASKED = struct.Struct(">Q")  # length of the HTML
ANSWERED = struct.Struct(">QQ")  # length of the PDF, its pages


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    from documents.pdf import part_pdf

    questions = sys.stdin.buffer
    while head := questions.read(ASKED.size):
        content, pages = part_pdf(questions.read(*ASKED.unpack(head)).decode())
        answers.write(ANSWERED.pack(len(content), pages) + content)
        answers.flush()


def ask(html: str, to: IO[bytes], answers: IO[bytes]) -> tuple[bytes, int]:
    """The drawn part and its pages. Raises OSError when the process is gone."""
    question = html.encode()
    to.write(ASKED.pack(len(question)) + question)
    to.flush()
    head = answers.read(ANSWERED.size)
    if len(head) < ANSWERED.size:
        raise BrokenPipeError("the drawing process is gone")
    length, pages = ANSWERED.unpack(head)
    content = answers.read(length)
    if len(content) < length:
        raise BrokenPipeError("the drawing process is gone")
    return content, pages


if __name__ == "__main__":
    main()
