# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the papers of a shop look: its logo, one colour, one font.

Promises that nothing of a theme is a script or is fetched from elsewhere: a logo is
data, and what is a name is a name.  Knows no papers.
"""

from __future__ import annotations

import re

from base64 import b64encode

from attrs import frozen

from checkout_core.checks import Validator


__all__ = ["Theme"]


_COLOUR = re.compile("#[0-9a-fA-F]{6}").fullmatch
_FONT = re.compile(r"[\w \-,'\"]+").fullmatch
_DATA = re.compile(
    r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}"
).fullmatch
#: A logo of a megabyte as a data URL.
_MOST = 1_400_000


@frozen(init=False, kw_only=True)
class Theme:
    """
    The looks of a paper.

    Raises `CheckoutError` for a value that is none of these.

    Attributes:
        logo: a data URL of an image; as an argument also the text of an SVG; "" (the
            default) for none.
        colour: of headings and rules, as "#rrggbb"; a dark blue by default.
        font: names of fonts as CSS has them, tried before those of the system; "" (the
            default) for none.

    >>> Theme(colour="#7a1f3d").colour
    '#7a1f3d'
    """

    logo: str
    colour: str
    font: str

    def __init__(
        self, *, logo: str = "", colour: str = "#1f3d66", font: str = ""
    ) -> None:
        check = Validator()
        read = check.text  # under a name that marks no message for translators
        picture = read("logo", logo, limit=_MOST)
        if picture.lstrip().startswith(("<svg", "<?xml")):
            # As an image its scripts do not run, and it fetches nothing.
            data = b64encode(picture.strip().encode(errors="replace")).decode()
            picture = f"data:image/svg+xml;base64,{data}"
        elif picture and not _DATA(picture):
            check.add("logo", "bad_logo", logo)
        chosen = read("colour", colour)
        # Anything but a text is "" here, and has its fault.
        if colour == chosen and not _COLOUR(chosen):
            check.add("colour", "bad_colour", colour)
        names = read("font", font)
        # A quote that is left open would take in what follows it.
        even = all(names.count(mark) % 2 == 0 for mark in "'\"")
        if names and not (even and _FONT(names)):
            check.add("font", "bad_font", font)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            logo=picture, colour=chosen, font=names
        )
