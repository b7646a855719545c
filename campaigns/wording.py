"""What the spelling of a Vietnamese text gives away: tone marks in the wrong place, or none at all."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from core.vietnamese import nfc

VIETNAMESE = "vi"
# A slogan of so many words has a mark somewhere, unless the keyboard was off.
FEWEST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+[\u0300-\u036f]*(?:[^\W\d_]|[\u0300-\u036f])*")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The second letter of these pairs carries the tone: “được”, never “đựơc”.
_PAIRS = (("i", "ê"), ("y", "ê"), ("u", "ô"), ("ư", "ơ"))


def faults(text: str, language: str = VIETNAMESE) -> list[str]:
    """What is wrong with the marks of the text, each a Vietnamese sentence with the word and what to do; [] when nothing is.

    Other languages are judged only for marks that hang on no letter.
    """
    plain = nfc(text)
    words = _WORD.findall(plain)
    found = [_stray(word) for word in words]
    if language == VIETNAMESE:
        found += [_misplaced(word) for word in words]
        if len(words) >= FEWEST_WORDS and plain.isascii():
            found.append("Câu viết không dấu. Hãy bật bộ gõ tiếng Việt và gõ lại có dấu.")
    return list(dict.fromkeys(line for line in found if line))


def _stray(word: str) -> str:
    if any(unicodedata.combining(char) for char in word):
        return f"Từ “{word}” có dấu không ghép được với chữ. Hãy xóa và gõ lại từ này bằng bảng mã Unicode."
    return ""


def _misplaced(word: str) -> str:
    letters = [_apart(char) for char in word]
    toned = [tone for _letter, tone in letters if tone]
    if len(toned) > 1:
        return f"Từ “{word}” có hai dấu thanh. Hãy bỏ một dấu."
    for (first, tone), (second, _none) in pairwise(letters):
        if tone and (first.lower(), second.lower()) in _PAIRS:
            right = word.replace(_joined(first, tone) + second, first + _joined(second, tone), 1)
            return f"Từ “{word}” đặt dấu sai chỗ. Hãy gõ lại thành “{right}”."
    return ""


def _apart(char: str) -> tuple[str, str]:
    """The letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(part for part in parts if part in _TONES)
    rest = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", rest), tone


def _joined(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)
