"""footnotes.xml: the notes that the text calls, numbered by Word, with the two rules that Word asks for."""

from __future__ import annotations

from documents.docx.xml import DECLARATION, FOOTNOTE_CALL, FOOTNOTE_TEXT, W_SPACE, paragraph, run

# Word's own ids of the rule above the notes and of the rule above what goes on from the page before.
_RULES = ((-1, "separator"), (0, "continuationSeparator"))
SETTINGS = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
_MARK = f'<w:r><w:rPr><w:rStyle w:val="{FOOTNOTE_CALL}"/></w:rPr>{{mark}}</w:r>'


class Footnotes:
    """Collects the notes in the order in which the text calls them."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def call(self, text: str) -> str:
        """The run that calls the next note."""
        self._texts.append(text)
        return _MARK.format(mark=f'<w:footnoteReference w:id="{len(self._texts)}"/>')

    def xml(self) -> str:
        """The whole part, once all lines were written."""
        rules = "".join(
            f'<w:footnote w:type="{name}" w:id="{key}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
            for key, name in _RULES
        )
        notes = "".join(_note(key, text) for key, text in enumerate(self._texts, start=1))
        return f'{DECLARATION}<w:footnotes xmlns:w="{W_SPACE}">{rules}{notes}</w:footnotes>'


def _note(key: int, text: str) -> str:
    """A paragraph for each line; the first begins with the number."""
    first, *others = text.split("\n")
    lines = [_MARK.format(mark="<w:footnoteRef/>") + run(f" {first}"), *map(run, others)]
    body = "".join(paragraph(line, FOOTNOTE_TEXT) for line in lines)
    return f'<w:footnote w:id="{key}">{body}</w:footnote>'
