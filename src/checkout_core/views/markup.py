# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The text of SVG and HTML: what a document may have, and how wide it is.

Promises that no text of a cart ends an element or an attribute, that every character is
one that XML allows, and that equal inputs give equal text: positions are whole numbers
until they are written.  Knows nothing of quotes.
"""

from __future__ import annotations

import re

from html import escape
from unicodedata import category

from checkout_core.views.layout import columns


#: Characters that XML 1.0 does not allow.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Those, and the five that mean something in markup; all others stay as they are.
_SPECIAL = re.compile(
    "[^\t\n\r\x20!#-%(-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
).search

#: Scripts whose letters are wider than Latin ones: Devanagari to Sinhala.
_WIDE = re.compile("[\u0900-\u0dff]")


def escaped(text: str) -> str:
    r"""
    Return *text* so that it can be in an element or in a quoted attribute.

    >>> escaped('<b> & "c"\x00')
    '&lt;b&gt; &amp; &quot;c&quot;�'
    """
    # Most texts are numbers, names and classes, and this is asked for each of them.
    return escape(_NOT_ALLOWED.sub("\ufffd", text)) if _SPECIAL(text) else text


def element(name: str, content: str = "", /, **attributes: str | int) -> str:
    """
    Return an element of SVG; *content* is markup, and attributes are escaped.

    An underscore at the end of a name is dropped, others become hyphens; an attribute
    of "" is left out.

    >>> element("text", "Tea", class_="wf-label", text_anchor="end", id="")
    '<text class="wf-label" text-anchor="end">Tea</text>'
    >>> element("rect", width=2)
    '<rect width="2"/>'
    """
    start = f"<{name}{_attributes(attributes)}"
    return f"{start}>{content}</{name}>" if content else f"{start}/>"


def tag(name: str, *content: str, **attributes: str | int) -> str:
    """
    Return an element of HTML, with its end tag; otherwise as `element`.

    >>> tag("td", "1", "2", class_="number"), tag("td")
    ('<td class="number">12</td>', '<td></td>')
    """
    return f"<{name}{_attributes(attributes)}>{''.join(content)}</{name}>"


def _attributes(attributes: dict[str, str | int]) -> str:
    return "".join(
        [
            f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
            for key, value in attributes.items()
            if value != ""
        ]
    )


def tenths(number: int) -> str:
    """
    Return tenths as text without needless digits.

    >>> tenths(125), tenths(120)
    ('12.5', '12')
    """
    whole, rest = divmod(number, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def patterns(name: str, prefix: str = "") -> str:
    """
    Return the fills that mark what is taken off and the tax inside a total.

    Their ids are "*name*-off" and "*name*-tax", their classes "stripe" and "dot" after
    *prefix*, "" by default.
    """
    stripe = element("path", d="M-1 7 7-1M3 11 11 3", class_=f"{prefix}stripe")
    dot = element("circle", cx=2, cy=2, r="0.9", class_=f"{prefix}dot")
    units = {"patternUnits": "userSpaceOnUse"}
    return element(
        "pattern", stripe, id=f"{name}-off", width=8, height=8, **units
    ) + element("pattern", dot, id=f"{name}-tax", width=4, height=4, **units)


def breadth(text: str) -> int:
    """
    Return about how wide *text* is, in tenths of a Latin letter.

    >>> breadth("Tea"), breadth("茶")
    (30, 20)
    """
    if text.isascii():
        return 10 * len(text)
    return 10 * columns(text) + 5 * len(_WIDE.findall(text))


def lines_of(text: str, room: int, most: int) -> list[str]:
    """
    Return *text* in at most *most* lines of about *room* letters, the last cut short.

    >>> lines_of("Handloom cotton kurta, indigo", 14, 2)
    ['Handloom', 'cotton kurta,…']
    """
    found: list[str] = []
    for word in text.split(" "):
        if found and breadth(f"{found[-1]} {word}") <= 10 * room:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    if len(found) > most:
        found[most - 1] = f"{found[most - 1]}…"
    return [_cut(each, 10 * room) for each in found[:most]]


def _cut(text: str, room: int) -> str:
    """Return *text*, cut after the last whole letter that has room."""
    if breadth(text) <= room:
        return text
    kept, used = "", 10
    for each in text:
        used += breadth(each)
        if used > room and category(each) not in ("Mn", "Mc", "Me", "Cf"):
            break
        kept += each
    return f"{kept}…"


__all__ = [
    "breadth",
    "element",
    "escaped",
    "lines_of",
    "patterns",
    "tag",
    "tenths",
]
