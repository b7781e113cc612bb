# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Writes documents: the vendor's order and cart.

Promises every field of the seed documents, amounts as `Decimal` with the currency's
digits, counts as ints, and only facts that are in the quote.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from checkout_core.cart import ProductType
from checkout_core.cart.addresses import written_address
from checkout_core.checks import ZERO, Validator, expect
from checkout_core.money.exact import (
    amounts_of,
    grid_of,
    on_grid,
    percent_of,
    to_decimal,
)
from checkout_core.pricing import Quote
from checkout_core.values import OURS, Record, thawed
from checkout_core.wire.cart import written_measure
from checkout_core.wire.checkout import ORDER_FACTS
from checkout_core.wire.on_grid import sheet_on_grid


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checkout_core.cart import Address, Cart, Line
    from checkout_core.ledger import Totals
    from checkout_core.ledger.sheet import Sheet


def write_order(
    quote: Quote,
    *,
    order_number: str = "",
    order_date: datetime | str | None = None,
    status: str = "draft",
    payment_status: str = "pending",
) -> dict[str, Any]:
    """
    Return a quote as the `order` object of the vendor's create-order answer.

    A draft cannot be cancelled by the customer, and nothing has been refunded: to
    write an `Order` with its events, call `write_order_detail`.  Raises
    `CheckoutError` for a value that is not a `Quote`, a date without an offset or an
    unknown status.

    Args:
        quote: what the order costs.
        order_number: the host's number, "" by default.
        order_date: when it was placed, with its offset; left out by default.
        status: one of `OrderStatus`, by default `draft`.
        payment_status: one of `PaymentStatus`, by default `pending`.
    """
    given = {
        "order_number": order_number,
        "order_date": order_date,
        "status": status,
        "payment_status": payment_status,
    }
    if not isinstance(quote, Quote):
        check = Validator()
        expected = "a Quote (write_order_detail writes an Order)"
        check.instance("quote", quote, Quote, expected)
        check.within("", lambda: ORDER_FACTS.cleaned(given))
        check.raise_any()
    return order_with(quote, write_lists(quote), given)


#: The keys of an order whose lists have a row for each line, or for each line of an
#: offer: all of a document that grows with its lines.
LISTS = ("applied_promotions", "applied_coupons", "order_items")


def write_lists(quote: Quote) -> dict[str, list[dict[str, Any]]]:
    """Return the `LISTS` of an order, which follow from its quote alone."""
    cart, sheet = quote.cart, sheet_on_grid(quote)
    found = (
        _applied(cart, "promotion", sheet),
        _applied(cart, "coupon", sheet),
        _items(quote, sheet, _order_item),
    )
    return dict(zip(LISTS, found, strict=True))


def order_with(
    quote: Quote, lists: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Return what `write_order` does for *given*, with these *lists*.

    Those that are not in *lists* are left out.
    """
    facts = ORDER_FACTS.cleaned(given)
    cart, totals, sheet = quote.cart, quote.totals, sheet_on_grid(quote)
    preference = cart.fulfillment_preference
    offers, items = LISTS[:2], LISTS[2:]
    found: dict[str, Any] = {key: lists[key] for key in offers if key in lists}
    found["order_number"] = facts["order_number"]
    if facts["order_date"] is not None:
        found["order_date"] = facts["order_date"].isoformat()
    found |= {
        "status": facts["status"],
        "payment_status": facts["payment_status"],
        "payment_success_date": None,
        "customer_note": cart.customer_note,
        **_common(totals, sheet),
        "on_subscription": any(line.on_subscription for line in cart.lines),
        "subtotal": totals.subtotal,
        "item_total_tax": totals.item_total_tax,
        "subtotal_including_tax": totals.subtotal_including_tax,
        **_charges(totals, quote.shipping_tax_rate),
    }
    if preference is not None:
        found["fulfillment_preference"] = thawed(preference)
    found |= {
        "estimated_delivery_days": quote.estimated_delivery_days,
        "total_tax": totals.total_tax,
        "grand_total": totals.grand_total,
        "loyalty_points_earned": int(totals.loyalty_points_earned),
        "loyalty_points_redeemed": int(totals.loyalty_points_redeemed),
        "credit_balance_used": totals.credit_balance_used,
        "to_be_paid": totals.to_be_paid,
        "order_items_count": len(cart.lines),
        **{key: lists[key] for key in items if key in lists},
        "billing_address": _address(cart.billing_address),
        "shipping_address": _address(cart.shipping_address),
        "currency": _currency(cart),
        "metadata": _metadata(cart, totals),
        "is_cancellation_allowed": False,
        "cancellation_refund_details": {},
        "feedback": None,
    }
    return found


#: When a cart is `ready-for-payment`: if its delivery is settled, or always.
READY = ("strict", "lenient")


def write_cart(
    quote: Quote, *, expires_at: datetime | None = None, ready: str = "strict"
) -> dict[str, Any]:
    """
    Return the vendor's Cart object, priced.

    The status is `ready-for-payment` if the cart has its addresses and a fulfillment
    preference; else `status_error_message` says what is missing.  Raises
    `CheckoutError` for another value of *ready*.

    Args:
        quote: what the cart costs.
        expires_at: when the cart expires, with its offset; None (default) for never.
        ready: "strict" (default) or "lenient", which needs no address and no
            preference.
    """
    expect(quote=(quote, Quote), expires_at=(expires_at, datetime | None))
    check = Validator()
    asks = check.choice("ready", ready, READY) == READY[0]
    check.raise_any()
    cart, totals, sheet = quote.cart, quote.totals, sheet_on_grid(quote)
    missing = _missing(cart) if asks else ""
    threshold = quote.policies.free_shipping_threshold
    preference = cart.fulfillment_preference
    found: dict[str, Any] = {
        "id": cart.id,
        "active": True,
        "customer_note": cart.customer_note,
        **_common(totals, sheet),
        "subtotal": totals.subtotal,
        "items_tax_amount": totals.item_total_tax,
        "subtotal_including_tax": totals.subtotal_including_tax,
        **_charges(totals, quote.shipping_tax_rate),
    }
    if preference is not None:
        found["fulfillment_preference"] = thawed(preference)
    found |= {
        "estimated_delivery_days": quote.estimated_delivery_days,
        "total_tax": totals.total_tax,
        "grand_total": totals.grand_total,
        "credit_balance_used": totals.credit_balance_used,
        "to_be_paid": totals.to_be_paid,
        "loyalty_points_redeemed": int(totals.loyalty_points_redeemed),
        "loyalty_points_earned": int(totals.loyalty_points_earned),
        "cart_items_count": len(cart.lines),
        "cart_items": _items(quote, sheet, _cart_item),
        "billing_address": _address(cart.billing_address),
        "shipping_address": _address(cart.shipping_address),
        "currency": _currency(cart),
        "metadata": _metadata(cart, totals),
        "expires_at": None if expires_at is None else expires_at.isoformat(),
        "applied_promotions": _applied(cart, "promotion", sheet),
        "applied_coupons": _applied(cart, "coupon", sheet),
        "shipments": [],
        "free_shipping_threshold": threshold,
        "status": "not-ready-for-payment" if missing else "ready-for-payment",
        "status_error_message": missing or None,
    }
    return found


def _missing(cart: Cart) -> str:
    """Return what a cart needs before it can be paid, "" if it needs nothing."""
    digital = all(line.product_type is ProductType.DIGITAL for line in cart.lines)
    kind, address = "shipping", cart.shipping_address
    if cart.collects_in_store or digital:
        kind, address = "billing", cart.billing_address or address
    missing = []
    if address is None or not any(address.fields.values()):
        missing.append(f"a {kind} address")
    if cart.fulfillment_preference is None:
        missing.append("a fulfillment preference")
    return f"Give {' and '.join(missing)} first." if missing else ""


def _common(totals: Totals, sheet: Sheet) -> dict[str, Any]:
    """Return the keys about offers and savings that order and cart share."""
    minor = sheet.totals
    return {
        "is_promotion_applied": bool(sheet.promotions),
        "promotion_discount_amount": totals.promotion_discount_amount,
        "promotion_discount_percent": percent_of(
            minor["promotion_discount_amount"], minor["subtotal"]
        ),
        "is_coupon_applied": bool(sheet.coupons),
        "coupon_code": sheet.coupons[0].code if sheet.coupons else None,
        "coupon_discount_amount": totals.coupon_discount_amount,
        "coupon_discount_percent": percent_of(
            minor["coupon_discount_amount"], minor["subtotal"]
        ),
        "promotion_savings": totals.promotion_savings,
        "coupon_savings": totals.coupon_savings,
        "other_savings": totals.other_savings,
        "total_savings": totals.total_savings,
    }


def _charges(totals: Totals, shipping_tax_rate: Decimal) -> dict[str, Any]:
    """Return the keys about shipping and handling that order and cart share."""
    return {
        "shipping_estimated_cost": totals.shipping_estimated_cost,
        "shipping_discount_amount": totals.shipping_discount_amount,
        "shipping_amount": totals.shipping_amount,
        "shipping_tax_rate": shipping_tax_rate,
        "shipping_tax_amount": totals.shipping_tax_amount,
        "shipping_amount_including_tax": totals.shipping_amount_including_tax,
        "handling_charge_excluding_tax": totals.handling_charge_excluding_tax,
        "handling_charge_tax_amount": totals.handling_charge_tax_amount,
        "handling_charge_including_tax": totals.handling_charge_including_tax,
    }


def _metadata(cart: Cart, totals: Totals) -> dict[str, Any]:
    """
    Return the host's metadata, and the totals that the vendor has no fields for.

    With them the document adds up: `grand_total` includes the round-off, and
    `to_be_paid` excludes what other funders and points pay.  Values are text, as the
    vendor requires; keys of the host are never overwritten.
    """
    found = {
        f"{OURS}.{name}": f"{amount:f}"
        for name, amount in (
            ("round_off", totals.round_off),
            ("funded_savings", totals.funded_savings),
            ("points_value", totals.points_value),
        )
        if amount
    }
    found.update(thawed(cart.metadata))
    return found


def _currency(cart: Cart) -> dict[str, str]:
    currency = cart.currency
    return {"name": currency.name, "code": currency.code, "symbol": currency.symbol}


def _address(address: Address | None) -> Any:
    return None if address is None else thawed(written_address(address).fields)


def _applied(cart: Cart, kind: str, sheet: Sheet) -> list[dict[str, Any]]:
    """Return one row per offer of a *kind* and touched line, or one without a line."""
    effects = sheet.promotions if kind == "promotion" else sheet.coupons
    if not effects:
        return []
    exponent, found = sheet.exponent, []
    names = cart.columns.kept.get(_applied)
    if names is None:
        names = cart.columns.kept[_applied] = [
            {name: getattr(line, name) for name in _NAMES} for line in cart.lines
        ]
    for sequence, effect in enumerate(effects, 1):
        offer = effect.offer
        known: dict[str, Any] = {
            f"{kind}_id": offer.id,
            f"{kind}_type": offer.type,
            "savings": None,
            **dict.fromkeys(_NAMES),
        }
        if kind == "promotion":
            known |= {"applied_sequence": sequence, "scope": offer.scope}
        if not effect.lines:
            found.append({**known, "savings": to_decimal(effect.saving, exponent)})
        savings = amounts_of(effect.savings, exponent)
        for line, saved in zip(effect.lines, savings, strict=True):
            row = known.copy()
            row.update(names[line])
            row["savings"] = saved
            found.append(row)
    return found


#: What a row of an applied offer says of its line.
_NAMES = ("product_id", "variant_id", "product_name", "variant_name")


def _items(
    quote: Quote, sheet: Sheet, known: Callable[[Line, str, Decimal], dict[str, Any]]
) -> list[dict[str, Any]]:
    """
    Return the items of an order or cart.

    What *known* says of a line does not depend on the quote, so it is made once for the
    cart and kept with it; every item is a copy, with its own lists and objects.
    """
    cart = quote.cart
    goods, shown, exponent = sheet.goods, sheet.shown, sheet.exponent
    money = grid_of(exponent)
    zero = money(0)
    tax_type = quote.policies.tax.regime_in(cart.currency.code).tax_type
    kept = cart.columns.kept.get((known, tax_type))
    if kept is None:
        kept = cart.columns.kept[known, tax_type] = [
            _parted(known(line, tax_type, zero)) for line in cart.lines
        ]
    found = []
    for (
        (item, fresh),
        on_promotion,
        free_units,
        is_free,
        unit_price,
        promoted,
        couponed,
        taxed_at,
        tax,
        handling,
    ) in zip(
        kept,
        shown.on_promotion,
        shown.free_units,
        shown.is_free,
        amounts_of(shown.unit_prices, exponent),
        goods.promoted,
        goods.couponed,
        shown.taxed_at,
        amounts_of(goods.tax, exponent),
        shown.handling,
        strict=True,
    ):
        own = item.copy()
        if on_promotion:
            own["on_promotion"] = True
        if free_units:
            own["free_quantity"] = free_units
        if is_free:
            own["is_free_item"] = True
        own["selling_price_excluding_tax"] = unit_price
        if promoted:
            own["promotion_discount_amount"] = money(promoted)
        if couponed:
            own["coupon_discount_amount"] = money(couponed)
        own["tax_rate"] = taxed_at.rate
        own["tax_amount"] = tax
        if handling is not None:
            own["handling_charge_excluding_tax"] = money(handling.net)
            own["handling_charge_tax_rate"] = handling.rate
            own["handling_charge_including_tax"] = money(handling.total)
        for key, make in fresh:
            own[key] = make()
        found.append(own)
    return found


def _parted(
    item: dict[str, Any],
) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Return an item, and what makes the objects and lists that each copy has."""
    return item, [
        (key, list if each == () else partial(thawed, each))
        for key, each in item.items()
        if isinstance(each, (Record, tuple))
    ]


#: What every quote says of a line, at the places where items have it.
_QUOTED = None


def _item(line: Line, tax_type: str, zero: Decimal) -> dict[str, Any]:
    """Return the keys that items of order and cart share."""
    echo: Mapping[str, Any] = line.echo
    found = {
        "product_id": line.product_id,
        "product_name": line.product_name,
        "product_image_url": echo.get("product_image_url"),
        "product_type": str(line.product_type),
        "sku": line.sku,
        "slug": line.slug,
        "variant_id": line.variant_id,
        "variant_name": line.variant_name,
        "backorder": echo.get("backorder", False),
        "on_promotion": False,
        "on_subscription": line.on_subscription,
        "quantity": line.quantity,
        "free_quantity": 0,
        "is_free_item": False,
        "price_including_tax": line.price_including_tax,
        "selling_price": on_grid(line.selling_price, zero),
        "listing_price": on_grid(line.listing_price, zero),
        "selling_price_excluding_tax": _QUOTED,
        "promotion_discount_amount": zero,
        "coupon_discount_amount": zero,
        "tax_type": echo.get("tax_type", tax_type),
        "tax_rate": _QUOTED,
        "tax_amount": _QUOTED,
        "handling_charge_excluding_tax": zero,
        "handling_charge_tax_rate": ZERO,
        "handling_charge_including_tax": zero,
        "associated_options": echo.get("associated_options"),
        "attributes": echo.get("attributes", ()),
    }
    for key in ("seller_id", "seller_detail"):
        if key in echo:
            found[key] = echo[key]
    return found | written_measure(line)


def _order_item(line: Line, tax_type: str, zero: Decimal) -> dict[str, Any]:
    return {
        **_item(line, tax_type, zero),
        "sku": line.sku or "",
        "subscription_plan": line.subscription_plan,
        "subscription_interval": line.subscription_interval,
        "subscription_frequency": line.subscription_frequency,
    }


def _cart_item(line: Line, tax_type: str, zero: Decimal) -> dict[str, Any]:
    return {
        **_item(line, tax_type, zero),
        "product_image_url": line.echo.get("product_image_url") or "",
        "stock_available": line.echo.get("stock_available", True),
        "min_order_quantity": line.min_order_quantity,
        "max_order_quantity": line.max_order_quantity,
        "incremental_quantity": line.incremental_quantity,
        "subscriptions": line.echo.get("subscriptions"),
    }
