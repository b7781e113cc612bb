# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What law asks of an invoice and pricing does not need, once the order is priced.

Promises every finding of `lint` for the cart, of charges those that are on the order,
and what depends on the price: a buyer who must be named, goods above the price printed
on them, a consignment that needs an e-way bill.  Findings and no errors: whether to
sell is the merchant's decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.cart import ProductType
from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.errors import join
from checkout_core.ledger.rows import postings
from checkout_core.lint import Finding
from checkout_core.lint.cart import (
    above_mrp,
    code_missing,
    is_hsn_code,
    unpriced_findings,
)
from checkout_core.lint.store import store_findings
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.orders import Order
from checkout_core.papers.inv01.joined import code_of
from checkout_core.pricing import Quote
from checkout_core.pricing.recompute import store_of
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.place import India
from checkout_core.tax.india.states import STATES, is_abroad, state_of
from checkout_core.tax.india.units import is_service
from checkout_core.tax.line_rule import LineRule


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.cart import Address
    from checkout_core.ledger.rows import Posting
    from checkout_core.ledger.suppliers import SupplierFigures
    from checkout_core.store import Store


__all__ = ["EWAY_BILL_LIMIT", "EWAY_BILL_LIMITS", "check_invoice"]


#: From this taxable value an invoice names an unregistered buyer.  Source: CGST Rules
#: 2017, rule 46(e).
NAMED_FROM = Decimal(50_000)
#: Above this value a consignment needs an e-way bill.  Source: rule 138(1).
EWAY_BILL_LIMIT = Decimal(50_000)
#: Higher limits within a state, by its code.  Source: notifications of the states, as
#: secondary sources have them (2026-11); a host can give its own.
EWAY_BILL_LIMITS: Mapping[str, Decimal] = MappingProxyType(
    {"07": Decimal(100_000), "10": Decimal(100_000)}
)
#: Offers whose goods are one supply with those that they are given with.
_GIFTS = ("free-goods", "buy-x-get-y")
#: Categories whose lines do not count towards a consignment: rule 138, Explanation 2.
_UNTAXED = (TaxCategory.EXEMPT, TaxCategory.NIL_RATED)


def check_invoice(
    sold: Order | Quote, *, limits: Mapping[str, Amount] | None = None
) -> tuple[Finding, ...]:
    """
    Return what law asks of the invoices for an order and what they lack.

    Raises `CheckoutError` for a value of another class, and for limits of places that
    are not states.

    Args:
        sold: what was sold: an order, or the quote of one.
        limits: above which value an e-way bill is needed within a state, by the state's
            code, in major units; None (the default) for `EWAY_BILL_LIMITS`.

    >>> from checkout_core import Address, Cart, Line, Store, TaxPolicy, quote
    >>> tv = Line("tv", 1, "60000.00", tax_rate=18, hsn_code="8528", unit="NOS")
    >>> there = Address(state="Maharashtra")
    >>> shop = Store("INR", tax=TaxPolicy(seller_state="Karnataka"))
    >>> sold = quote(Cart("INR", [tv], shipping_address=there), shop)
    >>> [each.code for each in check_invoice(sold)]
    ['recipient_missing', 'eway_bill']
    """
    check = Validator()
    if not isinstance(sold, Order | Quote):
        check.wrong_type("sold", sold, "an Order or a Quote")
    known = _limits(check, limits)
    check.raise_any()
    quote = sold.quote if isinstance(sold, Order) else sold
    store = store_of(quote.cart, quote.policies)
    regime = store.minor.regime
    if not isinstance(regime, India):
        return ()
    found = [*unpriced_findings(quote.cart, store, regime), *_codes(quote, store)]
    if quote.place.kind is None:
        return tuple(found)
    if any(line.tax_rate for line in quote.lines):
        # Of the charges and rates of the store, in addition to those of the cart.
        of_store = store_findings(store)
        found += [each for each in of_store if each.code == "delivery_untaxed"]
    found += _above_mrp(quote)
    for figures in quote.suppliers:
        found += _recipient(quote, figures)
        found += _eway_bill(quote, figures, known)
    found += _mixed(quote)
    return tuple(found)


def _limits(check: Validator, given: Any) -> Mapping[str, Decimal]:
    """Return the limits of e-way bills by the state's code, checked."""
    if given is None:
        return EWAY_BILL_LIMITS
    found = check.record("limits", given)
    codes = {each.code for each in STATES.values()}
    for key in found:
        if key not in codes:
            check.add(join("limits", key), "unknown_state", key, hint="use its code")
    return {key: check.amount(join("limits", key), each) for key, each in found.items()}


def _finding(path: str, code: str, message: str) -> Finding:
    return Finding(path, code, "", message)


def _codes(quote: Quote, store: Store) -> Iterator[Finding]:
    """Yield codes of charges that papers need or refuse, as `inv01` joins them."""
    rows = postings(quote.entries, to_decimal(0, quote.cart.currency.exponent))
    goods = {_taxed_as(quote, x) for x in rows if x.kind == "subtotal" and x.net}
    paths: list[str] = []
    for row in rows:
        if row.kind == "subtotal" or not (row.net or row.taxes):
            continue
        known = code_of(quote, store, row.kind, row.line, row.name)
        # Without goods of its rate that cost something, a charge has none to join.
        joined = known is None or (known.is_joined and _taxed_as(quote, row) in goods)
        if known is not None and not joined and not is_hsn_code(row.hsn_code):
            paths.append(known.path)
    yield from map(code_missing, dict.fromkeys(paths))


def _taxed_as(quote: Quote, row: Posting) -> tuple[object, ...]:
    """Return on whose paper a row is, and at which rate and category."""
    supplier, rate = row.supplier, row.rate
    if row.line is not None:
        line = quote.cart.lines[row.line]
        supplier = "" if line.section_9_5 else line.supplier
        if row.kind == "subtotal" and row.category == TaxCategory.REVERSE_CHARGE:
            # On paper such goods have the rate at which the recipient pays.
            rate = line.reverse_charge_rate or rate
    if len(quote.suppliers) == 1:
        supplier = None
    return supplier or "", rate, row.category


def _above_mrp(quote: Quote) -> Iterator[Finding]:
    """Yield goods that cost more than their listing price, at the rate they had."""
    cart, regime = quote.cart, quote.policies.tax.regime_in(quote.currency)
    columns, names = cart.columns, {*regime.reserved, regime.tax_type}
    slabs = {each.line: each.rates for each in columns.slabs}
    for i, (line, sold) in enumerate(zip(cart.lines, quote.lines, strict=True)):
        rates = [columns.rates[x] for x in slabs.get(i, (columns.rate[i],))]
        rate = next((x for x in rates if x.shown == sold.tax_rate), rates[0])
        if quote.place.supply.is_untaxed:
            rate = rate.untaxed
        heads = tuple([x.name for x in sold.components if x.name in names])
        rule = LineRule.of(
            rate, heads or (regime.tax_type,), rounding=quote.policies.rounding
        )
        path = f"cart.cart_items[{i}]"
        yield from above_mrp(path, line, rule, cart.currency.exponent)


# The buyer -----------------------------------------------------------------------


def _recipient(quote: Quote, figures: SupplierFigures) -> Iterator[Finding]:
    """Yield that an unregistered buyer is not named where the value asks for it."""
    value = exact_sum(ZERO, [row.taxable_value for row in figures.tax_rows])
    if value < NAMED_FROM or buyer_gstin(quote.cart):
        return
    addresses = [
        (f"cart.{key}", each)
        for key in ("billing_address", "shipping_address")
        if (each := getattr(quote.cart, key)) is not None
    ]
    path, address = addresses[0] if addresses else ("cart.billing_address", None)
    missing = _missing(address)
    if missing:
        message = (
            f"an invoice of {NAMED_FROM:,} or more names its buyer with address and"
            f" State; {', '.join(missing)} of the address would be missing"
        )
        yield _finding(path, "recipient_missing", message)


def _missing(address: Address | None) -> list[str]:
    """Return the keys of an address that rule 46(e) asks for and that are empty."""
    if address is None:
        return ["name", "address_line1", "state"]
    name = address["business_name"] or address["first_name"] or address["last_name"]
    found = [] if name.strip() else ["name"]
    if not address["address_line1"].strip():
        found.append("address_line1")
    if is_abroad(address["country"]):
        return found
    if state_of(address["state"]) is None:
        found.append("state")
    return found


# The consignment -----------------------------------------------------------------


def _eway_bill(
    quote: Quote, figures: SupplierFigures, limits: Mapping[str, Decimal]
) -> Iterator[Finding]:
    """Yield that the consignment of a supplier needs an e-way bill."""
    cart, place = quote.cart, figures.place_of_supply
    goods = [cart.lines[i] for i in figures.lines]
    moved = any(
        line.product_type is not ProductType.DIGITAL
        and not (line.hsn_code and is_service(line.hsn_code))
        for line in goods
    )
    if cart.collects_in_store or not moved:
        return
    limit = EWAY_BILL_LIMIT
    if place.kind == "intra" and place.code is not None:
        limit = limits.get(place.code, EWAY_BILL_LIMIT)
    value = _consigned(quote, figures)
    if value > limit:
        message = (
            f"goods worth {value} are sent, more than {limit:,}, so the consignment"
            " needs an e-way bill"
        )
        name = f"suppliers[{figures.id}]" if figures.id else "cart.cart_items"
        yield _finding(name, "eway_bill", message)


def _consigned(quote: Quote, figures: SupplierFigures) -> Decimal:
    """Return value and tax of goods and charges, without exempt and nil-rated ones."""
    total = figures.grand_total
    zero = difference(total, total)
    several, found = len(quote.suppliers) > 1, zero
    for row in postings(quote.entries, zero):
        mine = (
            row.line in figures.lines
            if row.line is not None
            else not several or row.supplier == figures.id
        )
        if mine and _own_category(quote, row) not in _UNTAXED:
            found = exact_sum(found, [row.net, *[each.amount for each in row.taxes]])
    return found


def _own_category(quote: Quote, row: Posting) -> str | None:
    """Return the category of goods or a charge as it was said, whatever the supply."""
    if row.kind == "subtotal" and row.line is not None:
        return quote.cart.lines[row.line].tax_category
    if row.kind == "charge":
        said = {x.name: x.tax_category for x in quote.policies.charges}
        if said.get(row.name or "") in _UNTAXED:
            return said[row.name or ""]
    return row.category


# What goes together ---------------------------------------------------------------


def _mixed(quote: Quote) -> Iterator[Finding]:
    """Yield gifts over several rates, and goods outside the scope among others."""
    for kind, offers in (("promotions", quote.promotions), ("coupons", quote.coupons)):
        for i, offer in enumerate(offers):
            rates = {quote.lines[part.line].tax_rate for part in offer.lines}
            if offer.type in _GIFTS and len(rates) > 1:
                message = (
                    "its goods have several tax rates; what is given together for one"
                    " price can be a mixed supply, taxed at the highest of them (CGST"
                    " Act s.8(b))"
                )
                path = f"{kind}[{i}]"
                yield Finding(path, "mixed_rates_in_offer", offer.id, message)
    categories = {row.category for row in quote.figures.tax_rows}
    outside = TaxCategory.OUTSIDE_SCOPE
    if outside in categories and len(categories) > 1:
        message = (
            "goods outside the scope of tax are sold together with others; an invoice"
            " by EN 16931 has them alone (BR-O-11)"
        )
        yield _finding("cart.cart_items", "outside_scope_mixed", message)
