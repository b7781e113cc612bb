# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of a quote: its lines, offers, refusals, charges, tenders and summaries.

Values and nothing else: `check` compares them with the rows, `pricing.ledger` works
them out.  `Annotated[str, REFUSALS]` annotates a text that is one of the words of that
table.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from attrs import field, frozen

from checkout_core.checks import ZERO
from checkout_core.ledger.once import once
from checkout_core.ledger.rows import Component
from checkout_core.ledger.summaries import HsnRow, TaxRow
from checkout_core.ledger.suppliers import SupplierFigures
from checkout_core.ledger.totals import Totals
from checkout_core.money.exact import amounts_of, to_decimal
from checkout_core.reasons import REFUSAL_REASONS, TENDER_REASONS
from checkout_core.statuses import FundedBy
from checkout_core.tenders import BY_CODE, TENDERS, masked
from checkout_core.values import arguments, maker_of


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.ledger.sheet import OfferEffect

#: Every code of a refusal, in the order of the checks.
REFUSALS = tuple(REFUSAL_REASONS)
#: Why less of a tender was granted than asked for.
REASONS = tuple(TENDER_REASONS)

# Types of texts that have to be a key of a table.
_Offer: TypeAlias = Annotated[str, ("promotion", "coupon")]
_Refused: TypeAlias = Annotated[str, ("promotion", "coupon", "charge", *BY_CODE)]
_Redeemed: TypeAlias = Annotated[str, ("promotion", "coupon", *BY_CODE)]
_Scope: TypeAlias = Annotated[str, ("cart", "product", "category", "shipping")]
_FundedBy: TypeAlias = Annotated[str, tuple(FundedBy)]
_RefusalCode: TypeAlias = Annotated[str, REFUSALS]
_Tender: TypeAlias = Annotated[str, tuple(TENDERS)]
_Reason: TypeAlias = Annotated[str, ("", *REASONS)]


# Positional, unlike other classes of more than five fields: a quote has one for every
# line, and by keyword it takes twice as long to make.
@frozen(slots=False)
class QuotedLine:
    """
    What one line costs, for all its units together.

    `listed`, `left` and `funded` are in the line's own basis: with tax if its price
    includes tax.  The sums of rows are `subtotal`, the two discounts, `tax_amount`, the
    components, `funded` and the handling; `taxable_value` is `subtotal` less the
    discounts.  Amounts are in major units.

    Attributes:
        line_id: the host's id of the line, None without one.
        product_id: the product.
        variant_id: the variant, None without one.
        quantity: units that are billed.
        listed: price x quantity.
        left: what is left of it after all offers, and after points that are a
            discount.
        funded: the part of the discounts that a funder other than the seller pays.
        subtotal: without tax, before discounts.
        promotion_discount_amount: what promotions took off the taxable value.
        coupon_discount_amount: what the coupon took off the taxable value, and what
            points did that are a discount.
        taxable_value: what the tax is on.
        tax_amount: the tax, a cess included.
        tax_rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        components: what the tax consists of.
        selling_price_excluding_tax: the price of one unit without tax.
        free_quantity: units that are given in addition to those billed.
        on_promotion: whether a promotion discounted it or gave it free units.
        is_free_item: whether nothing is left of a price above 0.
        handling_charge_excluding_tax: the line's handling without tax, 0 for none.
        handling_charge_tax_rate: in percent; the effective rate if it is apportioned.
        handling_charge_tax_amount: the tax on the handling.
        handling_charge_including_tax: both together.
        points_discount: what points that are a discount took off it, in its own basis;
            0 (the default) for nothing.
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
    points_discount: Decimal = ZERO


@frozen(slots=False)
class AppliedLine:
    """
    What an applied offer did to one line; amounts are in major units.

    Attributes:
        line: the index of the line.
        discount: what it took off, in the line's own basis.
        free_quantity: the units that it added.
        saving: what the shopper saves, tax included.
        residue: the part of the saving that is neither the discount nor its tax but
            lies in the round-off, so that an amount off saves its face value; 0 (the
            default) for none.
    """

    line: int
    discount: Decimal
    free_quantity: int
    saving: Decimal
    residue: Decimal = ZERO


@frozen(slots=False, kw_only=True)
class AppliedOffer:
    """
    An offer that applies: the lines it changes, and what the shopper saves.

    Attributes:
        kind: `promotion` or `coupon`.
        id: the offer's id.
        name: its name in the store.
        type: what it gives, such as `discount`; the vendor's word.
        scope: what it is for: `cart`, `product`, `category` or `shipping`.
        code: the coupon's code in the store's spelling, None for promotions.
        sequence: its place among the applied offers of its kind, from 1.
        funded_by: who pays for it: `seller`, `platform` or `brand`.
        saving: what the shopper saves, in major units with tax.
        lines: what it did to each line that it touched.
        bonus_points: points that it adds, 0 for none.
        shipping_discount: what it took off the delivery cost, in that cost's own basis;
            None (the default) if it took nothing or, where the scope is `shipping`, all
            that was left of it.
        for_payment: whether it is for some ways to pay only, the cart's among them;
            False by default, also in quotes of version 0.6.0.
    """

    kind: _Offer
    id: str
    name: str
    type: str
    scope: _Scope
    code: str | None
    sequence: int
    funded_by: _FundedBy
    saving: Decimal
    lines: tuple[AppliedLine, ...]
    bonus_points: int
    shipping_discount: Decimal | None = None
    for_payment: bool = False

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the attributes, the lines included."""
        return arguments(self)


# An offer of a priced quote makes its lines when they are read.  Of 200 lines, 22
# offers touch 620 together: with their decimals they take 300 us, and what each offer
# saves takes 15.
def applied_offers(
    kind: str, effects: Sequence[OfferEffect], exponent: int
) -> tuple[AppliedOffer, ...]:
    """Return the offers of a *kind* that apply; their lines are not made yet."""
    make, found = maker_of(AppliedOffer), []
    for sequence, effect in enumerate(effects, 1):
        offer = effect.offer
        each = make(
            kind,
            offer.id,
            offer.name,
            offer.type,
            offer.scope,
            effect.code,
            sequence,
            str(offer.funded_by),
            to_decimal(effect.saving, exponent),
            (),
            effect.points,
            None if effect.shipping is None else to_decimal(effect.shipping, exponent),
            offer.for_payment,
        )
        own = vars(each)
        del own["lines"]
        own["touched"] = effect, exponent
        found.append(each)
    return tuple(found)


def _lines(offer: AppliedOffer) -> tuple[AppliedLine, ...]:
    effect, exponent = vars(offer)["touched"]
    columns = zip(
        effect.lines,
        amounts_of(effect.discounts, exponent),
        amounts_of(effect.savings, exponent),
        amounts_of(effect.residues or [0] * len(effect.lines), exponent),
        strict=True,
    )
    make, units = maker_of(AppliedLine), effect.units
    return tuple(
        [
            make(line, discount, units.get(line, 0), saved, residue)
            for line, discount, saved, residue in columns
        ]
    )


_lines.__name__ = "lines"
setattr(AppliedOffer, "lines", once(_lines))  # noqa: B010 - a field for type checkers


@frozen
class MissingGift:
    """
    The gift of a buy-x-get-y offer that is not in the cart.

    It is a product, one variant of it, or any product of a category; an id that is None
    does not restrict the choice.  `percent` is taken off each unit (100: free), and
    `maximum_discount_amount` is the largest discount of the whole offer.

    Attributes:
        product_id, variant_id, category_id: what it has to be, each None for any.
        percent: what is taken off each unit; 100 makes it free.
        maximum_discount_amount: the largest discount of the whole offer, in major
            units; None (the default) for no limit.
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


@frozen(kw_only=True)
class WantedPayment:
    """
    A way to pay that an offer asks for; None where any will do.

    Attributes:
        method: such as `card`; a key of `METHODS` of the cart's payments.
        network, card_type, issuer, bin, app, emi_months: as those of a `Payment`, each
            None by default.
    """

    method: str
    network: str | None = None
    card_type: str | None = None
    issuer: str | None = None
    bin: str | None = None
    app: str | None = None
    emi_months: int | None = None


@frozen(kw_only=True)
class Refusal:
    """
    An offer that does not apply or a gift card that pays nothing, with a sentence.

    Also a charge that was chosen and is not charged, and a gift card that pays nothing.

    Attributes:
        offer_id: the id of the offer or the charge; None if no coupon has the entered
            code, and for a gift card.
        kind: `promotion`, `coupon`, `charge` or `gift_card`.
        code: a key of `REFUSALS`, the same in all releases.
        message: a sentence in English, which may be reworded.
        short_units: how many units are missing, 0 if that is not the reason.
        short_amount: how much the cart is short, in major units, 0 if that is not the
            reason.
        name: the offer's or the charge's name in the store; the code of a gift card,
            masked.
        line: the index of the line that needs more, None if any line counts.
        gift: what `short_units` are to be added of, None if no gift is missing.
        short_orders: how many orders the customer has to place first, 0 (the default)
            if that is not the reason.
        payments: how one can pay to use it, the first of the offer's patterns; () (the
            default) if that is not the reason.
    """

    offer_id: str | None
    kind: _Refused
    code: _RefusalCode
    message: str
    short_units: int
    short_amount: Decimal
    name: str | None
    line: int | None = None
    gift: MissingGift | None = None
    short_orders: int = 0
    payments: tuple[WantedPayment, ...] = ()


@frozen
class QuotedCharge:
    """
    A charge of the store.

    Attributes:
        name: what the store calls it.
        amount: without tax, in major units.
        tax_rate: in percent; the effective rate if it is apportioned.
        components: the tax on it; for every rate of the goods if it is apportioned.
        id: what carts choose it by, None without one.
        hsn_code: the code of the service, None without one.
        unit: its unit, None without one.
    """

    name: str
    amount: Decimal
    tax_rate: Decimal
    components: tuple[Component, ...]
    id: str | None = field(default=None, kw_only=True)
    hsn_code: str | None = field(default=None, kw_only=True)
    unit: str | None = field(default=None, kw_only=True)


@frozen(kw_only=True, repr=False)
class Redemption:
    """
    What to count or take when the order is placed.

    Counters to raise by `count`: offer, code, customer.  Of a gift card it is what the
    card pays, and the one place of a quote that has the whole code.

    Attributes:
        offer_id: the offer that was used, None for a gift card.
        kind: `promotion`, `coupon` or `gift_card`.
        code: the coupon's code in the store's spelling, or the code of the gift card;
            None for promotions.
        customer_id: the customer, None for a guest.
        count: by how much, 1.
        idempotency_key: the same whenever the same cart is placed again, so a host that
            commits it once per key can retry as often as it likes; None if the cart has
            no id, since two purchases could not be distinguished.
        why: `cart_without_id` without a key, else "".
        amount: what it takes of a budget or of a gift card, in major units; None (the
            default) for an offer without a budget.
    """

    offer_id: str | None
    kind: _Redeemed
    code: str | None
    customer_id: str | None
    count: int
    idempotency_key: str | None
    why: str = ""
    amount: Decimal | None = None

    def __repr__(self) -> str:
        """Show the constructor's call, the code of a gift card masked."""
        shown = arguments(self)
        if self.kind in BY_CODE:
            shown["code"] = masked(self.code or "")
        inner = ", ".join([f"{name}={value!r}" for name, value in shown.items()])
        return f"Redemption({inner})"


@frozen
class Instalment:
    """
    A part of what is to be paid, and when it is due.

    Attributes:
        due: `now`, `on_delivery`, or a day as ISO text, such as `2026-12-24`.
        amount: in major units, above 0.
    """

    due: str
    amount: Decimal


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


@frozen(slots=False, kw_only=True)
class Figures:
    """
    All figures of a quote except its rows, as its document has them.

    Attributes:
        totals: the sums of all rows.
        lines: what each line costs, in the cart's order.
        promotions: the promotions that apply, in their sequence.
        coupons: the coupons that apply, in their order.
        refusals: the offers that concern the cart and do not apply, with the reason.
        promotions_not_matching: how many promotions concern no line.
        charges: the store's own charges, in the store's order.
        tax_rows: the tax by category and rate, goods and charges together.
        hsn_rows: the goods by HSN code and rate.
        shipping_tax_rate: the rate that the delivery is taxed at, in percent.
        estimated_delivery_days: how many days the delivery takes, None if not known.
        tenders: what pays in place of money, in the order in which it pays.
        redemptions: the counters to raise when the order is placed.
        runner_up: the ids of the promotions of the next best choice, () without any.
        runner_up_behind: how much less it saves, in major units.
        runner_up_coupons: the ids of the coupons of the next best choice, if another
            coupon replaced it; () (the default) without any.
        instalments: when the parts of what is to be paid are due; () (the default) if
            all of it is due now.
        suppliers: the figures of each supplier by its id; () (the default) if the cart
            and its charges name none, so that all figures are those of the store.
    """

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
    runner_up_coupons: tuple[str, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    suppliers: tuple[SupplierFigures, ...] = ()

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
