# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whoever asks, and however: the playground, the command line and its lines agree."""

from __future__ import annotations

import io
import json

from contextlib import redirect_stdout
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.cli import main
from checkout_core.playground import answer
from checkout_core.playground.answers import SCENARIOS


if TYPE_CHECKING:
    from collections.abc import Sequence


#: Each key of an answer whose text is also a format of `price`.
FORMS = {
    "receipt": "receipt",
    "explanation": "explain",
    "svg": "svg",
    "html": "html",
    "order": "order",
}


def document(scenario: str) -> str:
    """Return a document of the playground, with an order's number, on one line."""
    file = files("checkout_core.playground") / "page" / "scenarios" / f"{scenario}.json"
    found = json.loads(file.read_text("utf-8"))
    return json.dumps({**found, "order": {"order_number": "ORD-7"}})


def ran(arguments: Sequence[str], stdin: str) -> tuple[int, str]:
    """Return how a command ends that reads *stdin*, and what it prints."""
    given_in = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    printed = io.TextIOWrapper(io.BytesIO())
    with pytest.MonkeyPatch.context() as changed, redirect_stdout(printed):
        changed.setattr("sys.stdin", given_in)
        status = main([*arguments])
    printed.seek(0)
    return status, printed.read()


def answered(text: str, locale: str | None) -> dict[str, Any]:
    """Return what the page shows for a document."""
    found: dict[str, Any] = json.loads(
        answer(json.dumps({"document": text, "locale": locale}))
    )
    return found


@pytest.mark.parametrize(
    ("scenario", "locale"),
    [("coupon", None), ("bogo", "hi"), ("bank-offer", "de"), ("slab-goods", "ar")],
)
def test_the_page_shows_what_the_command_line_prints(
    scenario: str, locale: str | None
) -> None:
    """Byte for byte, in every form."""
    text = document(scenario)
    found = answered(text, locale)
    words = [] if locale is None else ["--locale", locale]

    for key, form in FORMS.items():
        more = [] if form == "order" else words
        expected = (0, f"{found[key]}\n")
        assert expected == ran(["price", "-", "--format", form, *more], text), form


@pytest.mark.parametrize("form", ["quote", "order", "cart"])
def test_a_line_is_what_its_document_is_alone(form: str) -> None:
    """As many lines as documents, in their order."""
    texts = [document(name) for name in SCENARIOS if name != "refund"]
    status, lines = ran(["price", "-", "--lines", "--format", form], "\n".join(texts))
    alone = [ran(["price", "-", "--format", form], text) for text in texts]

    assert 0 == status
    assert [(0, json.loads(line)) for line in lines.splitlines()] == [
        (code, json.loads(text)) for code, text in alone
    ]
