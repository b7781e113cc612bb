# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Both readings of random documents, and where they differ.

    python -m tests.oracle.compare --documents 1000 --seed 7 --jobs 2

prints every document on which they differ, made as small as it can be with the same
difference, the smallest first.
"""

from __future__ import annotations

import argparse
import copy
import json
import multiprocessing
import sys

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    evaluate,
    quote,
    read_checkout,
    verify,
    write_evaluation,
    write_order,
    write_quote,
)
from tests.oracle import price, with_payment
from tests.oracle.drawn import document as drawn
from tests.oracle.faults import Refused, faults_of


Document = dict[str, Any]

#: Of so many documents one is evaluated: each payment pattern is a quote of its own.
EVALUATED = 10
LINE = (
    "listed",
    "left",
    "promotion_discount_amount",
    "coupon_discount_amount",
    "tax_rate",
    "tax_amount",
    "taxable_value",
    "free_quantity",
    "on_promotion",
    "is_free_item",
)


PLACE = ("state", "code", "kind", "why")
TAX_ROW = ("category", "rate", "cess_rate")
HSN_ROW = ("buyer", "hsn_code", "unit", "rate", "cess_rate", "category")
FIGURES = (
    "id",
    "name",
    "gstin",
    "registered",
    "tax_paid_by",
    "subtotal",
    "promotion_discount_amount",
    "coupon_discount_amount",
    "taxable_value",
    "item_tax",
    "shipping_amount",
    "shipping_tax_amount",
    "handling_charge_excluding_tax",
    "handling_charge_tax_amount",
    "round_off",
    "grand_total",
    "funded",
    "points",
    "credit",
    "to_be_paid",
)


class Difference(NamedTuple):
    """A figure that the two readings do not agree on."""

    name: str
    oracle: Any
    engine: Any


def spelled(value: object) -> object:
    """Return a figure as the oracle spells it."""
    if isinstance(value, bool) or value is None:
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def quoted(document: Document) -> Quote:
    """Return the engine's quote of a document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def differences(document: Document, *, payments: bool = False) -> list[Difference]:
    """Return every figure on which engine and oracle differ."""
    faults = faults_of(document)
    if faults:
        return refusals(document, faults)
    mine, other = quoted(document), price(document)
    found = dict(of_engine(mine, other))
    said = dict(of_oracle(other))
    if payments:
        checkout = read_checkout(dumps(document))
        evaluation = evaluate(checkout.cart, checkout.store, at=checkout.at)
        found["with_payment"] = [
            {
                "payment": {k: v for k, v in each["payment"].items() if v is not None},
                "to_be_paid": spelled(each["to_be_paid"]),
                "saving": spelled(each["saving"]),
                "offers": list(each["offers"]),
            }
            for each in write_evaluation(evaluation).get("with_payment") or ()
        ]
        said["with_payment"] = with_payment(document)
    # Of a supplier whose services the operator pays the tax of, the contract says only
    # where the heads are from.
    undecided = any(line.get("section_9_5") for line in document["cart"]["cart_items"])
    return [
        Difference(name, said.get(name), found.get(name))
        for name in {**said, **found}
        if said.get(name) != found.get(name)
        and not (undecided and name.endswith("place_of_supply"))
    ]


SUPPLIED = ("supply_type", "place_of_supply", "tax_rows")


def refusals(document: Document, faults: list[Refused]) -> list[Difference]:
    """Return the faults that the engine does not find where they are."""
    try:
        quoted(document)
    except CheckoutError as error:
        found = [(each.code, each.path) for each in error.faults]
    else:
        return [Difference("refused", faults, None)]
    # One that hinders the reading of another comes alone.
    for each in faults:
        for code, path in found:
            if each.code in {None, code} and path.startswith(each.path):
                return []
    return [Difference("faults", faults, found)]


def of_oracle(other: Document) -> Iterator[tuple[str, Any]]:
    """Return the oracle's figures by name."""
    yield from other["order"].items()
    for name in (
        "round_off",
        "funded_savings",
        "promotions_not_matching",
        "coupon_codes",
        "gift_cards",
        "instalments",
        "due_now",
        "collect_on_delivery",
    ):
        yield name, other[name]
    yield (
        "refusals",
        [
            (each["kind"], each["offer_id"], each["code"], each.get("name"))
            for each in other["refusals"]
        ],
    )
    for name in SUPPLIED:
        if name in other:
            yield name, other[name]
    for each in other.get("suppliers", ()):
        for name, value in each.items():
            yield f"supplier {each['id']} {name}", value
    for i, line in enumerate(other["lines"]):
        for name in LINE:
            yield f"line {i} {name}", spelled(line[name])
        parts = [(part["name"], part["amount"]) for part in line["components"]]
        yield f"line {i} components", parts
    yield (
        "charges",
        [
            (
                each["name"],
                each["excluding_tax"],
                each["tax_amount"],
                each["tax_rate"],
            )
            for each in other["charges"]
        ],
    )
    for each in other["applied"]:
        name = f"{each['kind']} {each['offer_id']}"
        yield f"{name} saving", each["savings"]
        yield f"{name} scope", each["scope"]
        yield (
            f"{name} lines",
            [
                (i, line["discount"], line["free_quantity"], line["savings"])
                for i, line in enumerate(each["lines"])
                if is_touched(line, line["savings"])
            ],
        )


def is_touched(line: Document, saving: str | Decimal) -> bool:
    """Whether an offer gave a line something."""
    given = (Decimal(line["discount"]), line["free_quantity"], Decimal(saving))
    return any(given)


def of_engine(mine: Quote, other: Document) -> Iterator[tuple[str, Any]]:
    """Return the engine's figures by the oracle's names."""
    order = write_order(mine)
    for name in other["order"]:
        yield name, spelled(order[name])
    yield "round_off", spelled(mine.totals.round_off)
    yield "funded_savings", spelled(mine.totals.funded_savings)
    yield "promotions_not_matching", mine.figures.promotions_not_matching
    yield "coupon_codes", list(mine.coupon_codes)
    cards = [each for each in mine.tenders if each.kind == "gift_card"]
    yield "gift_cards", [spelled(each.granted) for each in cards]
    yield (
        "instalments",
        [
            {"due": str(each.due), "amount": spelled(each.amount)}
            for each in mine.instalments
        ],
    )
    yield "due_now", spelled(mine.due_now)
    yield "collect_on_delivery", spelled(mine.collect_on_delivery)
    yield (
        "refusals",
        [
            (
                each.kind,
                each.offer_id,
                each.code,
                each.name if each.kind == "gift_card" else None,
            )
            for each in mine.refusals
        ],
    )
    for i, line in enumerate(mine.lines):
        for name in LINE:
            yield f"line {i} {name}", spelled(getattr(line, name))
        parts = [(part.name, spelled(part.amount)) for part in line.components]
        yield f"line {i} components", parts
    yield (
        "charges",
        [
            (
                each.name,
                spelled(each.amount),
                spelled(sum((part.amount for part in each.components), Decimal(0))),
                spelled(each.tax_rate),
            )
            for each in mine.figures.charges
            # One of 0 on every order is shown and has no row.
            if each.amount or any(part.amount for part in each.components)
        ],
    )
    written = write_quote(mine)
    for each in (*written["promotions"], *written["coupons"]):
        name = f"{each['kind']} {each['id']}"
        yield f"{name} saving", spelled(each["saving"])
        yield f"{name} scope", each["scope"]
        yield (
            f"{name} lines",
            [
                (
                    line["line"],
                    spelled(line["discount"]),
                    line["free_quantity"],
                    spelled(line["saving"]),
                )
                for line in each["lines"]
                if is_touched(line, line["saving"])
            ],
        )
    if "suppliers" in other:
        yield from supplied(mine, written)
    verify(dumps(written))


def supplied(mine: Quote, written: Document) -> Iterator[tuple[str, Any]]:
    """Return the engine's places, suppliers and rows."""
    yield "supply_type", written["supply_type"]
    yield "place_of_supply", written["place_of_supply"]
    yield "tax_rows", rows_of(written["tax_rows"], TAX_ROW)
    every = []
    for each in mine.suppliers:
        for name in FIGURES:
            yield f"supplier {each.id} {name}", spelled(getattr(each, name))
        place = each.place_of_supply
        found = {name: getattr(place, name) for name in PLACE}
        found["components"] = list(place.components)
        yield f"supplier {each.id} place_of_supply", found
        yield f"supplier {each.id} lines", list(each.lines)
        yield (
            f"supplier {each.id} components",
            sorted((c.name, spelled(c.amount)) for c in each.components if c.amount),
        )
        rows = [as_plain(row) for row in each.tax_rows]
        yield f"supplier {each.id} tax_rows", rows_of(rows, TAX_ROW)
        rows = [as_plain(row) for row in each.hsn_rows]
        yield f"supplier {each.id} hsn_rows", rows_of(rows, HSN_ROW)
        every += rows
    # Those of the order are those of its suppliers.
    if sorted(map(row_key, every)) != sorted(map(row_key, written["hsn_rows"])):
        yield "hsn_rows of the order", written["hsn_rows"]


def as_plain(row: Any) -> Document:
    """Return a row as it is written."""
    found = {name: spelled(getattr(row, name, 0)) for name in (*HSN_ROW, *TAX_ROW)}
    return {
        **found,
        "taxable_value": spelled(row.taxable_value),
        "quantity": getattr(row, "quantity", 0),
        "components": [
            {"name": each.name, "amount": spelled(each.amount)}
            for each in row.components
        ],
    }


def row_key(row: Document) -> tuple[str, ...]:
    """Return a row as text that can be sorted."""
    parts = ((each["name"], each["amount"]) for each in row["components"])
    names = (*HSN_ROW, "taxable_value", "quantity")
    return (*(str(row.get(name)) for name in names), str(sorted(parts)))


def rows_of(rows: Iterable[Document], names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Return rows that hold anything, those of one key added up, in no order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        key = tuple(str(row.get(name)) for name in names)
        sums = found.setdefault(key, [Decimal(0), 0, {}])
        sums[0] += Decimal(row["taxable_value"])
        sums[1] += row.get("quantity", 0)
        for each in row["components"]:
            amount = Decimal(each["amount"])
            sums[2][each["name"]] = sums[2].get(each["name"], Decimal(0)) + amount
    return sorted(
        (
            key,
            f"{value:f}",
            str(quantity),
            sorted((name, f"{tax:f}") for name, tax in taxes.items() if tax),
        )
        for key, (value, quantity, taxes) in found.items()
        if value or quantity or any(taxes.values())
    )


def differing(document: Document, *, payments: bool = False) -> list[Difference]:
    """Return the differences; a refusal or a failure of one reading is one too."""
    try:
        return differences(document, payments=payments)
    except CheckoutError as error:
        return [Difference("refused", None, str(error))]
    except Exception as error:  # noqa: BLE001 - a failure of either is a finding
        return [Difference(f"failed {type(error).__name__}", None, str(error))]


def kinds(found: list[Difference]) -> set[str]:
    """Return what differs, without which line or offer."""
    return {each.name.split()[0] for each in found}


def smaller(value: Any) -> Iterator[Any]:
    """Return a value without one of its keys or elements, at any depth."""
    if isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        for key, inner in value.items():
            for less in smaller(inner):
                yield {**value, key: less}
    elif isinstance(value, list):
        for i in range(len(value)):
            yield value[:i] + value[i + 1 :]
        for i, inner in enumerate(value):
            for less in smaller(inner):
                yield [*value[:i], less, *value[i + 1 :]]


def shrunk(document: Document, *, payments: bool) -> Document:
    """Return the smallest document found that differs in the same way."""
    all_kinds = kinds(differing(document, payments=payments))
    wanted = min(all_kinds)
    found = copy.deepcopy(document)
    moved = True
    while moved:
        moved = False
        for less in smaller(found):
            # What differs in a new way is another finding.
            now = kinds(differing(less, payments=payments))
            if wanted in now <= all_kinds:
                found, moved = less, True
                break
    return found


def compared(seed: str) -> tuple[str, Document, list[Difference]] | None:
    """Return the smallest document of a seed on which the readings differ, or none."""
    document = drawn(seed)
    payments = int(seed.rpartition("/")[2]) % EVALUATED == 0
    if not differing(document, payments=payments):
        return None
    least = shrunk(document, payments=payments)
    return seed, least, differing(least, payments=payments)


def main() -> int:
    """Compare, print what differs, and say how many did."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--seed", default="0")
    asked.add_argument("--jobs", type=int, default=2)
    given = asked.parse_args()
    places = range(given.first, given.first + given.documents)
    seeds = [f"{given.seed}/{i}" for i in places]
    with multiprocessing.Pool(given.jobs) as pool:
        results = pool.imap_unordered(compared, seeds, chunksize=50)
        found = [each for each in results if each is not None]
    found.sort(key=lambda each: (len(dumps(each[1])), each[0]))
    for seed, document, differ in found:
        sys.stdout.write(f"--- {seed}\n{json.dumps(document)}\n")
        for each in differ:
            said = f"oracle {each.oracle}, engine {each.engine}"
            sys.stdout.write(f"    {each.name}: {said}\n")
    sys.stdout.write(f"{len(seeds)} documents, {len(found)} differ\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
