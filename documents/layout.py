"""Layout profiles of the official paper, as data.

Sizes, styles and places follow Nghị định 30/2020/NĐ-CP, Phụ lục I (Mục I, II, IV, V). Every default size is the size
of the decree's own sample column, so one document keeps to one column. Union papers (Quyết định 933/QĐ-TLĐ) inherit
it; Party papers are recognised and cited, never printed here.
"""

import re
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class LayoutError(ValueError):
    """The layout profile is unknown, or it is one the portal only recognises."""


@dataclass(frozen=True)
class Element:
    """How one element is set: `size` in pt, with the range the rule allows."""

    size: float
    low: float
    high: float
    bold: bool = False
    italic: bool = False
    caps: bool = False


@dataclass(frozen=True)
class Margins:
    """Page margins in mm."""

    top: int
    right: int
    bottom: int
    left: int

    def css(self) -> str:
        return f"{self.top}mm {self.right}mm {self.bottom}mm {self.left}mm"


@dataclass(frozen=True)
class Profile:
    """One layout rule. `elements` holds only what differs from the `parent` profile."""

    code: str
    name: str
    rule: str
    parent: "Profile | None" = None
    own_elements: Mapping[str, Element] = field(default_factory=dict)
    margins: Margins = Margins(20, 15, 20, 30)
    national_name: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto: str = "Độc lập - Tự do - Hạnh phúc"
    number_separator: str = "/"
    heading_columns_mm: tuple[int, int] = (75, 90)
    first_indent_mm: float = 12.7
    paragraph_gap_pt: float = 6
    line_height: float = 1.2
    prints: bool = True

    @property
    def elements(self) -> Mapping[str, Element]:
        """Element name → how it is set, the inherited ones included."""
        inherited = self.parent.elements if self.parent else {}
        return MappingProxyType(dict(ChainMap(dict(self.own_elements), dict(inherited))))

    @property
    def lineage(self) -> tuple["Profile", ...]:
        """The profile and its ancestors, the oldest first."""
        return (*(self.parent.lineage if self.parent else ()), self)

    def cased(self, element: str, text: str) -> str:
        """`text` in capitals where the rule asks for capitals, else as it is."""
        return text.upper() if self.elements[element].caps else text


ND30 = Profile(
    code="nd30",
    name="Nghị định 30/2020/NĐ-CP",
    rule="30/2020/NĐ-CP, Phụ lục I",
    own_elements={
        "national": Element(12, 12, 13, bold=True, caps=True),
        "motto": Element(13, 13, 14, bold=True),
        "parent": Element(12, 12, 13, caps=True),
        "issuer": Element(12, 12, 13, bold=True, caps=True),
        "number": Element(13, 13, 13),
        "place-date": Element(13, 13, 14, italic=True),
        "type": Element(14, 13, 14, bold=True, caps=True),
        "abstract": Element(14, 13, 14, bold=True),
        "subject": Element(12, 12, 13),
        "addressee": Element(14, 13, 14),
        "basis": Element(14, 13, 14, italic=True),
        "body": Element(14, 13, 14),
        "part": Element(14, 13, 14, bold=True, caps=True),
        "title": Element(14, 13, 14, bold=True),
        "authority": Element(14, 13, 14, bold=True, caps=True),
        "signer": Element(14, 13, 14, bold=True),
        "recipients-title": Element(12, 12, 12, bold=True, italic=True),
        "recipients": Element(11, 11, 11),
        "appendix": Element(14, 14, 14, bold=True),
        "appendix-title": Element(14, 13, 14, bold=True, caps=True),
        "attached-to": Element(14, 13, 14, italic=True),
        "urgency": Element(13, 13, 14, bold=True, caps=True),
        "draft": Element(13, 13, 14, bold=True, caps=True),
        "page-number": Element(14, 13, 14),
        # The decree is silent on tables: body size less one, smaller from eight and from eleven columns on.
        "table": Element(13, 11, 14),
        "wide-table": Element(11, 9, 13),
        "dense-table": Element(9.5, 9, 11),
        "footnote": Element(11, 10, 12),
        "verification": Element(8, 7, 9),
    },
)

UNION933 = Profile(
    code="union933",
    name="Quyết định 933/QĐ-TLĐ",
    rule="933/QĐ-TLĐ ngày 14/5/2024",
    parent=ND30,
)

PARTY = Profile(
    code="party",
    name="Văn bản của Đảng",
    rule="66-QĐ/TW",
    parent=ND30,
    national_name="ĐẢNG CỘNG SẢN VIỆT NAM",
    motto="",
    number_separator="-",
    prints=False,
)

PROFILES: Mapping[str, Profile] = MappingProxyType({p.code: p for p in (ND30, UNION933, PARTY)})

# Decree 30, Phụ lục I, box 10b: width of the stamp in mm; the height is always 8 mm.
URGENCY_WIDTHS_MM: Mapping[str, int] = MappingProxyType({"HỎA TỐC": 30, "THƯỢNG KHẨN": 40, "KHẨN": 20})

# Words a line of the heading or of the abstract is not broken between.
KEPT_TOGETHER = re.compile(
    r"\b(?:tổng liên đoàn|liên đoàn|lao động|công đoàn|việt nam|công nhân|viên chức|trách nhiệm|hữu hạn|cổ phần|công ty"
    r"|ban chấp hành|ban thường vụ|mặt trận|tổ quốc|ủy ban|nhân dân|nhiệm vụ|trọng tâm|6 tháng(?: đầu| cuối)? năm"
    r"|(?:năm|tháng|ngày|quý|số|lần thứ|nhiệm kỳ) [\dIVX]\S*)\b",
    re.IGNORECASE,
)


def profile(code: str) -> Profile:
    """The profile with this code. Raises LayoutError if there is none."""
    try:
        return PROFILES[code]
    except KeyError:
        raise LayoutError(
            f"Không có mẫu trình bày “{code}”. Chọn một trong: {', '.join(PROFILES)}."
        ) from None


def printing_profile(code: str) -> Profile:
    """Like `profile`, but raises LayoutError for a profile that is only recognised (Party papers)."""
    found = profile(code)
    if not found.prints:
        raise LayoutError(f"Mẫu “{found.name}” chỉ dùng để nhận biết và trích dẫn, không dùng để in văn bản.")
    return found


def stylesheet() -> str:
    """The style sheet of all printing profiles: static/css/paper_profiles.css is exactly this text."""
    rules = ["/* Made from documents/layout.py by its stylesheet(); a test keeps both the same. */"]
    for found in PROFILES.values():
        if found.prints:
            rules += _profile_rules(found)
    rules += [f".paper .stamp-{width}{{width:{width}mm}}" for width in URGENCY_WIDTHS_MM.values()]
    rules += [f".paper .w{share}{{width:{share}%}}" for share in range(1, 101)]
    return "\n".join(rules) + "\n"


def page_rules(
    found: Profile, landscape_appendices: tuple[bool, ...], *, numbered: bool = True, landscape: bool = False
) -> str:
    """The @page rules of one printed paper: its margins, and a page group of its own for each appendix."""
    number = found.elements["page-number"]
    shown = f'@top-center{{content:counter(page);font:{number.size:g}pt "Paper Serif"}}' if numbered else ""
    rules = [
        f"@page{{size:A4 {_side(landscape)};margin:{found.margins.css()};{shown}}}",
        "@page :first{@top-center{content:none}}",
    ]
    for index, lies in enumerate(landscape_appendices, start=1):
        rules += [
            f".appendix-{index}{{page:appendix{index}}}",
            f"@page appendix{index}{{size:A4 {_side(lies)}}}",
            f"@page :nth(1 of appendix{index}){{counter-reset:page 1;@top-center{{content:none}}}}",
        ]
    return "\n".join(rules)


def _side(landscape: bool) -> str:
    return "landscape" if landscape else "portrait"


def _profile_rules(found: Profile) -> list[str]:
    scope = f".paper.{found.code}"
    rules = [f"{scope} .p-{name}{{{_element_css(element)}}}" for name, element in found.own_elements.items()]
    if found.parent is None:
        left, right = found.heading_columns_mm
        body = found.elements["body"]
        rules += [
            f"{scope}{{font-size:{body.size:g}pt;line-height:{found.line_height:g}}}",
            f"{scope} .p-left{{width:{left}mm}}",
            f"{scope} .p-right{{width:{right}mm}}",
            f"{scope} .p-line{{text-indent:{found.first_indent_mm:g}mm;margin-top:{found.paragraph_gap_pt:g}pt}}",
        ]
    return rules


def _element_css(element: Element) -> str:
    weight = "bold" if element.bold else "normal"
    style = "italic" if element.italic else "normal"
    return f"font-size:{element.size:g}pt;font-weight:{weight};font-style:{style}"
