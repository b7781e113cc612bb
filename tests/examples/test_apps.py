# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The example apps, each started as a process of its own and driven over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.paths import EXAMPLES, SOURCE


def driven(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what `drive.py` did, under this Python and with the package as it is."""
    return subprocess.run(
        [sys.executable, str(EXAMPLES / "drive.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(SOURCE.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"),
    [("celery", None), ("django", "5.1"), ("fastapi", None), ("flask", None)],
)
def test_an_app_goes_from_a_cart_to_a_refund(name: str, least: str | None) -> None:
    """Priced, refused with a reason, ordered, paid, told twice, and refunded."""
    pytest.importorskip(
        name,
        minversion=least,
        reason=f"{name} {least or ''} of the extra `examples` is not installed",
    )
    ended = driven(name)

    assert 0 == ended.returncode, ended.stderr
    assert f"{name}: every figure is right\n" == ended.stdout[-len(name) - 24 :]


def test_what_is_not_an_example_is_refused() -> None:
    """The usage names those there are."""
    ended = driven("rails")

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "usage: drive.py django|fastapi|flask|celery\n" == ended.stderr
