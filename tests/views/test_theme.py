# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The looks of papers: a logo that is data, a colour, names of fonts."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest

from checkout_core.views.theme import Theme
from tests.factories.faults import faults_of


SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_an_svg_becomes_data() -> None:
    """As an image, which runs no script and fetches nothing."""
    for text in (SVG, f"  {SVG}\n"):
        kind, _, data = Theme(logo=text).logo.partition(",")

        assert ("data:image/svg+xml;base64", SVG) == (kind, b64decode(data).decode())


def test_data_of_an_image_is_kept() -> None:
    """In the formats that browsers and WeasyPrint know."""
    for kind in ("png", "jpeg", "gif", "webp", "svg+xml"):
        logo = f"data:image/{kind};base64,iVBORw0KGgo="

        assert logo == Theme(logo=logo).logo


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"logo": "https://shop.example/logo.png"}, "bad_logo"),
        ({"logo": "logo.png"}, "bad_logo"),
        ({"logo": 'data:image/png;base64,x" onload="alert(1)'}, "bad_logo"),
        ({"logo": "data:text/html;base64,PGI+"}, "bad_logo"),
        ({"logo": 1}, "wrong_type"),
        ({"colour": "blue"}, "bad_colour"),
        ({"colour": "#12345g"}, "bad_colour"),
        ({"colour": ""}, "bad_colour"),
        ({"colour": None}, "wrong_type"),
        ({"font": "Lato;}body{display:none"}, "bad_font"),
        ({"font": 'Lato, "Open Sans'}, "bad_font"),
        ({"font": "url(x)"}, "bad_font"),
    ],
)
def test_what_is_neither_is_refused(fields: Any, code: str) -> None:
    """So nothing of a theme ends a rule of the style sheet."""
    (path,) = fields

    assert [(path, code)] == faults_of(Theme, **fields)


def test_the_default_has_no_logo() -> None:
    """And a dark blue."""
    assert ("", "#1f3d66", "") == (Theme().logo, Theme().colour, Theme().font)
