# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Rows and every named sum: what a quote says, and what each figure is made of.

Promises that every total is a sum of rows (`SUMS` says of which), so that explain,
receipt, order and refund show the same figures.  Amounts are `Decimal` on the quote's
currency grid.  `Annotated[str, REFUSALS]` annotates a text that is one of the words of
that table.  Knows no rule of pricing.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeAlias

from attrs import frozen

from checkout_core.deprecated import former
from checkout_core.errors import Faults
from checkout_core.money import difference, exact_sum, percent_of, to_decimal
from checkout_core.offers import COUPON_TYPES, FundedBy
from checkout_core.revisions import CURRENT, Revision
from checkout_core.tax import TaxCategory
from checkout_core.tenders import REASONS, TENDERS


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    _Same: TypeAlias = Callable[[str, Decimal, Decimal, str], None]


__getattr__ = former(__name__, {"Grant": "checkout_core.ledger:Tender"})

#: What each kind of row is; amounts are never negative but for the round-off.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "subtotal": "a line before discounts, without tax",
        "promotion_discount": "what promotions took off a line's taxable value",
        "coupon_discount": "what the coupon took off a line's taxable value",
        "tax": "one tax component of a line",
        "shipping": "the shipping cost without tax",
        "shipping_discount": "the shipping cost that was freed",
        "shipping_tax": "one tax component of the shipping",
        "handling": "a line's handling without tax",
        "handling_tax": "one tax component of a line's handling",
        "charge": "a charge of the store without tax",
        "charge_tax": "one tax component of a charge",
        "round_off": "the signed round-off, outside tax",
        "funded": "a discount that someone other than the seller pays",
        **{each.row: each.meaning for each in TENDERS.values()},
        "promotion_saving": "what a promotion saved the shopper on a line or shipping",
        "coupon_saving": "what the coupon saved the shopper on a line or shipping",
        "threshold_saving": "shipping freed by the threshold, with its tax",
        **{
            each.count_row: each.count_meaning
            for each in TENDERS.values()
            if each.count_row
        },
        "points_earned": "points earned (a count)",
        "points_bonus": "points an offer adds (a count)",
    }
)
#: Every code of a refusal, in the order of the checks.
REFUSALS = (
    "not_started",
    "expired",
    "limit_reached",
    "customer_limit_reached",
    "code_limit_reached",
    "below_minimum",
    "no_matching_items",
    "quantity_too_low",
    "value_too_low",
    "nothing_to_discount",
    "excluded_by_promotion",
    "excluded_by_coupon",
    "better_promotion_applied",
    "unknown_code",
)
# Types of texts that have to be a key of a table.
_Row: TypeAlias = Annotated[str, tuple(KINDS)]
_Offer: TypeAlias = Annotated[str, ("promotion", "coupon")]
_OfferType: TypeAlias = Annotated[str, COUPON_TYPES]
_Scope: TypeAlias = Annotated[str, ("cart", "product", "category", "shipping")]
_FundedBy: TypeAlias = Annotated[str, tuple(FundedBy)]
_RefusalCode: TypeAlias = Annotated[str, REFUSALS]
_Tender: TypeAlias = Annotated[str, tuple(TENDERS)]
_Reason: TypeAlias = Annotated[str, ("", *REASONS)]
_TaxCategory: TypeAlias = Annotated[str, tuple(TaxCategory)]


@frozen
class Entry:
    """
    One row of the ledger.

    `kind` is a key of `KINDS`; `line` the index of the line it belongs to;
    `offer` the id of the offer that caused it; `name` a tax component, a charge
    or one of several tenders of a kind; `rate` the percentage it was taxed at.
    """

    kind: _Row
    amount: Decimal
    line: int | None = None
    offer: str | None = None
    name: str | None = None
    rate: Decimal | None = None


_TAXED = (("subtotal", 1), ("tax", 1))
_SHIPPING = (("shipping", 1), ("shipping_discount", -1))
_HANDLING = (("handling", 1), ("charge", 1))
_HANDLING_TAX = (("handling_tax", 1), ("charge_tax", 1))
_GRAND = (
    *_TAXED,
    ("promotion_discount", -1),
    ("coupon_discount", -1),
    *_SHIPPING,
    ("shipping_tax", 1),
    *_HANDLING,
    *_HANDLING_TAX,
    ("round_off", 1),
)
_TENDERS = tuple((each.row, 1) for each in TENDERS.values())
_OTHER = (*_TENDERS, ("threshold_saving", 1))


def _tendered(name: str) -> tuple[tuple[str, int], ...]:
    """Return the rows of the tenders that are part of the total called *name*."""
    kinds = TENDERS.values()
    values = [each.row for each in kinds if each.total == name]
    counts = [each.count_row for each in kinds if each.count_total == name]
    return tuple((row, 1) for row in (*values, *counts))


#: Every total, as the signed kinds of rows it sums; section 4 of the contract.
SUMS: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        "subtotal": (("subtotal", 1),),
        "item_total_tax": (("tax", 1),),
        "subtotal_including_tax": _TAXED,
        "promotion_discount_amount": (("promotion_discount", 1),),
        "coupon_discount_amount": (("coupon_discount", 1),),
        "shipping_estimated_cost": (("shipping", 1),),
        "shipping_discount_amount": (("shipping_discount", 1),),
        "shipping_amount": _SHIPPING,
        "shipping_tax_amount": (("shipping_tax", 1),),
        "shipping_amount_including_tax": (*_SHIPPING, ("shipping_tax", 1)),
        "handling_charge_excluding_tax": _HANDLING,
        "handling_charge_tax_amount": _HANDLING_TAX,
        "handling_charge_including_tax": (*_HANDLING, *_HANDLING_TAX),
        "total_tax": (("tax", 1), ("shipping_tax", 1), *_HANDLING_TAX),
        "round_off": (("round_off", 1),),
        "grand_total": _GRAND,
        "funded_savings": (("funded", 1),),
        "points_value": _tendered("points_value"),
        "credit_balance_used": _tendered("credit_balance_used"),
        "to_be_paid": (*_GRAND, ("funded", -1), *[(row, -1) for row, _ in _TENDERS]),
        "promotion_savings": (("promotion_saving", 1),),
        "coupon_savings": (("coupon_saving", 1),),
        "other_savings": _OTHER,
        "total_savings": (("promotion_saving", 1), ("coupon_saving", 1), *_OTHER),
        "loyalty_points_redeemed": _tendered("loyalty_points_redeemed"),
        "loyalty_points_earned": (("points_earned", 1), ("points_bonus", 1)),
    }
)


@frozen(slots=False)
class Totals:
    """The totals of a quote, each the sum of rows that `SUMS` says it is."""

    subtotal: Decimal
    item_total_tax: Decimal
    subtotal_including_tax: Decimal
    promotion_discount_amount: Decimal
    coupon_discount_amount: Decimal
    shipping_estimated_cost: Decimal
    shipping_discount_amount: Decimal
    shipping_amount: Decimal
    shipping_tax_amount: Decimal
    shipping_amount_including_tax: Decimal
    handling_charge_excluding_tax: Decimal
    handling_charge_tax_amount: Decimal
    handling_charge_including_tax: Decimal
    total_tax: Decimal
    round_off: Decimal
    grand_total: Decimal
    funded_savings: Decimal
    points_value: Decimal
    credit_balance_used: Decimal
    to_be_paid: Decimal
    promotion_savings: Decimal
    coupon_savings: Decimal
    other_savings: Decimal
    total_savings: Decimal
    loyalty_points_redeemed: Decimal
    loyalty_points_earned: Decimal

    @property
    def promotion_discount_percent(self) -> Decimal:
        """The promotions' discount in percent of the subtotal, two decimals."""
        return share(self.promotion_discount_amount, self.subtotal)

    @property
    def coupon_discount_percent(self) -> Decimal:
        """The coupon's discount in percent of the subtotal, two decimals."""
        return share(self.coupon_discount_amount, self.subtotal)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """
    Return *part* in percent of *whole*, two decimals half up, 0 of nothing.

    >>> share(Decimal("87.80"), Decimal("1095.76"))
    Decimal('8.01')
    """
    numerator, denominator = part.as_integer_ratio()
    upper, lower = whole.as_integer_ratio()
    return percent_of(numerator * lower, denominator * upper)


@frozen(slots=False)
class Component:
    """One component of a tax: CGST at 9 %, say."""

    name: str
    rate: Decimal
    amount: Decimal


@frozen(slots=False)
class QuotedLine:
    """
    What one line costs.  Amounts are of the whole line, not per unit.

    `listed`, `left` and `free_value` are in the line's own basis (with tax if its price
    includes tax); `left` is after all offers, and `funded` is what a funder other than
    the seller pays.
    """

    line_id: str | None
    product_id: str
    variant_id: str | None
    quantity: int
    listed: Decimal
    left: Decimal
    funded: Decimal
    subtotal: Decimal
    promotion_discount_amount: Decimal
    coupon_discount_amount: Decimal
    taxable_value: Decimal
    tax_amount: Decimal
    tax_rate: Decimal
    cess_rate: Decimal
    components: tuple[Component, ...]
    selling_price_excluding_tax: Decimal
    free_quantity: int
    on_promotion: bool
    is_free_item: bool
    handling_charge_excluding_tax: Decimal
    handling_charge_tax_rate: Decimal
    handling_charge_tax_amount: Decimal
    handling_charge_including_tax: Decimal


@frozen(slots=False)
class AppliedLine:
    """What an applied offer took off one line, in its own basis, and what it saved."""

    line: int
    discount: Decimal
    free_quantity: int
    saving: Decimal


@frozen(slots=False)
class AppliedOffer:
    """An offer that applies: the lines it changes, and what the shopper saves."""

    kind: _Offer
    id: str
    name: str
    type: _OfferType
    scope: _Scope
    code: str | None
    sequence: int
    funded_by: _FundedBy
    saving: Decimal
    lines: tuple[AppliedLine, ...]
    bonus_points: int


@frozen
class MissingGift:
    """
    The gift of a buy-x-get-y offer that is not in the cart.

    It is a product, one variant of it, or any product of a category; an id that is None
    does not restrict the choice.  `percent` is taken off each unit (100: free), and
    `maximum_discount_amount` is the largest discount of the whole offer.
    """

    product_id: str | None
    variant_id: str | None
    category_id: str | None
    percent: Decimal
    maximum_discount_amount: Decimal | None = None

    @property
    def is_free(self) -> bool:
        """Whether its units are free at any price."""
        return self.percent == Decimal(100) and self.maximum_discount_amount is None


@frozen
class Refusal:
    """
    An offer that does not apply, with a sentence for the shopper.

    Attributes:
        offer_id: the offer's id; None if no coupon has the entered code.
        kind: `promotion` or `coupon`.
        code: a key of `REFUSALS`, the same in all releases.
        message: a sentence in English, which may be reworded.
        short_units: how many units are missing, 0 if that is not the reason.
        short_amount: how much the cart is short, in major units, 0 if that is not the
            reason.
        name: the offer's name in the store.
        line: the index of the line that needs more, None if any line counts.
        gift: what `short_units` are to be added of, None if no gift is missing.
    """

    offer_id: str | None
    kind: _Offer
    code: _RefusalCode
    message: str
    short_units: int
    short_amount: Decimal
    name: str | None
    line: int | None = None
    gift: MissingGift | None = None


@frozen
class TaxRow:
    """The tax of one category at one rate, goods and charges together."""

    category: _TaxCategory
    rate: Decimal
    cess_rate: Decimal
    taxable_value: Decimal
    components: tuple[Component, ...]


@frozen
class QuotedCharge:
    """A charge of the store: its amount without tax, and the tax on it."""

    name: str
    amount: Decimal
    tax_rate: Decimal
    components: tuple[Component, ...]


@frozen
class HsnRow:
    """The goods under one HSN code at one rate, as an invoice sums them up."""

    hsn_code: str
    rate: Decimal
    cess_rate: Decimal
    quantity: int
    taxable_value: Decimal
    components: tuple[Component, ...]


@frozen
class Redemption:
    """
    Counters to raise by `count` when the order is placed: offer, code, customer.

    `idempotency_key` is the same whenever the same cart is placed again, so a host that
    commits it once per key can retry as often as it likes.  It is None if the cart has
    no id, since two purchases could not be distinguished; `why` is then
    `cart_without_id`, else "".
    """

    offer_id: str
    kind: _Offer
    code: str | None
    customer_id: str | None
    count: int
    idempotency_key: str | None
    why: str = ""


@frozen(kw_only=True)
class Tender:
    """
    What pays a part of an order in place of money.

    Attributes:
        kind: a key of `TENDERS`.
        name: which one of several of its kind, "" if there is only one.
        asked: how much the shopper wanted to use: a count of points, else an amount.
        granted: how much is used, in the same unit.
        value: what that pays, in major units.
        why: a code of `REASONS` if less is granted than was asked for, else "".
    """

    kind: _Tender
    name: str = ""
    asked: Decimal
    granted: Decimal
    value: Decimal
    why: _Reason


@frozen(slots=False)
class Figures:
    """All figures of a quote except its rows."""

    totals: Totals
    lines: tuple[QuotedLine, ...]
    promotions: tuple[AppliedOffer, ...]
    coupons: tuple[AppliedOffer, ...]
    refusals: tuple[Refusal, ...]
    promotions_not_matching: int
    charges: tuple[QuotedCharge, ...]
    tax_rows: tuple[TaxRow, ...]
    hsn_rows: tuple[HsnRow, ...]
    shipping_tax_rate: Decimal
    estimated_delivery_days: int | None
    tenders: tuple[Tender, ...]
    redemptions: tuple[Redemption, ...]
    runner_up: tuple[str, ...]
    runner_up_behind: Decimal

    @property
    def points(self) -> Tender:
        """The points among the tenders."""
        return self._tender("points")

    @property
    def credit(self) -> Tender:
        """The credit among the tenders."""
        return self._tender("credit")

    def _tender(self, kind: str) -> Tender:
        return next(each for each in self.tenders if each.kind == kind)


@frozen
class Ledger:
    """
    A quote's figures and the rows they are sums of.

    `revision` is the pricing rules they were priced by, `engine` the name and version
    of the engine, "" if the document does not name it.
    """

    figures: Figures
    entries: tuple[Entry, ...]
    revision: Revision = CURRENT
    engine: str = ""

    @property
    def totals(self) -> Totals:
        """The totals of the figures."""
        return self.figures.totals

    @property
    def lines(self) -> tuple[QuotedLine, ...]:
        """The lines of the figures."""
        return self.figures.lines

    @property
    def promotions(self) -> tuple[AppliedOffer, ...]:
        """The promotions that apply."""
        return self.figures.promotions

    @property
    def coupons(self) -> tuple[AppliedOffer, ...]:
        """The coupon that applies, if one does."""
        return self.figures.coupons

    @property
    def shipping_tax_rate(self) -> Decimal:
        """The rate that the delivery is taxed at."""
        return self.figures.shipping_tax_rate

    @property
    def estimated_delivery_days(self) -> int | None:
        """How many days the delivery takes, None if it is not known."""
        return self.figures.estimated_delivery_days


def total(entries: Iterable[Entry], name: str, zero: Decimal) -> Decimal:
    """
    Return the total called *name* of *entries*; *zero* has the currency's digits.

    >>> total([Entry("tax", Decimal("0.05"))], "item_total_tax", Decimal("0.00"))
    Decimal('0.05')
    """
    signs = dict(SUMS[name])
    return exact_sum(
        zero,
        (
            entry.amount if signs[entry.kind] > 0 else entry.amount.copy_negate()
            for entry in entries
            if entry.kind in signs
        ),
    )


def check_ledger(account: Ledger, exponent: int) -> None:
    """
    Raise `CheckoutError` with every figure that does not add up.

    Compares totals, lines and offers with their rows, and tests the identities of a
    line.  Nothing is priced again.
    """
    found = Faults()
    figures, entries = account.figures, account.entries

    def same(path: str, actual: Decimal, expected: Decimal, identity: str) -> None:
        if actual != expected:
            found.add(
                path, "does_not_add_up", actual, expected=expected, identity=identity
            )

    zero = to_decimal(0, exponent)
    by_line: dict[int | None, list[Entry]] = {}
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_line.setdefault(entry.line, []).append(entry)
        by_kind.setdefault(entry.kind, []).append(entry)
    for name, kinds in SUMS.items():
        identity = " ".join(f"{'-+'[sign > 0]} {kind}" for kind, sign in kinds)
        rows = [entry for kind, _ in kinds for entry in by_kind.get(kind, ())]
        wanted = total(rows, name, zero)
        same(f"totals.{name}", getattr(figures.totals, name), wanted, identity)
    _check_places(account, found)
    taken: dict[int, list[AppliedLine]] = {}
    for offer in (*figures.promotions, *figures.coupons):
        for each in offer.lines:
            taken.setdefault(each.line, []).append(each)
    for at, line in enumerate(figures.lines):
        path = f"lines[{at}]"
        _check_line(path, line, by_line.get(at, ()), taken.get(at, ()), same)
    _check_offers(account, zero, same)
    _check_tax_rows(figures, zero, same)
    bonus = sum(x.bonus_points for x in (*figures.promotions, *figures.coupons))
    rows = by_kind.get("points_bonus", [])
    added = exact_sum(to_decimal(0, 0), [entry.amount for entry in rows])
    same("coupons.bonus_points", to_decimal(bonus, 0), added, "its rows")
    _check_tenders(figures, by_kind, zero, same)
    for name in SUMS:
        if name != "round_off" and getattr(figures.totals, name) < 0:
            found.add(f"totals.{name}", "negative", getattr(figures.totals, name))
    found.raise_any()


def _check_tenders(
    figures: Figures,
    by_kind: Mapping[str, Sequence[Entry]],
    zero: Decimal,
    same: _Same,
) -> None:
    """Add a fault for each tender that differs from its rows, and for other rows."""
    for kind, each in TENDERS.items():
        mine = [tender for tender in figures.tenders if tender.kind == kind]
        for field, row in (
            ("granted", each.count_row or each.row),
            ("value", each.row),
        ):
            sums: dict[str, tuple[list[Decimal], list[Decimal]]] = {}
            for tender in mine:
                sums.setdefault(tender.name, ([], []))[0].append(getattr(tender, field))
            for entry in by_kind.get(row, ()):
                sums.setdefault(entry.name or "", ([], []))[1].append(entry.amount)
            for said, rows in sums.values():
                actual, expected = exact_sum(zero, said), exact_sum(zero, rows)
                same(f"{each.key}.{field}", actual, expected, "its rows")


def _check_places(account: Ledger, found: Faults) -> None:
    """Add a fault for every row or offer that names a line which does not exist."""
    lines = range(len(account.figures.lines))
    named = [
        (f"entries[{at}].line", entry.line)
        for at, entry in enumerate(account.entries)
        if entry.line is not None
    ]
    for kind in ("promotions", "coupons"):
        for at, offer in enumerate(getattr(account.figures, kind)):
            named += [
                (f"{kind}[{at}].lines[{nth}].line", each.line)
                for nth, each in enumerate(offer.lines)
            ]
    for path, line in named:
        if line not in lines:
            expected, identity = f"below {len(lines)}", "the number of lines"
            found.add(
                path, "does_not_add_up", line, expected=expected, identity=identity
            )


def _check_line(
    path: str,
    line: QuotedLine,
    entries: Iterable[Entry],
    taken: Sequence[AppliedLine],
    same: _Same,
) -> None:
    """Add a fault for each figure of a line that its *entries* or offers contradict."""
    own: dict[str, list[Decimal]] = {}
    for entry in entries:
        own.setdefault(entry.kind, []).append(entry.amount)
    zero = difference(line.listed, line.listed)

    def rows(*kinds: str) -> Decimal:
        return exact_sum(zero, [each for kind in kinds for each in own.get(kind, ())])

    same(f"{path}.subtotal", line.subtotal, rows("subtotal"), "its rows")
    for kind in ("promotion_discount", "coupon_discount"):
        name = f"{kind}_amount"
        same(f"{path}.{name}", getattr(line, name), rows(kind), "its rows")
    same(f"{path}.tax_amount", line.tax_amount, rows("tax"), "its rows")
    parts = [component.amount for component in line.components]
    same(f"{path}.tax_amount", line.tax_amount, exact_sum(zero, parts), "components")
    off = (line.promotion_discount_amount, line.coupon_discount_amount)
    net = exact_sum(line.subtotal, [each.copy_negate() for each in off])
    same(f"{path}.taxable_value", line.taxable_value, net, "subtotal - discounts")
    same(f"{path}.funded", line.funded, rows("funded"), "its rows")
    left = exact_sum(line.listed, [each.discount.copy_negate() for each in taken])
    same(f"{path}.left", line.left, left, "listed - what offers took")
    free = sum(each.free_quantity for each in taken)
    same(f"{path}.free_quantity", Decimal(line.free_quantity), Decimal(free), "offers")
    if rows("handling") or line.handling_charge_excluding_tax:
        charge, tax = (
            line.handling_charge_excluding_tax,
            line.handling_charge_tax_amount,
        )
        same(f"{path}.handling_charge_excluding_tax", charge, rows("handling"), "rows")
        same(f"{path}.handling_charge_tax_amount", tax, rows("handling_tax"), "rows")
    same(
        f"{path}.handling_charge_including_tax",
        line.handling_charge_including_tax,
        exact_sum(
            line.handling_charge_excluding_tax, [line.handling_charge_tax_amount]
        ),
        "charge + tax",
    )
    heads = [c.amount for c in line.components if c.name in ("CGST", "SGST", "UTGST")]
    for each in heads[1:]:
        same(f"{path}.components", each, heads[0], "CGST = SGST")


def _check_offers(account: Ledger, zero: Decimal, same: _Same) -> None:
    figures = account.figures
    for kind, offers in (
        ("promotion", figures.promotions),
        ("coupon", figures.coupons),
    ):
        # A promotion and a coupon may share an id; their rows differ by kind.
        rows: dict[str | None, dict[int | None, Decimal]] = {}
        for entry in account.entries:
            if entry.kind == f"{kind}_saving":
                rows.setdefault(entry.offer, {})[entry.line] = entry.amount
        for at, offer in enumerate(offers):
            path, mine = f"{kind}s[{at}]", rows.get(offer.id, {})
            expected = exact_sum(zero, mine.values())
            same(f"{path}.saving", offer.saving, expected, "its rows")
            for nth, each in enumerate(offer.lines):
                expected = mine.get(each.line, zero)
                same(f"{path}.lines[{nth}].saving", each.saving, expected, "its row")


def _check_tax_rows(figures: Figures, zero: Decimal, same: _Same) -> None:
    parts = [each.amount for row in figures.tax_rows for each in row.components]
    total_tax = figures.totals.total_tax
    same("tax_rows", exact_sum(zero, parts), total_tax, "the total tax")
    net = [row.taxable_value for row in figures.tax_rows]
    expected = exact_sum(
        zero,
        [line.taxable_value for line in figures.lines]
        + [
            figures.totals.shipping_amount,
            figures.totals.handling_charge_excluding_tax,
        ],
    )
    same("tax_rows", exact_sum(zero, net), expected, "goods and charges")
