# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`init`: what is written is priced at once, explained, and never overwrites."""

from __future__ import annotations

import json
import re

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import CheckoutError, loads
from checkout_core.backtest import Job
from checkout_core.backtest.row import Repriced, read_row, repriced
from checkout_core.cli import main, sample, sample_carts
from checkout_core.cli.starting import NAMES
from checkout_core.offers.benefits.table import BENEFITS


if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the status of a command, what it printed, and its errors."""
    status = main(arguments)
    return status, *capsys.readouterr()


@pytest.mark.parametrize("folder", [[], ["shop"], ["my shops/first"]])
def test_the_next_command_prices_it(
    folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is printed for this folder, and its receipt has offers, points and taxes."""
    status, out, err = ran(capsys, "init", *folder)
    command = out.splitlines()[-1].removeprefix("Next: checkout-core ")
    words = [each.strip("'") for each in re.findall(r"'[^']*'|\S+", command)]
    priced, receipt, _ = ran(capsys, *words)

    assert (0, "", 0) == (status, err, priced)
    # 349.00 x 2 - 69.80 + 48.00 x 4 + 250.00 - 100.00 = 970.20; tax on the tea,
    # 250.00 - 23.36 at 5 %, is 11.34; 70.80 + 35.40 for shipping and wrapping make
    # 1087.74, which is rounded to 1088.00; 200 points pay 50.00.
    for line in (
        "10% off mugs                             -₹69.80",
        "Soap: buy 3, get 1 free                   1 free",
        "Welcome, 100 off (WELCOME100)           -₹100.00",
        "Total                                  ₹1,088.00",
        "To be paid                             ₹1,038.00",
    ):
        assert line in receipt.splitlines()


def test_the_store_has_no_likely_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    """What merchants copy is worth copying."""
    ran(capsys, "init")

    assert 0 == ran(capsys, "lint", "store.json")[0]


def keys_of(document: Any) -> Iterator[str]:
    """Yield every key in a document."""
    if isinstance(document, dict):
        for key, part in document.items():
            yield key
            yield from keys_of(part)
    elif isinstance(document, list):
        for part in document:
            yield from keys_of(part)


def test_every_key_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has no comments, so each key has its row beside it, and no other has."""
    ran(capsys, "init")
    rows = [
        line.split("|")[1]
        for line in Path("README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    documents = (json.loads(Path(name).read_text()) for name in NAMES[:2])

    assert {key for each in documents for key in keys_of(each)} == {
        name for row in rows for name in re.findall("`([a-z_0-9]+)`", row)
    }


def test_every_kind_of_offer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """So that the first offer of one's own needs no other page."""
    ran(capsys, "init")
    [row] = re.findall(r"(?m)^\| `promotion_type`.*$", Path("README.md").read_text())

    assert {"promotion_type", "coupon_type"} | {
        each.type for each in BENEFITS.values()
    } == {*re.findall("`([^`]+)`", row)}


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    """One file that is there refuses all three, each of them by its name."""
    Path("cart.json").write_text("mine")
    status, out, err = ran(capsys, "init")

    assert (
        2,
        "",
        (
            "checkout-core: cart.json: this exists and is not overwritten; give another"
            " folder\n"
        ),
    ) == (status, out, err)
    assert ["cart.json"] == [each.name for each in Path().iterdir()]
    assert "mine" == Path("cart.json").read_text()


def test_a_link_to_nowhere_is_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    """It would be written somewhere else."""
    Path("store.json").symlink_to("elsewhere.json")

    assert 2 == ran(capsys, "init")[0]
    assert not Path("elsewhere.json").exists()


def test_a_file_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    """It is named, with the system's own reason."""
    Path("shop").write_text("")

    assert (2, "", "checkout-core: shop: File exists\n") == ran(capsys, "init", "shop")


def test_an_interrupt_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All files are written or none, and a folder that was made is removed."""
    opened = Path.open

    def interrupted(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == "README.md" and "shop" in path.parts:
            raise KeyboardInterrupt
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", interrupted)

    assert 130 == ran(capsys, "init", "new/shop")[0]
    assert [] == list(Path().iterdir())


def test_the_papers_of_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Each file is explained, and each command of its page runs in the folder."""
    status, out, err = ran(capsys, "init", ".", "--papers")
    page = Path("README.md").read_text("utf-8")
    commands = re.findall(r"^    checkout-core (.*?)(?: > .*)?$", page, re.MULTILINE)

    assert (0, "") == (status, err)
    assert set(sample.NAMES) - {"README.md"} == set(
        re.findall(r"^\| `(\w+\.\w+)`", page, re.MULTILINE)
    )
    assert out.splitlines()[-1].removeprefix("Next: checkout-core ") == commands[0]
    assert 5 == len(commands)
    for each in commands:
        assert 0 == ran(capsys, *each.split())[0]


def test_the_papers_are_equal_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    """No clock, and no id that differs."""
    ran(capsys, "init", "one", "--papers")
    ran(capsys, "init", "two", "--papers")

    assert [Path("one", each).read_bytes() for each in sample.NAMES] == [
        Path("two", each).read_bytes() for each in sample.NAMES
    ]


def test_the_carts_of_a_month(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file is explained, and the next command names all of them."""
    monkeypatch.setattr(sample_carts, "CARTS", 60)
    status, out, err = ran(capsys, "init", "my shop", "--backtest")
    page = Path("my shop", "README.md").read_text("utf-8")

    assert (0, "") == (status, err)
    assert (
        "Next: checkout-core backtest 'my shop/carts.jsonl' 'my shop/result'"
        " --base 'my shop/today.json' --proposed 'my shop/next.json'"
        " --report 'my shop/report.html'"
    ) == out.splitlines()[-1]
    assert set(sample_carts.NAMES) - {"README.md"} == set(
        re.findall(r"^\| `(\w+\.\w+)`", page, re.MULTILINE)
    )


def test_the_carts_of_a_month_are_equal_each_time() -> None:
    """No clock and no chance; three cannot be priced, and 12 were paid otherwise."""
    made = sample_carts.contents(120)
    lines = made["carts.jsonl"].decode().splitlines()
    stores = Job(made["today.json"].decode(), made["next.json"].decode()).stores()
    found: list[Repriced | None] = []
    for line in lines:
        try:
            found.append(repriced(read_row(loads(line), stores), stores))
        except CheckoutError:
            found.append(None)

    assert made == sample_carts.contents(120)
    assert 123 == len(lines)
    assert [
        ["count_out_of_range"],
        ["currency_mismatch", "currency_mismatch"],
        None,
    ] == [
        each and [fault.code for fault in each.faults]
        for each in found
        if each is None or each.faults
    ]
    assert [108, 12] == [
        sum(each is not None and each.reproduced is is_so for each in found)
        for is_so in (True, False)
    ]


def test_a_cart_of_the_month() -> None:
    """What a row has; days and hours go by in its order."""
    row = sample_carts.cart_row(0)
    last = sample_carts.cart_row(9_999)

    assert ["cart_id", "placed_at", "cart", "customer"] == list(row)
    assert ("cart-00001", "2026-10-01T07:00:00+05:30") == (
        row["cart_id"],
        row["placed_at"],
    )
    assert "2026-10-31T23:56:00+05:30" == last["placed_at"]


def test_papers_or_carts(capsys: pytest.CaptureFixture[str]) -> None:
    """One of the two is written."""
    status, _, err = ran(capsys, "init", "--papers", "--backtest")

    assert (
        2,
        "checkout-core: --backtest: this has no effect with --papers; leave it out\n",
    ) == (status, err)
