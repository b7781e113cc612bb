# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a page: a list of bars, each of which opens to what is behind it.

What is behind a bar are its rules (the terms of an offer, each tax with its rate and
its taxable value) and its rows of the ledger, as tables.  Opening needs no script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.rows import COUNTS, postings
from checkout_core.money.exact import exact_sum
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import printed_name, taxed, title_of
from checkout_core.views.markup import element, escaped, patterns, tag
from checkout_core.views.page.tables import NUMBER, TEXT, named, small, table
from checkout_core.views.palette import colour_of
from checkout_core.views.waterfall.bars import SIGNS
from checkout_core.views.waterfall.scale import Scale
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.ledger.rows import Posting
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Language
    from checkout_core.views.waterfall.bars import Bar, Waterfall


#: How long the line of the bars is, and how long a bar at least, in thousandths of a
#: percent.
_WHOLE, _THIN = 100_000, 400

#: What people call the rows of the ledger, by their kind.
ROWS: Mapping[str, str] = {
    "subtotal": message("Goods without tax"),
    "promotion_discount": message("Promotions"),
    "coupon_discount": message("Coupon"),
    "tax": message("Tax"),
    "shipping": message("Shipping without tax"),
    "shipping_discount": message("Shipping that is free"),
    "shipping_tax": message("Tax on shipping"),
    "handling": message("Handling without tax"),
    "handling_tax": message("Tax on handling"),
    "charge": message("Charge without tax"),
    "charge_tax": message("Tax on the charge"),
    "round_off": message("Round-off"),
    "funded": message("Discount that others pay"),
    "points_discount": message("Taken off by points"),
    **{each.row: each.row_label for each in TENDERS.values()},
    "promotion_saving": message("Saved by the promotion"),
    "coupon_saving": message("Saved by the coupon"),
    "points_saving": message("Saved by points"),
    "threshold_saving": message("Saved by free shipping"),
    **{each.count_row: each.count_label for each in TENDERS.values() if each.unit},
    "points_bonus": message("Points added"),
}


class BarList:
    """
    The bars of a page, each with what is behind it.

    Attributes:
        found: the waterfall.
        quote: the quote, of a refund that of the order.
        language: the words and the number formats.
    """

    def __init__(
        self,
        found: Waterfall,
        quote: Quote,
        language: Language,
        titles: Mapping[str, str],
        rules: Callable[[Bar], str],
        entries: Iterable[Entry],
    ) -> None:
        """
        Hold what the bars need.

        *titles* are the names of taxes on paper, *rules* returns markup to show above
        the rows of a bar, and *entries* are all rows that are shown.
        """
        self.found = found
        self.quote = quote
        self.language = language
        self._titles = titles
        self._rules = rules
        self._zero = found.bars[0].start
        self._scale = Scale.of(found, _WHOLE, _THIN)
        self._taxed: dict[tuple[str, int | None], list[Posting]] = {}
        for each in postings(entries, self._zero):
            self._taxed.setdefault((each.kind, each.line), []).append(each)

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
        behind = self._rules(bar) + self._taxes(bar) + self._rows(bar)
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

    # What is behind a bar -------------------------------------------------------------

    def _taxes(self, bar: Bar) -> str:
        """Return which tax at which rate on which taxable value is in a bar."""
        text, money, rate = (
            self.language.text,
            self.language.money,
            self.language.rate,
        )
        sums: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
        for each in self._postings(bar):
            for part in each.taxes:
                key = part.name, part.rate
                net, tax = sums.get(key, (self._zero, self._zero))
                sums[key] = exact_sum(net, [each.net]), exact_sum(tax, [part.amount])
        if not sums:
            return ""
        return table(
            text("The tax in it"),
            [
                (text("Tax"), TEXT),
                (text("Rate"), NUMBER),
                (text("Taxable value"), NUMBER),
                (text("Amount"), NUMBER),
            ],
            [
                [
                    escaped(title_of(name, self._titles, self.language)),
                    escaped(rate(of)) if of else "",
                    escaped(money(net)),
                    escaped(money(tax)),
                ]
                for (name, of), (net, tax) in sums.items()
            ],
        )

    def _postings(self, bar: Bar) -> list[Posting]:
        """Return the net amounts whose tax is in a bar."""
        found = [each for each in bar.rows if each.kind == "tax"]
        if found:
            lines = dict.fromkeys([each.line for each in found])
            return [x for line in lines for x in self._taxed["subtotal", line]]
        return [x for x in postings(bar.rows, self._zero) if x.kind != "subtotal"]

    def _rows(self, bar: Bar) -> str:
        """Return the rows of a bar as a table."""
        text = self.language.text
        rows = [self._row(each, SIGNS[each.kind]) for each in bar.rows]
        rows += [self._row(each, 1) for each in bar.told]
        if not rows:
            return ""
        heads = [(text("Row"), TEXT), (text("Of"), TEXT), (text("Amount"), NUMBER)]
        return table(text("Rows of the ledger"), heads, rows)

    def _row(self, row: Entry, sign: int) -> list[str]:
        language, of = self.language, ""
        if row.line is not None:
            of = named(printed_name(self.quote.cart.lines[row.line]))
        if row.name is not None:
            tax = taxed(language, row.name, row.rate, self._titles)
            of += small(tax) if of else named(tax)
        amount = row.amount if sign > 0 else row.amount.copy_negate()
        write = language.count if row.kind in COUNTS else language.money
        return [
            f"{escaped(language.text(ROWS[row.kind]))} {tag('code', row.kind)}",
            of,
            escaped(write(amount)),
        ]


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


__all__ = ["ROWS", "STRIPES", "BarList"]
