# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What people give the commands of papers by mistake: a clear line for each."""

from __future__ import annotations

import json

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import Order, dumps, quote, read_checkout, write_order_detail
from checkout_core.cli import main


if TYPE_CHECKING:
    from collections.abc import Callable


#: The commands with what they need, but for the file of what was sold.
ARGUMENTS = {
    "inv01": "--seller seller.json --number INV/1 --date 2026-11-05",
    "invoice": "--seller seller.json --number INV/1 --date 2026-11-05",
    "ubl": (
        "--parties parties.json --number INV/1 --date 2026-11-05 --due 2026-12-05"
        " --order-reference PO-7"
    ),
    "gstr1": "--gstin 29AABCT1332L1ZA --period 112026",
    "journal": "",
}
#: Those that read one document, and those that read a document from each line.
WHOLE, LINES = ("inv01", "invoice", "ubl"), ("gstr1", "journal")

NO_FILE = "missing.json: No such file or directory"
FOLDER = "folder: Is a directory"
NUMBER = (
    "a paper's number has 1 to 16 capital letters, digits, '/' and '-' and does not"
    " begin with 0, '/' or '-'; write it like 'INV/26-27/0001' (got 'inv/1')"
)
DAY = "this is not a day; write it like '2026-11-22' (got '31-11-2026')"
SAMPLE = "`checkout-core init FOLDER --papers` writes one"
STORED = "`write_order_detail(order, stored=True)` makes one"
PRICED = "`checkout-core price FILE --format quote` writes one"
SPREAD = (
    "this is one document on many lines, and each has a line of its own; remove the"
    " line ends in it"
)
RUPEES = "an invoice of GST is in INR; price the cart in rupees for it (got 'EUR')"
GSTIN = "the last character should be A; check the digits (got '29AABCT1332L1ZB')"


def text_of(name: str) -> str:
    """Return the text of a file."""
    return Path(name).read_text("utf-8")


def document_of(name: str) -> Any:
    """Return the document in a file."""
    return json.loads(text_of(name))


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, list[str]]]:
    """Return a function that runs a command in a folder with good files and bad."""
    monkeypatch.chdir(tmp_path)
    assert 0 == main(["init", ".", "--papers"])
    Path("broken.json").write_text('{"a": ')
    Path("empty.json").write_text("")
    Path("list.json").write_text("[]")
    Path("folder").mkdir()
    Path("abroad.json").write_text(text_of("cart.json").replace('"INR"', '"EUR"'))
    found = read_checkout(text_of("abroad.json"))
    assert found.at is not None
    sold = quote(found.cart, found.store, at=found.at)
    order = Order.placed(sold, number="E-1", at=found.at)
    stored = write_order_detail(order, stored=True)
    Path("abroad.json").write_text(dumps(stored))
    papers = [{"number": "INV/1", "date": "2026-11-05"}]
    Path("abroad.jsonl").write_text(dumps({"order": stored, "papers": papers}))
    Path("newer.json").write_text(
        text_of("order.json").replace("core.quote/", "core.quote/9")
    )
    Path("newer.jsonl").write_text(
        text_of("month.jsonl").replace("core.quote/", "core.quote/9")
    )
    ours = document_of("order.json")
    Path("theirs.json").write_text(
        json.dumps({key: x for key, x in ours.items() if key != "x_checkout_core"})
    )
    for name, fields in {
        "number": {"number": "inv/1"},
        "date": {"date": "31-11-2026"},
        "supplier": {"supplier": "mh"},
    }.items():
        row = {"order": ours, "papers": [{**papers[0], **fields}]}
        Path(f"{name}.jsonl").write_text(json.dumps(row))
    seller = {**document_of("seller.json"), "gstin": "29AABCT1332L1ZB"}
    Path("mistyped.json").write_text(json.dumps(seller))
    capsys.readouterr()

    def ran(command: str, file: str, *more: str) -> tuple[int, str, list[str]]:
        words = [command, file, *ARGUMENTS[command].split()]
        for option, value in zip(more[::2], more[1::2], strict=True):
            if option in words:
                words[words.index(option) + 1] = value
            else:
                words += [option, value]
        status = main(words)
        out, err = capsys.readouterr()
        return (
            status,
            out,
            [x.removeprefix("checkout-core: ") for x in err.splitlines()],
        )

    return ran


@pytest.mark.parametrize("command", WHOLE)
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("missing.json", NO_FILE),
        (
            "broken.json",
            (
                "broken.json: this is not JSON: Expecting value at line 1, column 7"
                " (got '{\"a\": ')"
            ),
        ),
        (
            "empty.json",
            (
                "empty.json: this is not JSON: Expecting value at line 1, column 1"
                " (got '')"
            ),
        ),
        ("folder", FOLDER),
        (
            "list.json",
            (
                "list.json: this must be a quote document, not a list"
                " (got a list of 0 items)"
            ),
        ),
        (
            "cart.json",
            (
                "cart.json: this is a checkout document, not a quote document or a"
                f" stored order; {PRICED}"
            ),
        ),
        (
            "theirs.json",
            (
                "theirs.json: this is an order, not a quote document or a stored order;"
                f" {STORED}"
            ),
        ),
        (
            "month.jsonl",
            (
                "month.jsonl: this is an order with its papers, not a quote document or"
                f" a stored order; {PRICED}"
            ),
        ),
    ],
)
def test_what_was_sold(run: Any, command: str, file: str, line: str) -> None:
    """One line with the file, and nothing is printed."""
    assert (2, "", [line]) == run(command, file)


@pytest.mark.parametrize("command", WHOLE)
def test_a_quote_of_another_version(run: Any, command: str) -> None:
    """Which ones can be read is said."""
    status, out, (line,) = run(command, "newer.json")

    assert (2, "") == (status, out)
    assert line.startswith("newer.json: x_checkout_core.quote.schema_version: this is")
    assert "can be read here" in line


@pytest.mark.parametrize("command", WHOLE)
@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("--date", "31-11-2026", f"--date: {DAY}"),
        (
            "--supplier",
            "mh",
            "--supplier: the store has no supplier of this id; leave it out (got 'mh')",
        ),
    ],
)
def test_options(run: Any, command: str, option: str, value: str, line: str) -> None:
    """By the name of the option."""
    assert (2, "", [line]) == run(command, "order.json", option, value)


@pytest.mark.parametrize("command", ["inv01", "invoice"])
def test_what_gst_refuses(run: Any, command: str) -> None:
    """A number, a currency, a seller; UBL takes any number and any currency."""
    assert (2, "", [f"--number: {NUMBER}"]) == run(
        command, "order.json", "--number", "inv/1"
    )
    assert (2, "", [f"abroad.json: currency: {RUPEES}"]) == run(command, "abroad.json")
    assert 0 == run("ubl", "abroad.json", "--number", "inv/1")[0]
    for file, line in {
        "missing.json": NO_FILE,
        "mistyped.json": f"mistyped.json: gstin: {GSTIN}",
        "parties.json": (
            f"parties.json: this is the parties of an invoice, not a seller; {SAMPLE}"
        ),
        "order.json": f"order.json: this is a stored order, not a seller; {SAMPLE}",
    }.items():
        assert (2, "", [line]) == run(command, "order.json", "--seller", file)


def test_parties(run: Any) -> None:
    """Every fault of the file at once, also a GSTIN without its country."""
    line = f"seller.json: this is a seller, not the parties of an invoice; {SAMPLE}"
    assert (2, "", [line]) == run("ubl", "order.json", "--parties", "seller.json")
    parties = document_of("parties.json")
    parties["seller"]["tax_number"] = "29AABCT1332L1ZA"
    parties["buyer"]["address"]["country"] = "India"
    del parties["reasons"]
    Path("bad.json").write_text(json.dumps(parties))
    assert (
        2,
        "",
        [
            (
                "bad.json: reasons: this should be a VATEX code or a text; give"
                " `reasons`, by BR-E-10"
            ),
            (
                "bad.json: seller.tax_number: this is not of the right form; give the"
                " number behind the letters of its country, such as 'IN29...' (got"
                " '29AABCT1332L1ZA')"
            ),
            (
                "bad.json: buyer.address.country: this is not of the right form; give"
                " two letters of ISO 3166-1, such as 'IN' (got 'India')"
            ),
        ],
    ) == run("ubl", "order.json", "--parties", "bad.json")
    parties["seller"]["taxnumber"] = 5
    parties["reasons"] = {"E": "exempt"}
    Path("bad.json").write_text(json.dumps(parties))
    _, _, lines = run("ubl", "order.json", "--parties", "bad.json")
    assert ["seller.taxnumber", "reasons.E"] == [x.split(": ")[1] for x in lines]


@pytest.mark.parametrize("command", LINES)
def test_what_is_no_file(run: Any, command: str) -> None:
    """Nothing is printed."""
    assert (2, "", [NO_FILE]) == run(command, "missing.json")
    assert (2, "", [FOLDER]) == run(command, "folder")
    assert (2, "", [f"cart.json: {SPREAD}"]) == run(command, "cart.json")


def test_an_empty_file(run: Any) -> None:
    """It is no error, since a month can have no order, and it is said."""
    status, _, lines = run("gstr1", "empty.json")
    assert (0, ["empty.json: no document is in the return"]) == (status, lines)
    assert (0, "", ["empty.json: no order is in it"]) == run("journal", "empty.json")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (
            "list.json",
            "line 1: this must be an object, not a list (got a list of 0 items)",
        ),
        (
            "order.json",
            f"line 1: this is a stored order, not an order with its papers; {SAMPLE}",
        ),
        (
            "theirs.json",
            f"line 1: this is an order, not an order with its papers; {SAMPLE}",
        ),
        ("number.jsonl", f"line 1: papers[0].number: {NUMBER}"),
        ("date.jsonl", f"line 1: papers[0].date: {DAY}"),
    ],
)
def test_lines_of_a_return(run: Any, file: str, line: str) -> None:
    """With the number of the line."""
    assert (2, "", [f"{file}: {line}"]) == run("gstr1", file)


def test_documents_of_a_return(run: Any) -> None:
    """By their numbers; and the two options."""
    hint = "the store has no supplier of this id; leave it out (got 'mh')"
    assert (2, "", [f"INV/1.supplier: {hint}"]) == run("gstr1", "supplier.jsonl")
    assert (2, "", [f"INV/1.sold.currency: {RUPEES}"]) == run("gstr1", "abroad.jsonl")
    assert (2, "", [f"--gstin: {GSTIN}"]) == run(
        "gstr1", "month.jsonl", "--gstin", "29AABCT1332L1ZB"
    )
    line = "--period: a period is a month and a year, like '112026'; correct it"
    assert (2, "", [f"{line} (got '2026-11')"]) == run(
        "gstr1", "month.jsonl", "--period", "2026-11"
    )
    status, _, (line,) = run("gstr1", "newer.jsonl")
    where = "newer.jsonl: line 1: order.x_checkout_core.quote.schema_version: this is"
    assert 2 == status
    assert line.startswith(where)


def test_lines_of_a_journal(run: Any) -> None:
    """An order that is refused is a line, and the status is 1."""
    for file, line in {
        "list.json": "this must be an object, not a list (got a list of 0 items)",
        "month.jsonl": (
            f"this is an order with its papers, not a stored order; {STORED}"
        ),
        "theirs.json": f"this is an order, not a stored order; {STORED}",
    }.items():
        assert (1, "", [f"{file}: line 1: {line}"]) == run("journal", file)
    assert 1 == run("journal", "newer.json")[0]
    assert 0 == run("journal", "abroad.json")[0]
    for option in ("--dates", "--roles"):
        assert (2, "", [NO_FILE]) == run(
            "journal", "order.json", option, "missing.json"
        )
        assert (2, "", [FOLDER]) == run("journal", "order.json", option, "folder")
    assert (2, "", [f"cart.json: {SPREAD}"]) == run(
        "journal", "order.json", "--dates", "cart.json"
    )


def test_a_name_that_xml_cannot_write(run: Any) -> None:
    """It is blamed on the file of the order."""
    cart = document_of("cart.json")
    cart["cart"]["cart_items"][0]["product_name"] = "Tee\uffff"
    found = read_checkout(dumps(cart))
    assert found.at is not None
    sold = quote(found.cart, found.store, at=found.at)
    order = Order.placed(sold, number="E-1", at=found.at)
    Path("bad.json").write_text(dumps(write_order_detail(order, stored=True)))
    status, out, lines = run("ubl", "bad.json")

    assert (2, "") == (status, out)
    assert {"bad.json"} == {line.split(": ")[0] for line in lines}
    assert ".name: " in lines[0]
