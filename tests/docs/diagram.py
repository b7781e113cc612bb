# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The picture of an order's life, drawn from the table of transitions.

The places are written by hand, the ways come from the table: events that lead from one
status to the same other one are one line, dashed if it goes back.  A way that stays
where it is is left out.  `python -m tests.docs.diagram` writes the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from checkout_core.orders import TRANSITIONS
from tests.paths import DOCS


PICTURE = DOCS / "pictures" / "order-statuses.svg"

#: Column and row of each status.
PLACES: dict[str, tuple[float, float]] = {
    "draft": (0, 1.5),
    "pending": (1, 0.5),
    "awaiting_approval": (1, 2.5),
    "confirmed": (2, 1.5),
    "cancelled": (2, 5),
    "partially_scheduled": (3, 0.5),
    "awaiting_shipment": (3, 2.5),
    "partially_shipped": (4, 0.5),
    "shipped": (4, 2.5),
    "partially_delivered": (5, 0),
    "partially_undelivered": (5, 2.5),
    "partially_return_to_origin": (5, 5),
    "complete": (6, 0),
    "undelivered": (6, 2.5),
    "return_to_origin": (6, 5),
}
#: Where an order can end, by the colour of the ways that lead there.
ENDS = {"complete": "#0b6e4f", "cancelled": "#8a3b12", "return_to_origin": "#6b3fa0"}
OTHER = "#5b6673"

COLUMN, ROW, LEFT, TOP = 190, 62, 86, 44
BOX = (140, 42)
SIZE = (1312, 410)


def middle(status: str) -> tuple[float, float]:
    """Return where the middle of a status is."""
    column, row = PLACES[status]
    return LEFT + column * COLUMN, TOP + row * ROW


def ways() -> Iterator[tuple[str, str]]:
    """Yield each pair of statuses with a way from the first to the second."""
    for status, events in TRANSITIONS.items():
        for there in dict.fromkeys(events.values()):
            if there != status:
                yield status, there


def line(start: str, end: str) -> str:
    """Return the way from one status to another."""
    (x1, y1), (x2, y2) = middle(start), middle(end)
    half, tall = BOX[0] / 2, BOX[1] / 2
    colour = ENDS.get(end, OTHER)
    back = x2 < x1
    if x1 == x2:
        down = 1 if y2 > y1 else -1
        shift = 12 * down
        path = f"M{x1 + shift:g} {y1 + tall * down:g}V{y2 - (tall + 7) * down:g}"
    elif back:
        path = (
            f"M{x1 - half:g} {y1 + 9:g}C{x1 - half - 34:g} {y1 + 9:g}"
            f" {x2 + half + 40:g} {y2 + 9:g} {x2 + half + 7:g} {y2 + 9:g}"
        )
    else:
        path = (
            f"M{x1 + half:g} {y1:g}C{x1 + half + 40:g} {y1:g}"
            f" {x2 - half - 44:g} {y2:g} {x2 - half - 7:g} {y2:g}"
        )
    name = {"#0b6e4f": "g", "#8a3b12": "r", "#6b3fa0": "v"}.get(colour, "o")
    dash = ' stroke-dasharray="4 4"' if back and end not in ENDS else ""
    return f'<path d="{path}" stroke="{colour}"{dash} marker-end="url(#{name})"/>'


def box(status: str) -> str:
    """Return the box of a status, with its name on one or two lines."""
    x, y = middle(status)
    left, top = x - BOX[0] / 2, y - BOX[1] / 2
    colour = ENDS.get(status, OTHER)
    fill = colour if status in ENDS else "#ffffff"
    ink = "#ffffff" if status in ENDS else "#1c232b"
    first, mark, rest = status.partition("partially_")
    names = ["partially", rest] if mark else [first]
    start = y + 5 - 8 * (len(names) - 1)
    text = "".join(
        f'<text x="{x:g}" y="{start + 16 * i:g}" fill="{ink}">{name}</text>'
        for i, name in enumerate(names)
    )
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{BOX[0]}" height="{BOX[1]}" rx="8"'
        f' fill="{fill}" stroke="{colour}"/>{text}'
    )


def picture() -> str:
    """Return the picture as SVG that needs nothing else."""
    colours = {"g": "#0b6e4f", "r": "#8a3b12", "v": "#6b3fa0", "o": OTHER}
    marks = "".join(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="7"'
        f' markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8Z" fill="{colour}"'
        ' stroke="none"/></marker>'
        for name, colour in colours.items()
    )
    width, height = SIZE
    parts = [
        "<!-- SPDX-FileCopyrightText: 2026 The checkout-core authors -->",
        "<!-- SPDX-License-Identifier: MIT -->",
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            ' role="img" aria-labelledby="t">'
        ),
        '<title id="t">Where the events of an order lead</title>',
        f"<defs>{marks}</defs>",
        f'<rect width="{width}" height="{height}" rx="12" fill="#f7f8f6"/>',
        '<g fill="none" stroke-width="1.5">',
        *(line(*way) for way in ways()),
        "</g>",
        (
            '<g font-family="system-ui, sans-serif" font-size="14" text-anchor="middle"'
            ' stroke-width="1.5">'
        ),
        *(box(status).replace("<text", '<text stroke="none"') for status in PLACES),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
