"""A long paper as one PDF/A-3: its text, and its appendices from parts that are drawn apart and kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

import pikepdf

from documents.joining import store
from documents.joining.drawing import Drawing, Drawn
from documents.joining.parts import NUMBERS_AT_ONCE, Part, frame_html, numbers, parts_of
from documents.pages import Paper
from documents.pdf import RenderedPdf, part_pdf, render_pdf

Tell = Callable[[str, int, int], None]
CELLS_OF_A_PAGE = 300  # about; how many page numbers will be wanted
FRAME, NUMBER = "/PaperFrame", "/PaperNumber"  # names no part uses


def joined_pdf(
    paper: Paper, *, attachment: bytes, attachment_name: str, created_at: datetime, tell: Tell | None = None
) -> RenderedPdf:
    """The same pages as `documents.pdf.render_pdf` makes without tags, much sooner when most parts are kept.

    `tell(what, done, total)` hears about the work and may raise to stop it; parts drawn until then stay kept.
    Raises LayoutError, ChartError, FetchRefused, ValueError.
    """
    tell = tell or _nobody
    appendices = parts_of(paper)
    wanted = [part for parts in appendices for part in parts]
    longest: dict[bool, int] = {}
    for parts in appendices:
        pages = sum(1 + part.work // CELLS_OF_A_PAGE for part in parts)
        longest[parts[0].landscape] = max(pages, longest.get(parts[0].landscape, 0))
    wanted += [
        numbers(paper.profile, number, landscape=side)
        for side, pages in longest.items()
        for number in range(1, pages + 1, NUMBERS_AT_ONCE)
    ]
    files = store.kept(wanted)
    undrawn = list({part.digest: part for part in wanted if part.digest not in files}.values())
    done = 0

    def drawn(part: Part, made: Drawn) -> None:
        nonlocal done
        files[part.digest] = made[0]
        store.keep(part, *made)
        done += 1
        tell(f"Đang dàn trang phụ lục: {done}/{len(undrawn)} phần", done, len(undrawn) + 2)

    with Drawing(undrawn, drawn=drawn) as drawing:
        reused = len(wanted) - len(undrawn)
        tell(f"Đang dàn trang phần lời ({reused}/{len(wanted)} phần phụ lục đã có sẵn)", 0, len(undrawn) + 2)
        text = render_pdf(
            replace(paper, appendices=()), attachment=attachment, attachment_name=attachment_name, created_at=created_at,
            tagged=False,
        )  # fmt: skip
        frame, _pages = part_pdf(frame_html(paper))
        drawing.finish()
    tell("Đang ghép các phần", len(undrawn) + 1, len(undrawn) + 2)
    content, pages = _Joiner(paper, files).join(text.content, frame, appendices)
    return RenderedPdf(content, hashlib.sha256(content).hexdigest(), pages, text.signature_box)


def _nobody(_what: str, _done: int, _total: int) -> None:
    return None


class _Joiner:
    """Lays numbers and frame over the pages of the parts. Files stay open until all is written: pages are copied late."""

    def __init__(self, paper: Paper, files: dict[str, bytes]) -> None:
        self.paper, self.files = paper, files
        self.forms: dict[tuple[str, int], Any] = {}
        self.opened: dict[str, pikepdf.Pdf] = {}
        self.fonts: dict[tuple[str, bytes], Any] = {}

    def join(self, text: bytes, frame: bytes, appendices: Sequence[Sequence[Part]]) -> tuple[bytes, int]:
        """The whole file and its pages."""
        with ExitStack() as self.stack:
            self.whole = self._open("text", text)
            self._open("frame", frame)
            contents: list[tuple[int, str, int]] = []  # depth, title, page from 0
            for at, parts in enumerate(appendices):
                number = 0
                for place, part in enumerate(parts):
                    if part.name:
                        contents.append((min(place, 1), part.name, len(self.whole.pages)))
                    for page in self._open(part.digest, self.files[part.digest]).pages:
                        number += 1
                        self._add(page, part, at if number == 1 else self._plain(part), number)
            self._list_contents(contents)
            target = io.BytesIO()
            self.whole.save(
                target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
            )
            return target.getvalue(), len(self.whole.pages)

    def _open(self, name: str, content: bytes) -> pikepdf.Pdf:
        if name not in self.opened:
            self.opened[name] = self.stack.enter_context(pikepdf.open(io.BytesIO(content)))
        return self.opened[name]

    def _plain(self, part: Part) -> int:
        """The page of the frame without a heading."""
        return len(self.paper.appendices) + part.landscape

    def _add(self, page: pikepdf.Page, part: Part, frame: int, number: int) -> None:
        self.whole.pages.append(page)
        added = self.whole.pages[-1]
        self._share_fonts(added)
        # Pages of one part share their resources, so every drawing has a name of its own.
        over = {f"{FRAME}{frame}": self._form("frame", frame)}
        if number > 1:
            over[f"{NUMBER}{number}"] = self._number(part, number)
        for name, form in over.items():
            added.add_resource(form, pikepdf.Name.XObject, name=pikepdf.Name(name))
        added.contents_add(b"q\n", prepend=True)
        added.contents_add(b"\nQ\n" + b"".join(b"q %s Do Q\n" % name.encode() for name in over))

    def _share_fonts(self, page: pikepdf.Page) -> None:
        """A font that an earlier part brought with the same letters stands in the file once."""
        for name, font in page.resources.Font.items():
            letters = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
            if letters is not None:
                page.resources.Font[name] = self.fonts.setdefault(
                    (str(font.BaseFont), letters.read_raw_bytes()), font
                )

    def _number(self, part: Part, number: int) -> Any:
        run = numbers(self.paper.profile, number, landscape=part.landscape)
        name = f"{run.landscape} {run.first}"
        if name not in self.opened:
            self._open(name, self.files.get(run.digest) or self._drawn(run))
        return self._form(name, number - run.first)

    def _drawn(self, run: Part) -> bytes:
        content, pages = part_pdf(run.html())
        store.keep(run, content, pages)
        return content

    def _form(self, name: str, page: int) -> Any:
        """A page as a drawing that many pages show."""
        if (name, page) not in self.forms:
            drawing = self.opened[name].pages[page].as_form_xobject()
            self.forms[name, page] = self.whole.copy_foreign(drawing)
        return self.forms[name, page]

    def _list_contents(self, contents: list[tuple[int, str, int]]) -> None:
        with self.whole.open_outline() as outline:
            for depth, title, page in contents:
                item = pikepdf.OutlineItem(title, page)
                item.is_closed = True
                (outline.root[-1].children if depth and outline.root else outline.root).append(item)
