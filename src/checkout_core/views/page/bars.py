# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a page: a list of bars, each of which opens to what is behind it.

Opening needs no script.  Knows no quote and no refund.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.views.markup import element, escaped, patterns, tag
from checkout_core.views.palette import colour_of
from checkout_core.views.waterfall.scale import Scale


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.views.language import Language
    from checkout_core.views.waterfall.bars import Bar, Waterfall


#: How long the line of the bars is, and how long a bar at least, in thousandths of a
#: percent.
_WHOLE, _THIN = 100_000, 400


class BarList:
    """
    The bars of a page, each with what is behind it.

    Attributes:
        found: the waterfall.
        language: the words and the number formats.
    """

    def __init__(
        self, found: Waterfall, language: Language, behind: Callable[[Bar], str]
    ) -> None:
        """Hold the bars; *behind* returns markup, "" if nothing is behind a bar."""
        self.found = found
        self.language = language
        self._behind = behind
        self._scale = Scale.of(found, _WHOLE, _THIN)

    def items(self) -> str:
        """Return the list of all bars."""
        bars = self.found.bars
        following = (*bars[1:], None)
        items = [
            tag("li", self._bar(index, bar, more))
            for index, (bar, more) in enumerate(zip(bars, following, strict=True))
        ]
        return tag("ol", "\n", "\n".join(items), "\n", class_="bars")

    def _bar(self, index: int, bar: Bar, following: Bar | None) -> str:
        note = tag("small", escaped(bar.note)) if bar.note else ""
        whole = bar.kind == "total"
        row = tag(
            "span",
            tag("span", tag("bdi", escaped(bar.label)), note, class_="label"),
            tag("span", self._track(bar, index, following), class_="track"),
            tag("span", tag("bdi", escaped(bar.figure)), class_="figure"),
            class_="row total" if whole else "row",
        )
        behind = self._behind(bar)
        if not behind:
            return row
        summary = tag("summary", row)
        return tag(
            "details",
            summary,
            tag("div", behind, class_="behind"),
            id=f"bar-{index + 1}",
        )

    # The drawing ----------------------------------------------------------------------

    def _track(self, bar: Bar, index: int, following: Bar | None) -> str:
        """Return the bar itself, and the lines to those before and after it."""
        end = self._scale.at(bar.end)
        first = end if bar.kind == "total" else self._scale.at(bar.start)
        parts = []
        if index:
            parts.append(self._link(first, "0", "50%"))
        if following is not None:
            parts.append(self._link(end, "50%", "100%"))
        colour = f"fill-{colour_of(bar.kind)}"
        if bar.start == bar.end:
            point = {"cx": self._percent(end), "cy": "50%", "r": "5"}
            parts.append(element("circle", class_=colour, **point))
        else:
            ends = self._scale.ends(bar)
            parts.append(self._block(*ends, class_=colour))
            if bar.amount < 0:
                parts.append(self._block(*ends, fill="url(#fill-off)"))
            elif bar.inside:
                parts.append(self._block(*self._scale.tax(bar), fill="url(#fill-tax)"))
        return element("svg", "".join(parts), aria_hidden="true", focusable="false")

    def _block(self, low: int, high: int, **more: str) -> str:
        x = _WHOLE - high if self.found.direction == "rtl" else low
        return element(
            "rect",
            x=_percentage(x),
            y="50%",
            width=_percentage(high - low),
            height=18,
            rx=3,
            transform="translate(0 -9)",
            **more,
        )

    def _link(self, x: int, y1: str, y2: str) -> str:
        place = self._percent(x)
        return element("line", class_="link", x1=place, x2=place, y1=y1, y2=y2)

    def _percent(self, x: int) -> str:
        return _percentage(_WHOLE - x if self.found.direction == "rtl" else x)


def _percentage(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + "%"


#: The fills that mark what is taken off, and the tax inside a total.
STRIPES = element(
    "svg",
    element("defs", patterns("fill")),
    class_="defs",
    aria_hidden="true",
    focusable="false",
)


__all__ = ["STRIPES", "BarList"]
