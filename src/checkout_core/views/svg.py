# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A waterfall as a picture: one SVG file that needs nothing else.

It follows the reader's theme, light or dark, and its text alternative has every bar, so
that it can be in a page, a README or an e-mail as it is.  Bars that take off are
striped and have their minus sign: nothing is shown by colour alone.  Promises valid XML
for every text of a cart, equal text for equal inputs, and a height that grows with the
number of bars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from attrs import frozen

from checkout_core.views.markup import element, escaped, lines_of, patterns, tenths
from checkout_core.views.palette import DARK, FILLS, LIGHT, Palette, colour_of
from checkout_core.views.waterfall import refund_waterfall, waterfall
from checkout_core.views.waterfall.scale import Scale


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund
    from checkout_core.views.language import Translations
    from checkout_core.views.waterfall import Bar, Waterfall


# Everything is in tenths of a pixel; a README shows a picture about 830 pixels wide.
WIDTH = 8300
_MARGIN = 280
_HEAD = 740
#: From where to where bars are drawn, from the side where lines begin.
_LEFT, _RIGHT = 3020, 6720
#: Letters of a label and of a note that have room next to the bars.
_LABEL, _NOTE = 35, 42
_LINE, _SMALL, _GAP = 180, 150, 170
_THICK = 180
#: A bar of a very small amount is drawn this wide, so that it can be seen.
_THIN = 20

_FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue",'
    " Arial, sans-serif"
)


def svg(
    quote: Quote, *, locale: str | None = None, translations: Translations | None = None
) -> str:
    """
    Return the waterfall of *quote* as an SVG document.

    Raises `CheckoutError` for an unknown locale.

    Args:
        quote: what is shown.
        locale: the language and the number formats, a name like "de_DE"; None (the
            default) for English.
        translations: those of the host; None (the default) for none.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> picture = svg(quote(Cart("INR", [tee]), Store("INR")))
    >>> picture.startswith("<svg "), "Listed amount: ₹998.00" in picture
    (True, True)
    """
    return draw(waterfall(quote, locale=locale, translations=translations))


def refund_svg(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
) -> str:
    """
    Return the waterfall of a refund of *quote* as an SVG document.

    Raises `CheckoutError` for an unknown locale and a refund that is not of this quote.

    Args:
        quote: what was sold.
        note: the refund of a part of it.
        locale: the language and the number formats, as for `svg`.
        translations: those of the host; None (the default) for none.
    """
    return draw(refund_waterfall(quote, note, locale=locale, translations=translations))


def draw(found: Waterfall) -> str:
    """Return any waterfall as an SVG document."""
    data = found.text.encode(errors="replace")
    name = f"wf{crc32(data):08x}"
    picture, rows = _Picture(found, name), rows_of(found)
    height = rows[-1].top + rows[-1].size + 220
    shown = [
        picture.write(_MARGIN, 460, "wf-head", found.title),
        *[picture.ground(row) for row in rows if row.bar.kind == "total"],
        *[
            picture.row(row, following)
            for row, following in zip(rows, (*rows[1:], None), strict=True)
        ],
    ]
    parts = [
        element("title", escaped(found.title), id=f"{name}-title"),
        element("desc", escaped(found.text), id=f"{name}-desc"),
        element("style", _style()),
        element("defs", patterns(name, "wf-")),
        element(
            "rect",
            class_="wf-paper",
            x="0.5",
            y="0.5",
            width=tenths(WIDTH - 10),
            height=tenths(height - 10),
            rx=10,
        ),
        element("g", "\n" + "\n".join(shown) + "\n", direction=found.direction),
    ]
    return element(
        "svg",
        "\n" + "\n".join(parts) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="wf",
        viewBox=f"0 0 {tenths(WIDTH)} {tenths(height)}",
        width=tenths(WIDTH),
        height=tenths(height),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        lang=found.language,
    )


@frozen(kw_only=True)
class Row:
    """
    A bar's place in a picture, in tenths of a pixel.

    Attributes:
        bar: the bar.
        labels: its label, line by line.
        notes: its note, line by line.
        top: where the row begins.
        size: its height.
    """

    bar: Bar
    labels: list[str]
    notes: list[str]
    top: int
    size: int

    @property
    def middle(self) -> int:
        """The middle of the row, where the bar is."""
        return self.top + self.size // 2


def rows_of(found: Waterfall) -> list[Row]:
    """Return a row for each bar, from top to bottom."""
    rows, top = [], _HEAD
    for bar in found.bars:
        labels = lines_of(bar.label, _LABEL, 2)
        notes = lines_of(bar.note, _NOTE, 2) if bar.note else []
        size = max(_THICK, _LINE * len(labels) + _SMALL * len(notes)) + _GAP
        rows.append(Row(bar=bar, labels=labels, notes=notes, top=top, size=size))
        top += size
    return rows


class _Picture:
    """How rows are drawn: scale, direction, and the name of the stripes."""

    def __init__(self, found: Waterfall, name: str) -> None:
        self._name = name
        self._mirrored = found.direction == "rtl"
        self._scale = Scale.of(found, _RIGHT - _LEFT, _THIN)

    def row(self, row: Row, following: Row | None) -> str:
        """Return a bar with its label, its amount and the line to the next."""
        bar, middle = row.bar, row.middle
        strong = " wf-strong" if bar.kind == "total" else ""
        parts = [element("title", escaped(f"{bar.label}: {bar.figure}"))]
        y = middle - (_LINE * len(row.labels) + _SMALL * len(row.notes)) // 2
        for each in row.labels:
            parts.append(self.write(_MARGIN, y + 135, f"wf-label{strong}", each))
            y += _LINE
        for each in row.notes:
            parts.append(self.write(_MARGIN, y + 110, "wf-note", each))
            y += _SMALL
        if following is not None:
            end = tenths(self._at(bar.end))
            y1, y2 = middle + _THICK // 2, following.middle - _THICK // 2
            line = {"x1": end, "x2": end, "y1": tenths(y1), "y2": tenths(y2)}
            parts.append(element("line", class_="wf-link", **line))
        parts += self._bar(bar, middle)
        name, side = f"wf-figure{strong}", WIDTH - _MARGIN
        parts.append(self.write(side, middle + 48, name, bar.figure, "end"))
        return element("g", "".join(parts))

    def ground(self, row: Row) -> str:
        """Return what sets a total apart from the steps."""
        return element(
            "rect",
            class_="wf-raised",
            x=tenths(_MARGIN - 140),
            y=tenths(row.top + 20),
            width=tenths(WIDTH - 2 * _MARGIN + 280),
            height=tenths(row.size - 40),
            rx=6,
        )

    def _bar(self, bar: Bar, middle: int) -> list[str]:
        """Return the bar itself; a step of nothing is a point."""
        name = f"wf-{colour_of(bar.kind)}"
        if bar.start == bar.end:
            place = {"cx": tenths(self._at(bar.end)), "cy": tenths(middle)}
            return [element("circle", class_=name, r=5, **place)]
        ends = self._scale.ends(bar)
        found = [self._block(*ends, middle, class_=name)]
        if bar.amount < 0:
            found.append(self._block(*ends, middle, fill=f"url(#{self._name}-off)"))
        elif bar.inside:
            tax, fill = self._scale.tax(bar), f"url(#{self._name}-tax)"
            found.append(self._block(*tax, middle, fill=fill))
        return found

    def _block(self, low: int, high: int, middle: int, **more: str) -> str:
        x = self._x(_LEFT + high) if self._mirrored else _LEFT + low
        return element(
            "rect",
            x=tenths(x),
            y=tenths(middle - _THICK // 2),
            width=tenths(high - low),
            height=tenths(_THICK),
            rx=3,
            **more,
        )

    def write(self, x: int, y: int, name: str, words: str, anchor: str = "") -> str:
        """Return a line of text; *x* counts from the side where lines begin."""
        place = {"x": tenths(self._x(x)), "y": tenths(y), "text_anchor": anchor}
        return element("text", escaped(words), class_=name, **place)

    def _at(self, level: Decimal) -> int:
        return self._x(_LEFT + self._scale.at(level))

    def _x(self, x: int) -> int:
        return WIDTH - x if self._mirrored else x


def _style() -> str:
    """Return the style sheet: light, and dark where the reader prefers it."""
    shapes = (
        f".wf text{{font-family:{_FONT};font-variant-numeric:tabular-nums}}"
        ".wf-head{font-size:18px;font-weight:600}"
        ".wf-label{font-size:14px}.wf-note{font-size:11.5px}"
        ".wf-figure{font-size:14px}.wf-strong{font-weight:600}"
        ".wf-link{stroke-width:1;stroke-dasharray:2 2}"
        ".wf-stripe{stroke-width:2;fill:none}"
    )
    dark = f"@media (prefers-color-scheme:dark){{{_colours(DARK)}}}"
    return f"{shapes}{_colours(LIGHT)}{dark}"


def _colours(palette: Palette) -> str:
    bars = "".join(f".wf-{name}{{fill:{getattr(palette, name)}}}" for name in FILLS)
    return (
        f".wf-paper{{fill:{palette.paper};stroke:{palette.rule}}}"
        f".wf-raised{{fill:{palette.raised}}}"
        f".wf-head,.wf-label,.wf-figure{{fill:{palette.ink}}}"
        f".wf-note{{fill:{palette.soft}}}"
        f".wf-link{{stroke:{palette.soft}}}"
        f".wf-stripe{{stroke:{palette.paper};stroke-opacity:.45}}"
        f".wf-dot{{fill:{palette.paper};fill-opacity:.7}}{bars}"
    )


__all__ = ["WIDTH", "Row", "draw", "refund_svg", "rows_of", "svg"]
