"""What people say beside a paper: Word comments, and suggested wordings as Word's tracked changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import quoteattr

from django.utils import timezone

from documents.docx.xml import DECLARATION, W_SPACE, paragraph, run
from documents.pages import Line

_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FIRST_CHANGE = 100_000  # numbers of tracked changes stay apart from those of bookmarks


@dataclass(frozen=True)
class Who:
    """Who said something, and when."""

    author: str
    at: dt.datetime


@dataclass(frozen=True)
class Comment:
    """A comment on the letters start–end of its line; on the line as a whole when there are none.

    `name`: eight hexadecimal digits, Word's own id of a paragraph, which it keeps; `answers`: the name of another one.
    """

    text: str
    who: Who
    name: str
    start: int = 0
    end: int = 0
    answers: str = ""


@dataclass(frozen=True)
class Edit:
    """A tracked change: `text` put in at `start`, or the letters start–end taken out."""

    start: int
    end: int
    text: str
    who: Who


@dataclass(frozen=True)
class Remarks:
    """By block id; "" is the paper as a whole, in `added` the place before the first block."""

    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    edits: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    removed: Mapping[str, Who] = field(default_factory=dict)
    added: Mapping[str, Sequence[tuple[Line, Who]]] = field(default_factory=dict)


class RemarkWriter:
    """Gives each remark its number, and the letters of a line what stands between them."""

    def __init__(self, remarks: Remarks) -> None:
        self.said = remarks
        self._written: list[Comment] = []
        self._changes = count(_FIRST_CHANGE)

    def between(self, block_id: str, length: int, first: int = 0) -> Iterator[tuple[int, str]]:
        """(place, XML) of the comments and the new words of a line of that many letters.

        `first`: where the line begins in the text that the places count in (a cell of a table).
        """
        begun, ended = [], []
        for comment in self.said.comments.get(block_id, ()):
            if not (first <= comment.start <= first + length) or comment in self._written:
                continue
            key = len(self._written)
            self._written.append(comment)
            start, end = comment.start - first, min(comment.end - first, length)
            sign = f'<w:r><w:commentReference w:id="{key}"/></w:r>'
            if end > start:
                begun.append((start, f'<w:commentRangeStart w:id="{key}"/>'))
                ended.append((end, f'<w:commentRangeEnd w:id="{key}"/>{sign}'))
            else:
                ended.append((length, sign))
        yield from ended
        for edit in self.said.edits.get(block_id, ()):
            if edit.text:
                yield edit.start, self.changed("ins", edit.who, run(edit.text))
        yield from begun

    def struck(self, block_id: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, opening tag) of the words of a line that are to go."""
        for edit in self.said.edits.get(block_id, ()):
            if not edit.text:
                yield edit.start, edit.end, self.tag("del", edit.who)

    def tag(self, name: str, who: Who) -> str:
        """The opening tag of a tracked change."""
        author = quoteattr(who.author)
        return f'<w:{name} w:id="{next(self._changes)}" w:author={author} w:date="{_time(who.at)}">'

    def changed(self, name: str, who: Who, content: str) -> str:
        """Runs put in or taken out."""
        return f"{self.tag(name, who)}{content}</w:{name}>" if content else ""

    def whole(self, name: str, who: Who) -> str:
        """The property of a paragraph that is new, or to go, as a whole."""
        return f"<w:rPr>{self.tag(name, who)[:-1]}/></w:rPr>"

    def parts(self) -> dict[str, str]:
        """comments.xml and the part that says which comment answers which; nothing without comments."""
        if not self._written:
            return {}
        written = "".join(_comment(key, comment) for key, comment in enumerate(self._written))
        threads = "".join(map(_thread, self._written))
        return {
            "word/comments.xml": f'{DECLARATION}<w:comments xmlns:w="{W_SPACE}" xmlns:w14="{_WORD_2010}" '
            f'xmlns:mc="{_COMPATIBLE}" mc:Ignorable="w14">{written}</w:comments>',
            "word/commentsExtended.xml": f'{DECLARATION}<w15:commentsEx xmlns:w15="{_WORD_2012}" '
            f'xmlns:mc="{_COMPATIBLE}" mc:Ignorable="w15">{threads}</w15:commentsEx>',
        }


def _time(at: dt.datetime) -> str:
    """Word writes the local time of the writer and calls it UTC."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def _comment(key: int, comment: Comment) -> str:
    """A paragraph for each line; the last one carries the name that threads go by."""
    *others, last = (paragraph(run(line), "BodyText") for line in comment.text.split("\n"))
    named = last.replace("<w:p>", f'<w:p w14:paraId="{comment.name}">', 1)
    initials = "".join(word[0] for word in comment.who.author.split())[:5]
    return (
        f'<w:comment w:id="{key}" w:author={quoteattr(comment.who.author)} w:date="{_time(comment.who.at)}" '
        f"w:initials={quoteattr(initials)}>{''.join(others)}{named}</w:comment>"
    )


def _thread(comment: Comment) -> str:
    above = f' w15:paraIdParent="{comment.answers}"' if comment.answers else ""
    return f'<w15:commentEx w15:paraId="{comment.name}"{above} w15:done="0"/>'
