"""Which indicator of the catalogue measures a target, from the words of both. A proposal: nothing when in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log

from core.vietnamese import fold
from plans.indicators import Measure

_ENOUGH = 0.62  # of the weight of an indicator's words must stand in the sentence
_CLEAR = 0.08  # so much more than the second best
_ASIDE = re.compile(r"\(.*?\)")
_WORD = re.compile(r"[a-z0-9]+")
# Folded wording → the word of the catalogue. Longest first. "mới" has a word of its own: "mỗi" folds to the same.
_SAME = {
    "cong nhan vien chuc lao dong": "cnvcld",
    "thoa uoc lao dong tap the": "tuldtt",
    "cong nhan lao dong": "cnld",
    "gia dinh van hoa": "gdvh",
    "tai nan lao dong": "tnld",
    "can bo cong doan": "can bo cd",
    "to chuc cong doan": "cd",
    "cong doan co so": "cdcs",
    "nguoi lao dong": "nld",
    "doanh nghiep": "dn",
    "doan vien": "dv",
    "cong nhan": "congnhan",
    "cong doan": "cd",
    "nu cong": "nucong",
    "co quan": "cq",
    "don vi": "donvi",
    "quan triet": "hoctap",
    "hoc tap": "hoctap",
    "pho bien": "hoctap",
    "ket nap moi": "ketnap vuamoi",
    "ket nap": "ketnap",
    "thanh lap moi": "thanhlap vuamoi",
    "thanh lap": "thanhlap",
    "bang ron": "bangron",
    "khau hieu": "khauhieu",
    "to roi": "toroi",
    "to gap": "togap",
    "hoi thi": "hoithi",
    "cuoc thi": "cuocthi",
    "sang kien": "sangkien",
    "de tai": "detai",
}
# Things that one indicator alone counts.
_TELLING = frozenset({"bangron", "khauhieu", "toroi", "togap", "hoithi", "cuocthi", "sangkien", "detai"})
_STOP = frozenset(
    fold(
        "số tỷ lệ tổng được có và của trong các ở tại theo trên với mỗi năm cho về đến từ những đạt tối thiểu ít nhất"
    ).split()
)
# Words that turn an indicator into its opposite, and words without which it is another one.
_AGAINST = frozenset({"muon", "tre", "cham", "chua", "khong"})
_DECISIVE = frozenset({"vuamoi", "dang", "giam", "nu"})
_SORTS = {
    "people": {"người", "đoàn viên", "cán bộ", "đại biểu"},
    "unions": {"CĐCS", "công đoàn cơ sở"},
    "firms": {"DN", "doanh nghiệp"},
}


def propose_indicator(words: str, unit_of_measure: str, catalogue: Mapping[str, Measure]) -> str:
    """The code of the indicator that a target so named is measured by; "" when none or several fit.

    `words`: name of the target, as the sentence says it.
    """
    said, unit = _tokens(f"{words} {unit_of_measure}"), _tokens(unit_of_measure)
    scores = sorted(
        (
            (_likeness(tokens, said, unit, weights), code)
            for code, tokens, weights, measure in _catalogue(tuple(catalogue.items()))
            if _counted_alike(measure, unit_of_measure)
            and not (said & _AGAINST) - tokens
            and not (tokens & _DECISIVE) - said
        ),
        reverse=True,
    )
    if not scores or scores[0][0] < _ENOUGH:
        return ""
    return scores[0][1] if len(scores) == 1 or scores[0][0] - scores[1][0] >= _CLEAR else ""


@lru_cache(maxsize=2)
def _catalogue(
    entries: tuple[tuple[str, Measure], ...],
) -> tuple[tuple[str, frozenset[str], dict[str, float], Measure], ...]:
    read = [(code, frozenset(_tokens(_ASIDE.sub("", m.name))), m) for code, m in entries]
    spread = Counter(token for _code, tokens, _measure in read for token in tokens)
    weights = {token: log(1 + len(read) / times) for token, times in spread.items()}
    return tuple((code, tokens, weights, measure) for code, tokens, measure in read)


def _tokens(text: str) -> set[str]:
    plain = " ".join(_WORD.findall(fold(text)))
    for words, word in _SAME.items():
        plain = re.sub(rf"\b{words}\b", word, plain)
    return {token for token in plain.split() if token not in _STOP}


def _likeness(tokens: frozenset[str], said: set[str], unit: set[str], weights: dict[str, float]) -> float:
    """How much of an indicator's words is said; one word alone is enough only when it tells."""
    both = tokens & said
    if both & unit & _TELLING:
        return 0.9
    whole = sum(weights[token] for token in tokens)
    return sum(weights[token] for token in both) / whole if len(both) > 1 else 0.0


def _counted_alike(measure: Measure, unit_of_measure: str) -> bool:
    """A share with a share, people with people, money with money, unions with unions, things with things."""
    if "%" in (measure.unit_of_measure, unit_of_measure):
        return measure.unit_of_measure == unit_of_measure
    return _sort(measure.unit_of_measure) == _sort(unit_of_measure)


def _sort(unit_of_measure: str) -> str:
    if "đồng" in unit_of_measure and "hợp đồng" not in unit_of_measure:
        return "money"
    if "lượt" in unit_of_measure:
        return "turns"
    return next((sort for sort, names in _SORTS.items() if unit_of_measure in names), "things")
