# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the operations of other projects' test suites are in our words.

One function an operation: its input goes in, the figures that we have a word
for come out.  `KeyError` says that a case asks for something we have no word for.
Cases in minor units of no currency are priced in yen, whose minor unit is 1.
"""

from __future__ import annotations

import json

from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from checkout_core import CheckoutError, Quote, allocate, quote, read_checkout, refund
from checkout_core.money import Rounding, currency_of, divide, to_decimal, to_step
from checkout_core.views.formats import Numbers
from tests.factories.carts import checkout
from tests.factories.offers import (
    coupon,
    fixed,
    fixed_price,
    percentage,
    promotion,
    row,
    volume,
)


if TYPE_CHECKING:
    from collections.abc import Callable


Given = dict[str, Any]


# Numbers -------------------------------------------------------------------------


def rounding(mode: str) -> Rounding:
    """Return the mode that we call so."""
    return {
        **{each.value: each for each in Rounding},
        "half_away_from_zero": Rounding.HALF_UP,
        "half_toward_zero": Rounding.HALF_DOWN,
    }[mode]


def minor(given: Given, amount: str) -> int:
    """Return an amount of *given* in minor units."""
    exponent = 0 if given["unit"] == "minor" else int(given.get("exponent", "2"))
    return int(Decimal(amount).scaleb(exponent))


REST_APART = ("floor_separate_remainder", "block_separate_remainder")


def shared(given: Given) -> Given:
    """Share a total by weights, or in equal parts."""
    said = given["weights"] if "weights" in given else ["1"] * int(given["parts"])
    if "cash_step_minor" in given or given["mode"] in REST_APART:
        msg = "shares of whole coins, or a rest beside the shares"
        raise KeyError(msg)
    weights = [Fraction(each) for each in said]
    common = lcm(*(each.denominator for each in weights))
    whole = [int(each * common) for each in weights]
    exponent = 0 if given["unit"] == "minor" else int(given.get("exponent", "2"))
    try:
        parts = allocate(minor(given, given["total"]), whole)
    except ValueError as error:
        return {"error": str(error)}
    return {"parts": [Decimal(each).scaleb(-exponent) for each in parts]}


def rounded(given: Given) -> Given:
    """Round a number to decimals."""
    value = Fraction(given["value"]) * Fraction(10) ** int(given["decimals"])
    found = divide(value.numerator, value.denominator, rounding(given["mode"]))
    return {"value": Decimal(found).scaleb(-int(given["decimals"]))}


def stepped(given: Given) -> Given:
    """Round a number to a multiple of an increment."""
    mode, value = rounding(given["mode"]), given["value"]
    if "pre_round_decimals" in given:
        decimals = given["pre_round_decimals"]
        value = rounded({"value": value, "decimals": decimals, "mode": mode})["value"]
    fine = 10**6
    amount, step = (int(Decimal(each) * fine) for each in (value, given["increment"]))
    return {"value": Decimal(to_step(amount, step, mode)) / fine}


def digits(given: Given) -> Given:
    """Return how many decimals a currency has."""
    try:
        found = Decimal(currency_of(given["currency"]).exponent)
    except CheckoutError:
        return {"digits": None}
    return {"digits": found, "iso_4217": found}


# Carts ---------------------------------------------------------------------------


def priced(lines: list[Given], offers: list[Given], **more: Any) -> Quote:
    """Return the quote of a document."""
    document = checkout(lines, *offers, **more)
    found = read_checkout(json.dumps(document))
    result = quote(found.cart, found.store, at=found.at)
    result.check()
    return result


def line(given: Given, *, at: int = 0, inclusive: bool = False) -> Given:
    """Return a line of *given*; several rates are components beside each other."""
    rates = given.get("tax_rates_pct", [given.get("tax_rate_pct", "0")])
    tax: Given = {"tax_rate": rates[0] if rates else "0"}
    if len(rates) > 1:
        named = [{"name": f"T{n}", "rate": each} for n, each in enumerate(rates)]
        tax = {"tax_components": named}
    quantity = Decimal(given["quantity"])
    if quantity % 1:
        msg = "parts of a unit"
        raise KeyError(msg)
    return {
        "product_id": given.get("id", f"L{at + 1}"),
        "quantity": int(quantity),
        "selling_price": given["unit_price"],
        "price_including_tax": given.get("price_includes_tax", inclusive),
        "cess_per_unit": given.get("cess_per_unit", "0"),
        **tax,
    }


def money(given: Given) -> str:
    """Return the currency of *given*."""
    if given.get("unit") == "minor":
        return "JPY"
    return str(given.get("currency", "USD"))


def discounts(found: Quote) -> list[Decimal]:
    """Return what each line lost."""
    return [each.listed - each.left for each in found.lines]


def single(
    amount: str,
    rates: list[str],
    *,
    inclusive: bool,
    currency: str,
    offers: list[Given] | None = None,
) -> Quote:
    """Return the quote of one unit at an amount."""
    given = {"unit_price": amount, "quantity": "1", "tax_rates_pct": rates}
    return priced([line(given, inclusive=inclusive)], offers or [], currency=currency)


def distributed(given: Given) -> Given:
    """Share an amount off an order over its lines."""
    weights = given.get("weights", [])
    said = given.get("lines") or [{"unit_price": w, "quantity": "1"} for w in weights]
    lines = [line(each, at=at) for at, each in enumerate(said)]
    rows = [row(each) for each in given.get("eligible", [])]
    to = "product" if rows else "all"
    offer = promotion("discount", fixed(given["amount"], *rows), to)
    parts = discounts(priced(lines, [offer], currency=money(given)))
    return {"parts": parts, "parts_any_order": sorted(parts), "sum": sum(parts)}


def percent_off(given: Given) -> Given:
    """Take a percentage off an amount, a line or an order, at most a cap."""
    whole = given.get("amount") or given.get("price")
    one = {"unit_price": whole, "quantity": "1", **given}
    lines = [line(each) for each in given.get("lines", [one])]
    details = percentage(given["percent"], most=given.get("cap"))
    found = priced(
        lines, [promotion("discount", details, "all")], currency=money(given)
    )
    parts = discounts(found)
    return {
        "value": sum(parts),
        "discount": sum(parts),
        "parts": parts,
        "total": sum(parts),
        "price_after": found.to_be_paid,
        "unit_price_after": found.to_be_paid,
    }


def percent_off_order(given: Given) -> Given:
    """Take a percentage off an order, some lines left out or lowered before."""
    ids = [each["id"] for each in given["lines"]]
    rows = [row(each) for each in ids if each not in given.get("excluded", [])]
    before = [
        promotion("discount", fixed(each["line_discount"], row(each["id"])), id="line")
        for each in given["lines"]
        if "line_discount" in each
    ]
    offer = coupon(
        "discount",
        percentage(given["percent"], *rows),
        minimum_order_total=given["min_order"],
    )
    found = priced([line(each) for each in given["lines"]], [*before, offer])
    off: list[Decimal] = [Decimal(0)] * len(ids)
    for each in found.coupons[0].lines:
        off[each.line] = each.discount
    return {"line_discounts": off, "discount": sum(off), "total": found.to_be_paid}


def fixed_off(given: Given) -> Given:
    """Take an amount off one price."""
    price = given.get("price") or given["line_amount"]
    amount = given.get("amount") or given["value"]
    found = priced(
        [line({"unit_price": price, "quantity": "1"})],
        [promotion("discount", fixed(amount), "all")],
        currency=money(given),
    )
    return {"price_after": found.to_be_paid, "discount": discounts(found)[0]}


def tiered_flat(given: Given) -> Given:
    """Take the amount of the highest tier reached; one exclusive promotion each."""
    tiers = [{"from": "0", "amount": given["base_amount"]}, *given["tiers"]]
    offers = [
        promotion(
            "discount",
            fixed(each["amount"]),
            "all",
            id=f"t{at}",
            minimum_order_total=each["from"],
            can_be_used_with_other_promotion=False,
        )
        for at, each in enumerate(tiers)
    ]
    lines = [line({"unit_price": given["amount"], "quantity": "1"})]
    return {"discount": sum(discounts(priced(lines, offers)))}


def tiered_percent(given: Given) -> Given:
    """Take the percent of the highest tier off the first line."""
    tiers = [{"from": "0", "percent": given["base_percent"]}, *given["tiers"]]
    lines = [line(each) for each in given["lines"]]
    offers = [
        promotion(
            "discount",
            percentage(each["percent"], row("L1")),
            id=f"t{at}",
            minimum_order_total=each["from"],
            can_be_used_with_other_promotion=False,
        )
        for at, each in enumerate(tiers)
    ]
    found = priced(lines, offers, currency=money(given))
    return {"discount_first_line": discounts(found)[0]}


def tiered_by_quantity(given: Given) -> Given:
    """Take the percent that the number of eligible units asks for."""
    (tier,) = given["tiers"]
    edge = int(tier["from_quantity"]) - 1
    slabs = f"<={edge} {given['base_percent']}, >{edge} {tier['percent']}"
    lines = [
        line({"unit_price": given["unit_price"], "quantity": each}, at=at)
        for at, each in enumerate(given["eligible_quantities"])
    ]
    found = priced(lines, [promotion("volume-based", volume((None, slabs)))])
    return {"discount": discounts(found)[0]}


def chained(given: Given) -> Given:
    """Apply steps to one unit, the highest priority first."""
    steps = sorted(given["steps"], key=lambda each: -int(each["priority"]))
    make: dict[str, Callable[[Any], Any]] = {"percent": percentage, "fixed": fixed}
    offers = [
        promotion(
            "discount",
            make[each["type"]](each["value"]),
            "all",
            id=each["priority"],
            can_be_used_with_other_promotion=not each.get("exclusive", False),
        )
        for each in steps
    ]
    one = line({"unit_price": given["unit_price"], "quantity": "1"})
    return {"unit_price_after": priced([one], offers).to_be_paid}


def extracted(given: Given) -> Given:
    """Take the tax out of an amount that holds it; two equal rates are a pair."""
    rates = given["rates_pct"]
    currency = "JPY" if given.get("decimals") == "0" else "USD"
    if len(rates) == 2 and rates[0] == rates[1]:
        whole = str(Decimal(rates[0]) * 2)
        found = gst(
            [{"unit_price": given["gross"], "quantity": "1"}], whole, inside=True
        )
        taxes = [each.amount for each in found.lines[0].components]
    else:
        if given.get("compound_last"):
            msg = "compound"
            raise KeyError(msg)
        off = [promotion("discount", fixed(given.get("discount", "0")), "all")]
        found = single(
            given["gross"],
            rates,
            inclusive=True,
            currency=currency,
            offers=off if "discount" in given else [],
        )
        taxes = [each.amount for each in found.lines[0].components]
    net = found.lines[0].taxable_value
    if given.get("round") == "net":
        msg = "the net is rounded"
        raise KeyError(msg)
    return {"net": net, "tax": sum(taxes), "taxes": taxes}


def exported(given: Given) -> Given:
    """Take the tax out of an amount to sell it without."""
    return extracted({"gross": given["gross"], "rates_pct": [given["rate_pct"]]})


def taxed(given: Given) -> Given:
    """Put taxes on a net amount."""
    found = single(given["net"], given["rates_pct"], inclusive=False, currency="USD")
    taxes = [each.amount for each in found.lines[0].components]
    return {
        "taxes": taxes,
        "tax": sum(taxes),
        "gross": found.to_be_paid,
        "total": found.to_be_paid,
    }


def line_gross(given: Given) -> Given:
    """Tax a line by unit or as a whole."""
    level = {"tax": {"level": given["tax_level"]}}
    return {"gross": priced([line(given)], [], currency="USD", store=level).to_be_paid}


def taxed_total(given: Given) -> Given:
    """Tax several amounts together."""
    said = [
        {"unit_price": each, "quantity": "1", "tax_rate_pct": given["rate_pct"]}
        for each in given["amounts"]
    ]
    off = (
        [promotion("discount", fixed(given["discount"]), "all")]
        if "discount" in given
        else []
    )
    lines = [line(each, at=at) for at, each in enumerate(said)]
    currency = "JPY" if given.get("decimals") == "0" else "USD"
    found = priced(lines, off, currency=currency, store={"tax": {"level": "document"}})
    return {"tax": found.totals.item_total_tax}


def taxed_lines(given: Given) -> Given:
    """Tax amounts one by one."""
    if given["tax_level"] != "line":
        raise KeyError(given["tax_level"])
    said = [
        {"unit_price": each, "quantity": "1", "tax_rate_pct": given["tax_rate_pct"]}
        for each in given["amounts"]
    ]
    found = priced(
        [line(each, at=at) for at, each in enumerate(said)],
        [],
        currency=given["currency"],
    )
    return {
        "line_taxes": [each.tax_amount for each in found.lines],
        "tax": found.totals.total_tax,
        "total": found.to_be_paid,
    }


def taxed_by_code(given: Given) -> Given:
    """Round each tax by itself, on each line or on the document."""
    if given["round_by"] != "tax_code":
        msg = "several taxes rounded as one"
        raise KeyError(msg)
    lines = [
        {
            "product_id": each["id"],
            "quantity": 1,
            "selling_price": each["amount"],
            "tax_components": [
                {"name": tax, "rate": given["rates_pct"][tax]} for tax in each["taxes"]
            ],
        }
        for each in given["lines"]
    ]
    store = {
        "rounding": given["mode"],
        "tax": {"level": LEVELS[given["tax_level"]]},
    }
    found = priced(lines, [], currency="USD", store=store)
    return {
        "line_taxes": [[part.amount for part in e.components] for e in found.lines],
        "tax": found.totals.item_total_tax,
    }


def made(given: Given) -> Given:
    """Take an amount that may lie off its currency's grid."""
    try:
        found = single(
            given["amount"], ["0"], inclusive=False, currency=given["currency"]
        )
    except CheckoutError as error:
        return {"error": error.faults[0].code}
    return {"value": found.to_be_paid}


def cash(given: Given) -> Given:
    """Round what is paid in cash, and not what is paid by card."""
    lines = [
        line({**each, "tax_rate_pct": given["tax_rate_pct"]}) for each in given["lines"]
    ]
    currency, level = given["currency"], {"level": "document"}
    card = priced(lines, [], currency=currency, store={"tax": level})
    coins = priced(
        lines,
        [],
        currency=currency,
        store={"tax": level, "round_off": given["increment"]},
    )
    return {"total_card": card.to_be_paid, "total_cash": coins.to_be_paid}


def coin(given: Given) -> Given:
    """Return the step that stands for a currency's smallest coin."""
    one = [line({"unit_price": "1", "quantity": "1"})]
    found = priced(one, [], currency=given["currency"], store={"round_off": "cash"})
    return {"increment": found.policies.round_off}


def nickel(given: Given) -> Given:
    """Tax a price and round the total to cents, nickels and dimes."""
    lines = [
        line(
            {
                "unit_price": given["price"],
                "quantity": "1",
                "tax_rate_pct": given["tax_rate_pct"],
            }
        )
    ]
    steps = {"cent": None, "nickel": "0.05", "dime": "0.10"}
    return {
        name: priced(lines, [], currency="USD", store={"round_off": step}).to_be_paid
        for name, step in steps.items()
    }


def stacked(given: Given) -> Given:
    """Apply percentages one after the other."""
    offers = [
        promotion("discount", percentage(each["value"]), "all", id=f"d{at}")
        for at, each in enumerate(given["discounts"])
        if each["type"] == "percent"
    ]
    if len(offers) < len(given["discounts"]):
        msg = "shares of more decimals than the currency has"
        raise KeyError(msg)
    found = priced([line(each) for each in given["lines"]], offers)
    return {"effective_percent": sum(discounts(found))}


def invoice_steps(given: Given) -> Given:
    """Lower a line by a coupon, the order by another, then tax it."""
    said = [
        {
            "id": e["id"],
            "unit_price": e["amount"],
            "quantity": "1",
            "tax_rate_pct": given["tax_rate_pct"],
        }
        for e in given["lines"]
    ]
    own = given["line_coupon"]
    offers = [
        promotion("discount", percentage(own["percent"], row(own["line"]))),
        coupon("discount", fixed(given["order_coupon"]), "all"),
    ]
    used = given["wallet_credit"]
    found = priced(
        [line(each) for each in said],
        offers,
        currency="USD",
        cart={"credit_balance_used": used},
        customer={"id": "u", "credit_balance": used},
        store={"tax": {"level": "document"}},
    )
    return {
        "subtotal": found.totals.subtotal,
        "after_coupons": sum(each.left for each in found.lines),
        "taxable": sum(each.taxable_value for each in found.lines),
        "tax": found.totals.total_tax,
        "total": found.to_be_paid,
    }


def cart_totals(given: Given) -> Given:
    """Price one cart of a document."""
    inclusive = given["price_includes_tax"]
    lines = [
        line({**each, "tax_rate_pct": given["tax_rate_pct"]}, inclusive=inclusive)
        for each in given["lines"]
    ]
    more: Given = {"store": {"rounding": given.get("rounding", "half_up")}}
    if given["unit"] == "minor":
        lines = [
            {**each, "selling_price": str(Decimal(each["selling_price"]).scaleb(-2))}
            for each in lines
        ]
        more["cart"] = {
            "shipping": {
                "estimated_cost": str(Decimal(given["shipping"]).scaleb(-2)),
                "tax_rate": given["shipping_tax_rate_pct"],
                "price_including_tax": inclusive,
            }
        }
    offers = (
        [promotion("discount", percentage(given["discount_percent"]), "all")]
        if "discount_percent" in given
        else []
    )
    found = priced(lines, offers, currency=given["currency"], **more)
    up = 2 if given["unit"] == "minor" else 0
    net = sum(
        (each.taxable_value for each in found.lines), found.totals.shipping_amount
    )
    figures = {
        "line_net": found.lines[0].taxable_value,
        "net": net,
        "tax": found.totals.total_tax,
        "total": found.totals.grand_total,
        "discount": sum(discounts(found), Decimal(0)),
    }
    return {key: each.scaleb(up) for key, each in figures.items()}


# India ---------------------------------------------------------------------------


def gst(
    said: list[Given],
    rate: str,
    *,
    inside: bool = False,
    supply: str = "intra",
    **more: Any,
) -> Quote:
    """Return the quote of lines sold from and to Indian states."""
    lines = [
        {
            **line(each, at=at, inclusive=inside),
            "tax_rate": each.get("gst_rate_pct", rate),
        }
        for at, each in enumerate(said)
    ]
    to = {"intra": "Kerala", "inter": "Goa"}[supply]
    store = {"tax": {"seller_state": "Kerala"}, **more.pop("store", {})}
    cart = {"shipping_address": {"state": to, "country": "India"}}
    return priced(lines, more.pop("offers", []), store=store, cart=cart, **more)


def gst_invoice(given: Given) -> Given:
    """Price an Indian invoice, rounded off to the rupee where it says so."""
    if "charge_on_total_pct" in given or given.get("document") == "credit_note":
        msg = "a charge that is a percentage, or tax that adds up over the document"
        raise KeyError(msg)
    lines = given.get("lines") or [{"unit_price": given["goods"], "quantity": "1"}]
    store: Given = {"round_off": given.get("round_total_to")}
    nil_rated = given.get("nil_rated_amount")
    if "cess_per_unit" in given:
        lines = [{**each, "cess_per_unit": given["cess_per_unit"]} for each in lines]
    charges = list(given.get("charges", []))
    if "packing" in given:
        charges.append({"name": "packing", "amount": given["packing"], "taxed": True})
    if nil_rated is not None:
        # The source reports the item beside the goods and rounds to the rupee.
        charges.append({"name": "nil-rated", "amount": nil_rated, "taxed": False})
        store["round_off"] = "1"
    store["charges"] = [
        {
            "name": each["name"],
            "amount": each["amount"],
            "tax_rate": "18" if each["taxed"] else "0",
        }
        for each in charges
    ]
    offers = []
    if "line_discount_pct" in given:
        details = percentage(given["line_discount_pct"])
        offers.append(promotion("discount", details, "all"))
    if "discount" in given:
        offers.append(promotion("discount", fixed(given["discount"]), "all"))
    supply = given.get("supply", "intra")
    found = gst(
        lines,
        given.get("gst_rate_pct", "0"),
        supply="inter" if supply == "export" else supply,
        offers=offers,
        store=store,
    )
    by = {
        "CGST": Decimal(0),
        "SGST": Decimal(0),
        "IGST": Decimal(0),
        "CESS": Decimal(0),
    }
    for each in found.lines:
        for part in each.components:
            by[part.name.split()[0]] += part.amount
    taxable = sum((each.taxable_value for each in found.lines), Decimal(0))
    for charge in charges:
        taxable += Decimal(charge["amount"]) if charge["taxed"] else 0
    totals = found.totals
    return {
        "taxable": taxable,
        "cgst": by["CGST"],
        "sgst": by["SGST"],
        "igst": by["IGST"],
        "cess": by["CESS"],
        "tax": totals.total_tax,
        "total": totals.grand_total,
        "round_off": totals.round_off,
        "total_before_round_off": totals.grand_total - totals.round_off,
        "line_discount": discounts(found)[0],
        "other_charges": totals.handling_charge_excluding_tax,
    }


def gst_split(given: Given) -> Given:
    """Take CGST and SGST out of an amount."""
    lines = [{"unit_price": given.get("received") or given["amount"], "quantity": "1"}]
    found = gst(lines, given["gst_rate_pct"], inside=True)
    first, second = found.lines[0].components
    return {
        "taxable": found.lines[0].taxable_value,
        "cgst": first.amount,
        "sgst": second.amount,
    }


# Whole carts ---------------------------------------------------------------------


def offers_of(given: Given, said: Given) -> list[Given]:
    """Return our offers for a promotion of a cart."""
    known = {
        "id",
        "scope",
        "type",
        "value",
        "target_lines",
        "priority",
        "condition",
        "coupon",
        "exclusive",
        "skip_already_discounted",
    }
    assert set(said) <= known, said
    name, kind = said["id"], (said["scope"], said["type"])
    condition = said.get("condition", {})
    more = {
        "id": name,
        "minimum_order_total": condition.get("min_subtotal_in_price_basis"),
    }
    ids = said.get("target_lines") or [each["id"] for each in given["lines"]]
    alone = not said.get("exclusive", False)
    match kind:
        case ("shipping", "percent") if said["value"] == "100":
            if "coupon" in said:
                return [coupon("free-shipping", coupon_code=[said["coupon"]], **more)]
            return [promotion("free-shipping", **more)]
        case ("order", "percent" | "fixed_off"):
            units = condition.get("any_line_min_quantity") or condition.get(
                "min_quantity_of_tagged_lines"
            )
            rows = [] if units is None else [row(units=(int(units), None))]
            if said.get("skip_already_discounted"):
                rows = [
                    row(e["id"])
                    for e in given["lines"]
                    if "already_discounted_from" not in e
                ]
            make = percentage if said["type"] == "percent" else fixed
            to = "product" if said.get("skip_already_discounted") else "all"
            return [
                promotion(
                    "discount",
                    make(said["value"], *rows),
                    to,
                    can_be_used_with_other_promotion=alone,
                    **more,
                )
            ]
        case ("line_unit", "percent"):
            return [
                promotion(
                    "discount",
                    percentage(said["value"], row(each)),
                    **{**more, "id": f"{name}-{each}"},
                )
                for each in ids
            ]
        case ("line_total", "fixed_off"):
            return [
                promotion(
                    "discount",
                    fixed(said["value"], row(each)),
                    **{**more, "id": f"{name}-{each}"},
                )
                for each in ids
            ]
        case ("line_unit", "fixed_off") if len(ids) == 1:
            (target,) = (each for each in given["lines"] if each["id"] == ids[0])
            price = str(Decimal(target["unit_price"]) - Decimal(said["value"]))
            return [
                coupon("fixed-price", fixed_price((ids[0], 1, None, price)), **more)
            ]
    raise KeyError(str(kind))


LEVELS = {"unit": "unit", "line": "line", "order": "document"}


def price_cart(given: Given) -> Given:
    """Price a whole cart; the promotion of the highest priority comes first."""
    said = sorted(given.get("promotions", []), key=lambda e: -int(e.get("priority", 0)))
    found = whole_cart(given, said)
    totals = found.totals
    net = sum(each.taxable_value for each in found.lines)
    tax_of = {
        inside: sum(
            (
                q.tax_amount
                for c, q in zip(found.cart.lines, found.lines, strict=True)
                if c.price_including_tax is inside
            ),
            Decimal(0),
        )
        for inside in (True, False)
    }
    for each in given.get("shipping", []):
        inside = each.get("price_includes_tax", given.get("prices_include_tax", False))
        tax_of[inside] += totals.shipping_tax_amount
    first = found.lines[0]
    count = found.cart.lines[0].quantity
    extra, extra_gross = (
        totals.handling_charge_excluding_tax,
        totals.handling_charge_including_tax,
    )
    one = {**given, "promotions": [], "lines": [{**given["lines"][0], "quantity": "1"}]}
    return {
        "total": totals.grand_total,
        "total_gross": totals.grand_total,
        "total_net": net + totals.shipping_amount + extra,
        "subtotal_net": net + extra,
        "subtotal_gross": net + totals.item_total_tax + extra_gross,
        "shipping_net": totals.shipping_amount,
        "shipping_gross": totals.shipping_amount_including_tax,
        "tax": tax_of[False],
        "included_tax": tax_of[True],
        "discount": sum(discounts(found)),
        "discount_gross": totals.promotion_savings,
        "line_discounts": discounts(found),
        "line_totals": [each.left for each in found.lines],
        "line_gross_after_discount": {
            c.product_id: q.left
            for c, q in zip(found.cart.lines, found.lines, strict=True)
        },
        "line_net": first.taxable_value,
        "line_tax": first.tax_amount,
        "line_gross": first.taxable_value + first.tax_amount,
        "unit_net": first.selling_price_excluding_tax,
        "unit_gross": whole_cart(one, []).lines[0].taxable_value
        + whole_cart(one, []).lines[0].tax_amount,
        "line_unit_gross_after": first.left / count,
        "applied": [each.id for each in found.promotions],
        "tax_summary": summary(found),
        "after_first": None
        if len(said) < 2
        else price_cart({**given, "promotions": said[:1]}),
    }


def whole_cart(given: Given, said: list[Given]) -> Quote:
    """Return the quote of a whole cart."""
    if "price_entered_gross_at_rate_pct" in given:
        msg = "prices of another country"
        raise KeyError(msg)
    inclusive = given.get("prices_include_tax", False)
    lines = [line(each, inclusive=inclusive) for each in given["lines"]]
    offers = [each for one in said for each in offers_of(given, one)]
    more: Given = {}
    if given.get("shipping"):
        (shipping,) = given["shipping"]
        if "percent_off" in shipping:
            msg = "shipping is freed or not"
            raise KeyError(msg)
        more["cart"] = {
            "shipping": {
                "estimated_cost": shipping["amount"],
                "tax_rate": shipping.get("tax_rate_pct", "0"),
                "price_including_tax": shipping.get("price_includes_tax", inclusive),
            }
        }
    charges = [
        {
            "name": e["id"],
            "amount": e["amount"],
            "tax_rate": e["tax_rate_pct"],
            "price_including_tax": e["price_includes_tax"],
        }
        for e in given.get("surcharges", [])
    ]
    level = LEVELS[given.get("tax_rounding_level", "line")]
    return priced(
        lines,
        offers,
        currency=money(given),
        store={"tax": {"level": level}, "charges": charges},
        **more,
    )


def summary(found: Quote) -> list[Given]:
    """Return the tax by rate, the highest rate first as Vendure has it."""
    by: dict[Decimal, list[Decimal]] = {}
    for each in found.lines:
        for part in each.components:
            rows = by.setdefault(part.rate, [Decimal(0), Decimal(0)])
            rows[0] += each.taxable_value
            rows[1] += part.amount
    return [
        {"rate": rate, "base": base, "tax": tax} for rate, (base, tax) in by.items()
    ]


def tax_summary(given: Given) -> Given:
    """Return the tax of a cart by rate, its discounts given line by line."""
    lines = [line(each) for each in given["lines"]]
    offers = [
        promotion(
            "discount", fixed(each[key], row(each["id"])), id=f"{key}-{each['id']}"
        )
        for key in ("line_discount", "order_discount")
        for each in given["lines"]
        if Decimal(each.get(key, "0"))
    ]
    if "surcharges" in given:
        msg = "charges of several rates"
        raise KeyError(msg)
    if "shipping" not in given:
        return {"tax_summary": summary(priced(lines, offers, currency="JPY"))}
    (shipping,) = given["shipping"]
    cart = {
        "shipping": {
            "estimated_cost": shipping["amount"],
            "tax_rate": shipping["tax_rate_pct"],
        }
    }
    found = priced(lines, offers, currency="JPY", cart=cart)
    return {
        "tax_summary": [
            {
                "rate": each.rate,
                "base": each.taxable_value,
                "tax": sum(part.amount for part in each.components),
            }
            for each in found.figures.tax_rows
        ]
    }


def en16931(given: Given) -> Given:
    """Price an invoice: tax by rate on the document, charges and allowances beside."""
    if given["document"] != "Invoice":
        raise KeyError(given["document"])
    beside = given.get("document_allowances_charges", [])
    lines = []
    for each in given["lines"]:
        if "allowances_charges" in each:
            msg = "lines with charges of their own"
            raise KeyError(msg)
        base = Decimal(each.get("base_quantity", "1"))
        # Of some lines their source only says what they come to.
        price = Decimal(each.get("line_net") or each["unit_price"]) / base
        lines.append(
            line(
                {
                    "id": each["id"],
                    "unit_price": f"{price.normalize():f}",
                    "quantity": each.get("quantity", "1"),
                    "tax_rate_pct": each["tax_percent"],
                }
            )
        )
    offers = [
        promotion(
            "discount",
            fixed(
                each["amount"],
                *(
                    row(e["id"])
                    for e in given["lines"]
                    if Decimal(e["tax_percent"]) == Decimal(each["tax_percent"])
                ),
            ),
            id=f"a{at}",
        )
        for at, each in enumerate(beside)
        if each["type"] == "allowance"
    ]
    charges = [
        {"name": f"c{at}", "amount": each["amount"], "tax_rate": each["tax_percent"]}
        for at, each in enumerate(beside)
        if each["type"] == "charge"
    ]
    prepaid = given.get("prepaid", "0")
    found = priced(
        lines,
        offers,
        currency=given["currency"],
        store={
            "tax": {"level": "document"},
            "charges": charges,
            "round_off": given.get("round_payable_to"),
        },
        cart={"credit_balance_used": prepaid},
        customer={"id": "u", "credit_balance": prepaid},
    )
    totals = found.totals
    net = sum(each.taxable_value for each in found.lines)
    return {
        "line_nets": [each.listed for each in found.lines],
        "lines_total": sum(each.listed for each in found.lines),
        "allowance_total": sum(discounts(found)),
        "charge_total": totals.handling_charge_excluding_tax,
        "net_total": net + totals.handling_charge_excluding_tax,
        "tax_rows": [
            {
                "percent": each.rate,
                "base": each.taxable_value,
                "amount": sum(part.amount for part in each.components),
            }
            for each in reversed(found.figures.tax_rows)
        ],
        "tax": totals.total_tax,
        "gross_total": totals.grand_total,
        "payable": totals.to_be_paid,
        "rounding": totals.round_off,
    }


def printed(given: Given) -> Given:
    """Print an amount as a locale has it."""
    numbers = Numbers.of(given["locale"], currency_of(given["currency"]))
    return {"text": numbers.money(Decimal(given["amount"]))}


def plainly(given: Given) -> Given:
    """Write minor units as an amount."""
    return {"text": str(to_decimal(int(given["amount"]), int(given["subunit_digits"])))}


# Delivery and returns ------------------------------------------------------------


def shipped(rates: Given, unit_price: str, quantity: str) -> Given:
    """Return what a table makes of one line."""
    goods = [line({"unit_price": unit_price, "quantity": quantity})]
    found = priced(goods, [], currency="USD", store={"shipping_rates": rates})
    return {"shipping": found.totals.shipping_amount}


def per_item(given: Given) -> Given:
    """Ship at a price per unit."""
    table = {"type": "per_unit", "amount": given["per_item"]}
    return shipped(table, "1", given["quantity"])


def price_sack(given: Given) -> Given:
    """Ship cheaper from a value of goods on."""
    below = Decimal(given["minimal"]) - Decimal("0.01")
    slabs = [
        {"up_to": str(below), "amount": given["normal"]},
        {"amount": given["discounted"]},
    ]
    return shipped({"type": "by_value", "slabs": slabs}, given["amount"], "1")


def returned(given: Given) -> Given:
    """Give money back for some units of a line; free shipping stays free."""
    off = given.get("order_adjustment", "0").removeprefix("-")
    offers = [promotion("discount", fixed(off), "all")]
    cart: Given = {}
    if "shipping_adjustment" in given:
        offers.append(promotion("free-shipping", id="post"))
        cost = given["shipping_adjustment"].removeprefix("-")
        cart = {"shipping": {"estimated_cost": cost}}
    sold = priced([line(given)], offers, currency="USD", cart=cart)
    units = {0: int(given["return_quantity"])}
    return {"refund": refund(sold, units, id="R1", at="2026-12-01T00:00:00Z").amount}


#: Every operation that we have words for.
ADAPTERS = {
    "allocate": shared,
    "split": shared,
    "round": rounded,
    "round_to_increment": stepped,
    "minor_unit_digits": digits,
    "format": printed,
    "format_currency": printed,
    "minor_to_decimal": plainly,
    "distribute": distributed,
    "percent_of": percent_off,
    "percent_with_cap": percent_off,
    "percent_off_line": percent_off,
    "percent_off_price": percent_off,
    "percent_off_unit": percent_off,
    "percent_off_order": percent_off_order,
    "fixed_off_price": fixed_off,
    "fixed_off_line": fixed_off,
    "tiered_flat": tiered_flat,
    "tiered_percent": tiered_percent,
    "tiered_percent_by_quantity": tiered_by_quantity,
    "chain_off_unit": chained,
    "exclusive_off_unit": chained,
    "extract_included_tax": extracted,
    "net_of_gross": exported,
    "add_taxes": taxed,
    "line_gross": line_gross,
    "tax_on_total": taxed_total,
    "tax_by_line": taxed_lines,
    "tax_rounding_matrix": taxed_by_code,
    "make_money": made,
    "cash_total": cash,
    "cash_increment": coin,
    "tax_then_cash": nickel,
    "stack_discounts": stacked,
    "invoice_steps": invoice_steps,
    "cart_totals": cart_totals,
    "gst_invoice": gst_invoice,
    "advance_with_included_gst": gst_split,
    "per_item": per_item,
    "price_sack": price_sack,
    "refund_units": returned,
    "price_cart": price_cart,
    "tax_summary": tax_summary,
    "en16931_invoice": en16931,
}
