"""Whom a phrase of a plan means: its issuer, or a class of the units below."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold
from documents.models import Recipient
from units.models import Unit


class ActorClass(models.TextChoices):
    DIRECT = "direct", _("Các đơn vị trực thuộc")
    UPPER = "upper", _("Các công đoàn cấp trên trực tiếp cơ sở")
    SECTOR = "sector", _("Các công đoàn ngành")
    COMMUNE = "commune", _("Các công đoàn xã, phường, đặc khu")
    GRASSROOTS = "grassroots", _("Các công đoàn cơ sở")
    ALL = "all", _("Công đoàn các cấp")


GROUPS = {
    ActorClass.DIRECT: Recipient.Group.CHILDREN,
    ActorClass.UPPER: Recipient.Group.UPPER_UNITS,
    ActorClass.SECTOR: Recipient.Group.SECTORS,
    ActorClass.COMMUNE: Recipient.Group.COMMUNES,
    ActorClass.GRASSROOTS: Recipient.Group.GRASSROOTS,
    ActorClass.ALL: Recipient.Group.EVERY,
}
_TIERS = {ActorClass.UPPER: 2, ActorClass.SECTOR: 2, ActorClass.COMMUNE: 2, ActorClass.GRASSROOTS: 3}
# What stands before the name of a class, in folded letters.
_TOWARDS = re.compile(r"^(?:(?:doi voi|ve phia|trach nhiem cua|giao cho|giao|de nghi|yeu cau)\s+)+")
_EACH = re.compile(r"^(?:(?:tat ca|toan the|toan bo|100%|cac|moi|tung|nhung)\s+)+")
_KINDS = (
    (ActorClass.ALL, r"(?:cap )?cong doan cac cap|cap cong doan(?: (?:trong|o|cua|thuoc))?"),
    (ActorClass.DIRECT, r"(?:don vi|cong doan|co so)(?: cap duoi)? truc thuoc|don vi cap duoi"),
    (ActorClass.UPPER, r"cong doan cap tren(?: truc tiep)?(?: co so)?"),
    (ActorClass.UPPER, r"(?:ldld|lien doan lao dong) (?:cac )?(?:huyen|thi xa|quan|thanh pho|tp)"),
    (ActorClass.UPPER, r"cong doan (?:cac )?(?:khu cong nghiep|khu kinh te|kcn)"),
    (ActorClass.COMMUNE, r"cong doan (?:cac )?(?:xa|phuong|dac khu)"),
    (ActorClass.SECTOR, r"(?:cong doan|cd) (?:cac )?nganh(?: dia phuong)?|cdn"),
    (ActorClass.GRASSROOTS, r"cdcs(?: thanh vien)?|cong doan co so(?: thanh vien)?|nghiep doan(?: co so)?"),
)
_CLASSES = tuple((kind, re.compile(rf"(?:{words})\b")) for kind, words in _KINDS)
_JOINED = re.compile(r"\s*(?:[,;/+]|\b(?:va|hoac|cung)\b)\s*")
# Goes on with the class before it: "LĐLĐ huyện, thị xã", "công đoàn xã, phường".
_CONTINUED = re.compile(
    r"(?:huyen|thi xa|thi|quan|thanh pho|tp|xa|phuong|dac khu|khu kinh te|nganh)\b[\w ]*$"
)
_GENERAL = re.compile(
    r"(?: (?:truc thuoc|thuoc|trong|tren dia ban|toan tinh|toan nganh|o|tai|cua|khoi|can cu)\b.*)?$"
)
_OWN_WORDS = re.compile(r"(?:ban thuong vu |ban chap hanh |thuong truc )?(.+)$")


def class_of(words: str, issuer: Unit) -> ActorClass | None:
    """The class of units below the issuer that the words name; None for one unit by its name and for others.

    "Công đoàn cơ sở" in a grassroots union's own plan is itself, no class.
    """
    plain = _TOWARDS.sub("", re.sub(r"\([^)]*\)", " ", fold(words)).strip(" .:"))
    found: list[ActorClass] = []
    each = False
    for item in _JOINED.split(" ".join(plain.split())):
        each = bool(_EACH.match(item)) or each
        kind = _class_of_item(_EACH.sub("", item), each)
        if kind is None:
            if found and _CONTINUED.match(item):
                continue
            return None
        found.append(kind)
    return _together(found, issuer, each)


def _class_of_item(item: str, each: bool) -> ActorClass | None:
    for kind, pattern in _CLASSES:
        if match := pattern.match(item):
            rest = item[match.end() :]
            wide = each and kind in {ActorClass.GRASSROOTS, ActorClass.UPPER, ActorClass.ALL}
            return kind if wide or _GENERAL.match(rest) else None
    return None


def _together(found: list[ActorClass], issuer: Unit, each: bool) -> ActorClass | None:
    below = [kind for kind in found if each or _TIERS.get(kind, 9) > issuer.kind.tier]
    kinds = set(below)
    if not kinds:
        return None
    if len(kinds) == 1:
        return below[0]
    if ActorClass.ALL in kinds or ActorClass.GRASSROOTS in kinds:
        return ActorClass.ALL
    return ActorClass.DIRECT if ActorClass.DIRECT in kinds else ActorClass.UPPER


def is_named(unit: Unit, words: str) -> bool:
    """Whether the words are the unit's name, its short name, or the short name without the place: "LĐLĐ tỉnh"."""
    plain = fold(words).strip(" .:")
    own = _OWN_WORDS.match(plain)
    plain = own[1] if own else plain
    names = [fold(name) for name in (unit.name, unit.short_name) if name]
    return plain in names or (len(plain) > 5 and any(name.startswith(f"{plain} ") for name in names))


def means_class(kind: str, unit: Unit) -> bool:
    """Whether a class named by a plan above the unit includes it."""
    tier = _TIERS.get(ActorClass(kind)) if kind else None
    if kind in {ActorClass.SECTOR, ActorClass.COMMUNE}:
        return unit.kind_id == f"{kind}_union"
    return kind == ActorClass.DIRECT or (tier is not None and tier == unit.kind.tier)
