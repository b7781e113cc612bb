# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The example apps, each started as a process of its own and driven over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys

from pathlib import Path

import pytest
import sqlalchemy

from tests.factories.service_processes import DATABASES, fresh
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
def test_django_at_once(kind: str, tmp_path: Path) -> None:
    """A cart is ordered once; a payment survives that the order is asked for again."""
    why = "django 5.1 of the extra `examples` is not installed"
    pytest.importorskip("django", minversion="5.1", reason=why)
    with fresh(kind, tmp_path) as url:
        known = sqlalchemy.make_url(url)
        place = known.database
        if kind != "sqlite":
            place = known.set(drivername="postgresql").render_as_string(
                hide_password=False
            )
        ended = subprocess.run(
            [sys.executable, str(EXAMPLES / "at_once.py")],
            env={
                **os.environ,
                "PYTHONPATH": str(SOURCE.parent),
                "SHOP_DATABASE": str(place),
            },
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    assert "" == ended.stderr
    assert "orders of each cart: {1}\npayments kept: 10\n" == ended.stdout


def test_what_is_not_an_example_is_refused() -> None:
    """The usage names those there are."""
    ended = driven("rails")

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "usage: drive.py django|fastapi|flask|celery\n" == ended.stderr
