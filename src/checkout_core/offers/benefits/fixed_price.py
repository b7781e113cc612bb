# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Units at a price of their own; the vendor's fixed-price, for coupons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.money.exact import exact_sum
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    TOO_MANY,
    Adjustment,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    further,
    read_as,
    without_nulls,
)
from checkout_core.offers.benefits.details import (
    Criterion,
    by_criterion,
    for_products_only,
    minor_edge,
    minor_rows,
    one_of,
    product_of,
)
from checkout_core.offers.benefits.pools import (
    amount_of,
    groups_of,
    pool_of,
    selected,
    short_of,
    with_units,
)
from checkout_core.offers.selectors import Selector, lines_of, named_by_rows


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.offers.benefits.pools import Pool
    from checkout_core.values import Record
    from checkout_core.words import Words


#: A fixed price this many times below another row's looks like a bundle's token.
TOKEN = 10


@frozen
class FixedPriceRow(Generic[Grid]):
    """
    From `minimum` on, at most `maximum` at `offer_price`.

    Attributes:
        product_id, variant_id: which lines it matches, None for any.
        minimum: the fewest units its lines have, or what they come to at least.
        maximum: the most units at that price; or what its lines come to at most, else
            none has that price; None for no limit.
        offer_price: the price of a unit, in major units.
    """

    product_id: str | None
    variant_id: str | None
    minimum: int | Grid
    maximum: int | Grid | None
    offer_price: Grid

    def minor(
        self: FixedPriceRow[Decimal], path: str, to_minor: ToMinor
    ) -> FixedPriceRow[int]:
        """Return the row with its amounts in minor units."""
        least, most = _KEYS[Criterion.AMOUNT]
        maximum = self.maximum
        return FixedPriceRow(
            self.product_id,
            self.variant_id,
            minor_edge(to_minor, f"{path}.{least}", self.minimum),
            None
            if maximum is None
            else minor_edge(to_minor, f"{path}.{most}", maximum),
            to_minor(f"{path}.offer_price", self.offer_price),
        )

    def document(self, keys: tuple[str, str]) -> dict[str, object]:
        """Return the vendor's row; *keys* are those of its minimum and maximum."""
        return without_nulls(
            product_id=self.product_id,
            variant_id=self.variant_id,
            **{keys[0]: self.minimum, keys[1]: self.maximum},
            offer_price=self.offer_price,
        )


#: The vendor's keys of a row's minimum and maximum.
_KEYS = {
    Criterion.QUANTITY: ("minimum_quantity", "maximum_quantity"),
    Criterion.AMOUNT: ("minimum_purchase_amount", "maximum_purchase_amount"),
}


@frozen
class FixedPrice(Generic[Grid]):
    """
    Units at a price of their own.

    Attributes:
        criterion: whether minimums and maximums are units or money.
        rows: the rows, at least one; the first that lowers a line's price takes it.
    """

    criterion: Criterion
    rows: tuple[FixedPriceRow[Grid], ...]

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "fixed-price"
    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("coupon",)
    has_details: ClassVar[bool] = True
    discounts_lines: ClassVar[bool] = True
    lowers_total: ClassVar[bool] = True
    ties_units: ClassVar[bool] = True

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer."""
        for_products_only(check, document)
        return FixedPrice(*by_criterion(check, document["details"], _read_row))

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "product"

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        keys = _KEYS[self.criterion]
        details = {
            "spending_criteria_type": str(self.criterion),
            "products": [row.document(keys) for row in self.rows],
        }
        return {"applies_to_product": "product", "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return named_by_rows(self.rows)

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def minor(
        self: FixedPrice[Decimal], path: str, to_minor: ToMinor
    ) -> FixedPrice[int]:
        """Return it with amounts in minor units."""
        rows = minor_rows(to_minor, f"{path}.products", self.rows)
        return FixedPrice(self.criterion, rows)

    def joined(
        self: FixedPrice[Decimal], other: FixedPrice[Decimal]
    ) -> FixedPrice[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        if self.criterion is not other.criterion:
            return None
        return evolve(self, rows=(*self.rows, *other.rows))

    def give(self: FixedPrice[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return what each selected unit costs above the row's price.

        A row takes the lines that it matches, but only if some of their units cost
        more than its price; units that cost less keep theirs.  At 90.00 of 2 units at
        100.00 and one at 80.00: 20.00 off.
        """
        by_quantity = self.criterion is Criterion.QUANTITY
        taken: set[int] = set()
        pools: list[Pool] = []
        prices: list[int] = []
        not_met = NotMet(NO_MATCH)
        for row in self.rows:
            found = lines_of(basket.lines, row.product_id, row.variant_id)
            matched = lines = [i for i in found if i not in taken]
            if rules.max_applicable_items is not None:
                # Units are counted, so goods by measure are not taken.
                lines = with_units(matched, basket)
            short = _out_of_range(row, matched, lines, basket, by_quantity=by_quantity)
            cap = row.maximum if by_quantity else None
            price = row.offer_price
            dearer = [group for group in groups_of(lines, basket) if group[0] > price]
            if short is None and (not dearer or cap == 0):
                short = NotMet(NOTHING)
            if short is not None:
                not_met = further(not_met, short)
                continue
            taken.update(lines)
            pools.append(pool_of(dearer, cap, rules))
            prices.append(price)
        if not taken:
            return not_met
        off: dict[int, int] = {}
        for pool, price in zip(selected(pools, rules, basket), prices, strict=True):
            for amount, _, _, line, count in pool:
                off[line] = off.get(line, 0) + count * (amount - price)
        return Adjustment(list(off), list(off.values())) if off else NotMet(NOTHING)

    def terms(self: FixedPrice[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        prices = dict.fromkeys(words.money(row.offer_price) for row in self.rows)
        return words.text(
            "chosen products at {prices} each", prices=words.either(list(prices))
        )

    def gives_nothing(self: FixedPrice[Decimal]) -> bool:
        """Return whether it is zero for every cart."""
        by_amount = self.criterion is Criterion.AMOUNT
        return all(
            row.maximum is not None
            and (row.maximum == 0 or (by_amount and row.maximum < row.minimum))
            for row in self.rows
        )

    def findings(
        self: FixedPrice[Decimal],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield a row of token price that looks like a bundle's but applies alone."""
        prices = {
            row.product_id: row.offer_price
            for row in self.rows
            if row.product_id is not None
        }
        if prices:
            token = min(prices, key=lambda name: prices[name])
            other = max(prices, key=lambda name: prices[name])
            many = exact_sum(ZERO, [prices[token]] * TOKEN)
            if token != other and many <= prices[other]:
                price = f"{token} at {prices[token]:f}"
                message = (
                    f"its rows do not form a bundle: {price} applies without {other}"
                )
                yield "rows_apply_alone", message


def _out_of_range(
    row: FixedPriceRow[int],
    matched: Sequence[int],
    lines: Sequence[int],
    basket: Basket,
    *,
    by_quantity: bool,
) -> NotMet | None:
    if by_quantity:
        return short_of(row.minimum, None, lines, basket, matched=matched)
    short = short_of(None, row.minimum, lines, basket, matched=matched)
    if (
        short is None
        and row.maximum is not None
        and amount_of(lines, basket) > row.maximum
    ):
        return NotMet(TOO_MANY)
    return short


def _read_row(
    check: Validator, path: str, row: Record, by: Criterion
) -> FixedPriceRow[Decimal]:
    minimum: int | Decimal
    maximum: int | Decimal | None
    keys = _KEYS[by]
    if by is Criterion.QUANTITY:
        minimum = check.count(f"{path}.{keys[0]}", row.get(keys[0]))
        maximum = check.maybe_count(f"{path}.{keys[1]}", row.get(keys[1]))
    else:
        minimum = check.positive_amount(f"{path}.{keys[0]}", row.get(keys[0]))
        maximum = check.maybe_amount(f"{path}.{keys[1]}", row.get(keys[1]))
    check.keys(path, row, ("product_id", "variant_id", "offer_price", *keys))
    price = row.get("offer_price")
    return FixedPriceRow(
        *product_of(check, path, row),
        minimum,
        maximum,
        check.amount(f"{path}.offer_price", price),
    )


def fixed_price(
    price: Amount,
    *,
    product: str | None = None,
    variant: str | None = None,
    from_quantity: int | None = None,
    from_amount: Amount | None = None,
    up_to: int | Amount | None = None,
) -> Gift:
    """
    Return units at a price of their own; the vendor's `fixed-price`, for coupons.

    Exactly one of *from_quantity* and *from_amount* is given.  `+` joins the prices of
    several products.

    Args:
        price: of one unit, in major units.
        product: the product it is for, None for any.
        variant: the variant it is for, None for any.
        from_quantity: the fewest units that have to be bought, 0 or more.
        from_amount: what has to be bought for at least, in major units.
        up_to: the most units at that price; with *from_amount* the amount above which
            no unit has it.  None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core import coupon
    >>> tee = fixed_price(399, product="tee", from_quantity=2)
    >>> coupon("two", tee, ["TWO"]).document["details"]["products"][0]["offer_price"]
    Decimal('399')
    """
    check = Validator()
    path = "details.spending_criteria_type"
    named = one_of(check, path, from_quantity=from_quantity, from_amount=from_amount)
    by = Criterion.AMOUNT if named == "from_amount" else Criterion.QUANTITY
    minimum, maximum = _KEYS[by]
    least = from_quantity if by is Criterion.QUANTITY else from_amount
    row = {
        "product_id": product,
        "variant_id": variant,
        minimum: 0 if named is None else least,
        maximum: None if named is None else up_to,
        "offer_price": price,
    }
    details = {"spending_criteria_type": str(by), "products": [row]}
    return read_as(FixedPrice, check, {"details": details})
