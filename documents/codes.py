"""The short code printed beside the QR symbol: nobody guesses it, everybody can type it, a slip of the pen is noticed."""

from __future__ import annotations

import re
import secrets

# Nothing that a photocopy makes look alike: no 0/O, 1/I, 2/Z. A prime number of letters, so that the check letter
# finds every single wrong letter and every exchange of two neighbours.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
RANDOM = 10
# Printed before codes had a check letter.
OLD = re.compile(r"[2-9A-HJ-NP-Z]{10}")


def new_code() -> str:
    """Ten letters by chance (49 bits) and the check letter."""
    chosen = "".join(secrets.choice(ALPHABET) for _n in range(RANDOM))
    return chosen + check_letter(chosen)


def check_letter(letters: str) -> str:
    """The letter behind these. Raises ValueError for a character that no code has."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=1))
    return ALPHABET[total % len(ALPHABET)]


def plain(typed: str) -> str:
    """As it is stored: capitals without blanks, dashes and points."""
    return re.sub(r"[\s\-.–—]", "", typed).upper()


def is_well_formed(code: str) -> bool:
    """Whether this can be a code; says nothing about whether a document has it."""
    if OLD.fullmatch(code):
        return True
    if len(code) != RANDOM + 1 or set(code) - set(ALPHABET):
        return False
    return check_letter(code[:-1]) == code[-1]


def shown(code: str) -> str:
    """In groups of four, as it is printed: "9XK4-TQ7W-PMA"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
