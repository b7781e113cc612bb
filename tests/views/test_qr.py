# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A text as a QR code: an element of SVG with its quiet zone."""

from __future__ import annotations

import sys

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from checkout_core.views.qr import qr_svg
from tests.factories.faults import faults_of


def test_a_code_is_one_element() -> None:
    """Version 1 has 21 modules, and 4 on each side are the quiet zone: 29."""
    root = ET.fromstring(qr_svg("INV/1"))

    assert ("svg", "qr", "0 0 29 29") == (
        root.tag,
        root.get("class"),
        root.get("viewBox"),
    )
    assert qr_svg("INV/1") == qr_svg("INV/1")
    assert qr_svg("INV/1") != qr_svg("INV/2")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_text"), (None, "required"), ("₹" * 2000, "qr_too_long")],
)
def test_what_is_no_code(text: Any, code: str) -> None:
    """A code holds 2,953 bytes at most."""
    assert [("text", code)] == faults_of(qr_svg, text)


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where segno is not installed."""
    monkeypatch.setitem(sys.modules, "segno", None)

    assert [("", "extra_missing")] == faults_of(qr_svg, "INV/1")
