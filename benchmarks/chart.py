# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Two charts as SVG, on logarithmic scales: bars side by side, and lines over releases.

Both take rows of a label and its (series, value) pairs, and equal rows give equal
bytes.  A value is any number above nothing; a series may be absent from a row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import escape


#: A label, and the value of each series there.
Row: TypeAlias = tuple[str, Sequence[tuple[str, float]]]

WIDTH = 840
#: How wide a letter of 12 px is taken to be.
LETTER = 6.8
INK, PALE, GRID, STRONG, WEAK = "#1f2328", "#59636e", "#d1d9e0", "#0072b2", "#9aa4af"
#: What may stand at a scale: powers of ten, and 2 and 5 times them.
POWERS = [float(f"1e{power}") for power in range(-6, 10)]
MARKS = sorted(times * power for times in (1, 2, 5) for power in POWERS)
#: Colours that the colour-blind can tell apart (Okabe and Ito, 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


class _Scale(NamedTuple):
    """
    Values from `low` to `high`, spread by their logarithms from `start` to `end`.

    With 1 to 100 from 100 to 500 px, 10 stands at 300 px and 20 at 360 px.
    """

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def around(
        cls,
        values: Collection[float],
        start: float,
        end: float,
        ends: Sequence[float],
    ) -> _Scale:
        """Return the scale from the one of *ends* below all values to that above."""
        low = max(each for each in ends if each <= min(values))
        high = min(each for each in ends if each >= max(values) and each > low)
        return cls(low, high, start, end)

    def at(self, value: float) -> float:
        """Return where a value stands, in pixels."""
        share = log10(value / self.low) / log10(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def marks(self) -> list[tuple[str, float]]:
        """Return label and place of marks: powers of ten only, if they are many."""
        marks = POWERS if self.high > 100 * self.low else MARKS
        within = [each for each in marks if self.low <= each <= self.high]
        return [(spelled(each), self.at(each)) for each in within]


def spelled(value: float) -> str:
    """Return a value with at least two digits, and no more behind the point."""
    digits = max(0, 1 - floor(log10(value) + 1e-9))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(
    x: float, y: float, words: str, *, to: str = "start", fill: str = INK, bold: int = 0
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{to}" fill="{fill}"{weight}>'
        f"{escape(words)}</text>"
    )


def _line(
    x: float, y: float, x2: float, y2: float, *, colour: str = GRID, dashed: int = 0
) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        f' stroke="{colour}"{dash}/>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{colour}"/>'
    )


def _page(title: str, height: float, parts: Sequence[str]) -> str:
    """Return a whole picture, on white whatever page it stands on."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}"'
        f' viewBox="0 0 {WIDTH} {height:.0f}" role="img" font-size="12"'
        ' font-family="system-ui, sans-serif">\n'
        f"<title>{escape(title)}</title>\n"
        '<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f"{_text(16, 26, title, bold=1)}\n{body}\n</svg>\n"
    )


def bars(
    title: str,
    rows: Sequence[Row],
    *,
    unit: str,
    marked: Collection[str] = (),
    notes: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """
    Return bars, one below the other, in a group for each row.

    title: stands above, and is what a reader of the screen says.
    rows: the groups from the top, each with its bars in order.
    unit: stands behind the title of the scale, as "us a cart".
    marked: series whose bars are strong; the others are grey.
    notes: what stands behind the value of a bar, by (label, series).

    >>> rows = [("small", [("ours", 2.5), ("theirs", 40)])]
    >>> chart = bars("A cart of three lines", rows, unit="us")
    >>> chart.count("<rect"), "40" in chart
    (3, True)
    """
    notes = notes or {}
    names = [name for _, pairs in rows for name, _ in pairs]
    start = 32 + LETTER * max(map(len, names))
    room = LETTER * max([10, *(len(note) + 10 for note in notes.values())])
    values = [value for _, pairs in rows for _, value in pairs]
    scale = _Scale.around(values, start, WIDTH - room, POWERS)
    parts, y = [], 48.0
    for label, pairs in rows:
        y += 18
        parts.append(_text(16, y, label, bold=1))
        top = y + 6
        y = top + 18 * len(pairs)
        parts += [_line(x, top, x, y) for _, x in scale.marks()]
        for i, (name, value) in enumerate(pairs):
            middle, strong = top + 18 * i + 13, name in marked
            end = max(scale.at(value), start + 1)
            note = notes.get((label, name), "")
            parts += [
                _text(start - 8, middle, name, to="end", bold=strong),
                _rect(start, middle - 11, end - start, 14, STRONG if strong else WEAK),
                _text(end + 6, middle, f"{spelled(value)} {note}".strip(), bold=strong),
            ]
        y += 8
    y += 12
    parts += [_text(x, y, name, to="middle", fill=PALE) for name, x in scale.marks()]
    parts.append(_text(16, y, unit, fill=PALE))
    return _page(title, y + 16, parts)


def lines(
    title: str,
    panels: Sequence[tuple[str, Sequence[Row]]],
    *,
    unit: str,
    limit: float | None = None,
) -> str:
    """
    Return panels side by side, each with a line for each series over its rows.

    title: stands above, and is what a reader of the screen says.
    panels: a name and its rows, which are the releases from the left to the right.
    unit: what the scale, the same for all panels, counts.
    limit: where a dashed line stands in each panel.

    >>> releases = [("0.1", [("small", 4), ("large", 2)]), ("0.2", [("small", 3)])]
    >>> chart = lines("Slower or faster", [("quote", releases)], unit="x", limit=1)
    >>> chart.count("<polyline"), chart.count("<circle"), chart.count("dasharray")
    (2, 3, 1)
    """
    pairs = [pair for _, rows in panels for _, pairs in rows for pair in pairs]
    colours = dict(zip(dict.fromkeys(name for name, _ in pairs), COLOURS, strict=False))
    values = [value for _, value in pairs] + ([limit] if limit else [])
    parts, x = [_text(16, 48, unit, fill=PALE)], 32 + LETTER * len(unit)
    for name, colour in colours.items():
        parts += [_rect(x, 42, 14, 4, colour), _text(x + 20, 48, name)]
        x += 44 + LETTER * len(name)
    across, width, height = 4, (WIDTH - 16) / 4, 176
    for i, (name, rows) in enumerate(panels):
        left, top = 56 + i % across * width, 84 + i // across * height
        right, bottom = left + width - 60, top + height - 64
        parts.append(_text(left, top - 8, name, bold=1))
        scale = _Scale.around(values, bottom, top, MARKS)
        for mark, y in scale.marks():
            parts.append(_line(left, y, right, y))
            parts.append(_text(left - 6, y + 4, mark, to="end", fill=PALE))
        if limit:
            y = scale.at(limit)
            parts.append(_line(left, y, right, y, colour=INK, dashed=1))
        step = (right - left - 16) / max(1, len(rows) - 1)
        places = [left + 8 + step * nth for nth in range(len(rows))]
        # The labels of many releases would run into each other.
        apart = ceil(6 * LETTER / step)
        for nth, (place, (label, _)) in enumerate(zip(places, rows, strict=True)):
            if (len(rows) - 1 - nth) % apart == 0:
                parts.append(_text(place, bottom + 18, label, to="middle", fill=PALE))
        for series, colour in colours.items():
            dots = [
                (place, scale.at(value))
                for place, (_, found) in zip(places, rows, strict=True)
                for name, value in found
                if name == series
            ]
            way = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
            parts.append(
                f'<polyline points="{way}" fill="none" stroke="{colour}"'
                ' stroke-width="1.5"/>'
            )
            parts += [
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>'
                for x, y in dots
            ]
    deep = 84 + ceil(len(panels) / across) * height
    return _page(title, deep, parts)
