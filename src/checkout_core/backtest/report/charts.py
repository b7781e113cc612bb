# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The charts of a report: lists of bars, which are text where they cannot be seen.

A chart is a list; each row has its label and its figure as text, next to a picture
of SVG that says the same.  So it reads on a phone, aloud and on paper, and colour alone
never says which bar is which.  Promises that positions are worked out in whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.money.rounding import Rounding, divide
from checkout_core.views.markup import element, escaped, tag


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


#: The length of a track and the least of a bar, in thousandths of a percent.
_WHOLE, _THIN = 100_000, 400

#: What only the page of a report has.
RULES = """
.axis{stroke:var(--soft);stroke-width:1}
.keys{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0 0 .5rem;padding:0;
list-style:none;color:var(--soft);font-size:.84rem}
.keys svg{width:1.5rem;height:.6rem;margin-inline-end:.4rem}
.behind h3{font-size:.95rem;line-height:1.3;margin:1rem 0 .3rem;font-weight:650}
.behind .refused{columns:16rem}
.behind .refused li{break-inside:avoid;margin-top:0}
.wide{overflow-wrap:anywhere}
.plain{min-height:2.2rem}
.lead{max-width:46rem}
figure+.scroll,.lead+figure{margin-top:.75rem}
section:not(#most) .label{padding-inline-start:0}
.aside{cursor:pointer;color:var(--link);padding:.3rem 0;
text-decoration:underline}
@media (max-width:40rem){section:not(#most) .track{margin-inline-start:0}
main th,main td{padding-inline:.3rem}main tbody th{min-width:5rem}}
@media print{.aside{display:none}}
"""


@frozen(kw_only=True)
class Row:
    """
    A row of a chart.

    Attributes:
        label: what it is, as text.
        note: a few words more, "" (the default) for none.
        figure: its figures, as text.
        amounts: what its bars show: one, or two of which the upper is today's.
        colours: of its bars, fields of `Palette`.
        behind: what it opens to as markup, "" (the default) for nothing.
    """

    label: str
    note: str = ""
    figure: str
    amounts: tuple[Decimal | int, ...]
    colours: tuple[str, ...]
    behind: str = ""


def chart(rows: Sequence[Row]) -> str:
    """Return a list of *rows*, drawn on one scale that has room for 0."""
    ends = [0, *(_ratio(x) for row in rows for x in row.amounts)]
    scale = _Scale(min(ends), max(ends))
    return tag("ol", *[tag("li", _row(each, scale)) for each in rows], class_="bars")


def keys(*entries: tuple[str, str]) -> str:
    """Return what the colours of bars mean: a colour, and what it is for."""
    found = []
    for colour, name in entries:
        block = element("rect", width="100%", height="100%", class_=f"fill-{colour}")
        drawn = element("svg", block, aria_hidden="true", focusable="false")
        found.append(tag("li", drawn, escaped(name)))
    return tag("ul", *found, class_="keys")


class _Scale:
    """Where amounts lie on a track."""

    def __init__(self, low: int, high: int) -> None:
        self._low = low
        self._span = high - low

    def at(self, amount: int) -> int:
        if not self._span:
            return 0
        return divide((amount - self._low) * _WHOLE, self._span, Rounding.HALF_UP)

    def ends(self, amount: int) -> tuple[int, int]:
        """Return from where to where a bar lies; a bar of something can be seen."""
        zero, end = self.at(0), self.at(amount)
        low, high = sorted((zero, end))
        if amount and high - low < _THIN:
            low, high = (zero, zero + _THIN) if amount > 0 else (zero - _THIN, zero)
        return low, high


def _ratio(amount: Decimal | int) -> int:
    """Return an amount as whole millionths, so that all of them are whole numbers."""
    numerator, denominator = amount.as_integer_ratio()
    return numerator * 10**6 // denominator


def _row(row: Row, scale: _Scale) -> str:
    note = tag("small", escaped(row.note)) if row.note else ""
    found = tag(
        "span",
        tag("span", tag("bdi", escaped(row.label)), note, class_="label"),
        tag("span", _track(row, scale), class_="track"),
        tag("span", tag("bdi", escaped(row.figure)), class_="figure"),
        class_="row" if row.behind else "row plain",
    )
    if not row.behind:
        return found
    behind = tag("div", row.behind, class_="behind")
    return tag("details", tag("summary", found), behind)


#: The height of a bar, and where each begins from the middle, alone or one of two.
_PLACES = {1: (16, (-8,)), 2: (9, (-10, 1))}


def _track(row: Row, scale: _Scale) -> str:
    height, tops = _PLACES[len(row.amounts)]
    zero = _percentage(scale.at(0))
    parts = [element("line", class_="axis", x1=zero, x2=zero, y1="0", y2="100%")]
    for amount, colour, top in zip(row.amounts, row.colours, tops, strict=True):
        low, high = scale.ends(_ratio(amount))
        place = {
            "x": _percentage(low),
            "y": "50%",
            "width": _percentage(high - low),
            "height": str(height),
            "rx": "2",
            "transform": f"translate(0 {top})",
        }
        parts.append(element("rect", class_=f"fill-{colour}", **place))
        if amount < 0:
            parts.append(element("rect", fill="url(#fill-off)", **place))
    return element("svg", "".join(parts), aria_hidden="true", focusable="false")


def _percentage(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + "%"


__all__ = ["RULES", "Row", "chart", "keys"]
