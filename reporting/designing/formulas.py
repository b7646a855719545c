"""Rows that are computed from other rows of the form: sums and differences, so that totals over units stay right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

_TERM = re.compile(r"\s*([+\-−–]?)\s*([A-Za-z]{1,4}\d{1,4}[A-Za-z]?)")


class FormulaError(ValueError):
    """str() is the Vietnamese message."""


@dataclass(frozen=True)
class Term:
    """+TC06 is (1, "TC06"), −TC07 is (-1, "TC07")."""

    sign: int
    code: str


def code_of(text: str) -> str:
    """A typed code as the catalogue writes it: tt01 → TT01, NC02B → NC02b."""
    code = text.strip().upper()
    return (
        code[:-1] + code[-1].lower() if len(code) > 1 and code[-2].isdigit() and code[-1].isalpha() else code
    )


def read_formula(text: str) -> tuple[Term, ...]:
    """ "TC05 + TC06 − TC07" → its terms; "" → (). Raises FormulaError."""
    terms: list[Term] = []
    rest = text.strip()
    while rest:
        found = _TERM.match(rest)
        if found is None or (terms and not found[1]):
            raise FormulaError(
                f"Không đọc được “{rest[:30]}”. Công thức gồm mã chỉ tiêu nối bằng dấu + hoặc −, ví dụ TC05+TC06-TC07."
            )
        terms.append(Term(-1 if found[1] in {"-", "−", "–"} else 1, code_of(found[2])))
        rest = rest[found.end() :].strip()
    return tuple(terms)


def written(terms: Iterable[Term]) -> str:
    """Back to text: TC05+TC06−TC07."""
    text = "".join(f"{'−' if term.sign < 0 else '+'}{term.code}" for term in terms)
    return text.removeprefix("+")


def computed_value(terms: Iterable[Term], values: Mapping[str, Decimal | None]) -> Decimal | None:
    """The sum over `values` (code → number, 0 for “không phát sinh”); None when any component is not answered.

    Blank is never 0 (DOMAIN 2.6, 9): half a sum would look like a whole one.
    """
    total = Decimal(0)
    for term in terms:
        value = values.get(term.code)
        if value is None:
            return None
        total += term.sign * value
    return total


def in_order(formulas: Mapping[str, tuple[Term, ...]]) -> list[str]:
    """Codes of computed rows so that each comes after those it is computed from. Raises FormulaError on a circle."""
    done: list[str] = []
    open_: list[str] = []

    def visit(code: str) -> None:
        if code in done or code not in formulas:
            return
        if code in open_:
            raise FormulaError(f"Công thức đi vòng tròn: {' → '.join([*open_, code])}.")
        open_.append(code)
        for term in formulas[code]:
            visit(term.code)
        open_.pop()
        done.append(code)

    for code in formulas:
        visit(code)
    return done
