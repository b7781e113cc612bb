# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Units at a price of their own, or a little cheaper each: a scheduled sale price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import count
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    OWN_PATH,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    further,
    records,
    without_nulls,
)
from checkout_core.offers.benefits.details import each_is, minor_cap, minor_rows
from checkout_core.offers.benefits.own import (
    CUT,
    Cut,
    OwnBenefit,
    ids_of,
    own_document,
    own_gift,
    row_of,
    rows_of,
    scope_of,
    table_of,
    target_of,
    values_of,
)
from checkout_core.offers.benefits.pools import (
    groups_of,
    money_off,
    pool_of,
    selected,
)
from checkout_core.offers.benefits.words import EACH, at_most_in_all, cut_at
from checkout_core.offers.selectors import SELECTOR_KEYS, Selector, selector_document


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.keys import Values
    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.offers.benefits.pools import Pool
    from checkout_core.values import Record
    from checkout_core.words import Words


@frozen
class Sale(Generic[Grid]):
    """
    Which units are cheaper, and how much each of them; made by `sale`.

    Attributes:
        target: which lines.
        cut: what each unit becomes, or what is taken off it.
        maximum_quantity: the most units that are cheaper, None for no limit.
    """

    target: Selector
    cut: Cut[Grid]
    maximum_quantity: int | None

    def minor(self: Sale[Decimal], path: str, to_minor: ToMinor) -> Sale[int]:
        """Return it with amounts in minor units."""
        cut = self.cut.minor(path, to_minor)
        return Sale(self.target, cut, self.maximum_quantity)

    def document(self) -> dict[str, object]:
        """Return its object."""
        return {
            **ids_of(self.target),
            **self.cut.document(),
            **without_nulls(maximum_quantity=self.maximum_quantity),
        }


def _sale(check: Validator, path: str, values: Values) -> Sale[Decimal]:
    cut = Cut.read(check, path, values)
    return Sale(target_of(values), cut, values["maximum_quantity"])


_SALE = ObjectTable({**SELECTOR_KEYS, **CUT, "maximum_quantity": count(low=1)})
_ROWS = f"{OWN_PATH}.rows"


@frozen
class UnitPrice(OwnBenefit, Generic[Grid]):
    """
    Units at a price of their own, or less by an amount or a percentage each.

    Attributes:
        rows: the sales, at least one; the first that lowers a unit of a line takes it.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    rows: tuple[Sale[Grid], ...]
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "unit_price"
    type: ClassVar[str] = "discount"
    ties_units: ClassVar[bool] = False
    keys: ClassVar[ObjectTable] = table_of(
        kind, {"rows": rows_of(_SALE, _sale)}, "rows"
    )

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of an offer's document."""
        values = values_of(check, cls.keys, document)
        return UnitPrice(values["rows"], values["maximum_discount_amount"])

    @property
    def scope(self) -> str:
        """What it applies to."""
        return scope_of(*[row.target for row in self.rows])

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            rows=records(self.rows),
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return Selector(tuple(each for row in self.rows for each in row.target.choices))

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def minor(self: UnitPrice[Decimal], path: str, to_minor: ToMinor) -> UnitPrice[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return UnitPrice(
            minor_rows(to_minor, f"{path}.rows", self.rows),
            minor_cap(to_minor, path, most),
        )

    def joined(
        self: UnitPrice[Decimal], other: UnitPrice[Decimal]
    ) -> UnitPrice[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        alike = evolve(self, rows=other.rows) == other
        return evolve(self, rows=(*self.rows, *other.rows)) if alike else None

    def give(self: UnitPrice[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return what each selected unit becomes cheaper, rounded unit by unit.

        A row takes the lines that it matches, but only if it lowers some of their
        units; the others are passed over.  33.333333 % off 3 units at 9.99 is 3 x 3.33
        = 9.99; of 2 units at 1,499.00, at most one at 1,199.00: 300.00.
        """
        taken: set[int] = set()
        pools: list[Pool] = []
        cuts: list[Cut[int]] = []
        not_met = NotMet(NO_MATCH)
        for row in self.rows:
            found = row.target.lines(basket.lines)
            lines = [i for i in found if i not in taken]
            if not lines:
                continue
            cut = row.cut
            units = groups_of(lines, basket)
            units = [each for each in units if cut.of(each[0], basket)]
            if not units:
                not_met = further(not_met, NotMet(NOTHING))
                continue
            taken.update(lines)
            pools.append(pool_of(units, row.maximum_quantity, rules))
            cuts.append(cut)
        if not taken:
            return not_met
        off: dict[int, int] = {}
        for pool, cut in zip(selected(pools, rules, basket), cuts, strict=True):
            off.update(cut.off(pool, basket))
        return money_off(off, self.maximum_discount_amount, basket)

    def terms(self: UnitPrice[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        rows = dict.fromkeys(cut_at(words, EACH, row.cut) for row in self.rows)
        found = words.either(list(rows))
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: what a unit costs now is for the catalogue to say."""
        return iter(())


def sale(
    on: Selector,
    *,
    price: Amount | None = None,
    amount_off: Amount | None = None,
    percent_off: Amount | None = None,
    maximum_quantity: int | None = None,
) -> Sale[Decimal]:
    """
    Return which units are cheaper and how much each of them, for `unit_price`.

    Exactly one of *price*, *amount_off* and *percent_off* is given.

    Args:
        on: `EVERYTHING`, `products`, `variants` or `categories`, joined by `|`.
        price: what each unit costs, in major units, if it costs more than that.
        amount_off: what is taken off each unit, above 0, in major units.
        percent_off: what is taken off each unit, above 0, up to 100; rounded for each.
        maximum_quantity: the most units that are cheaper, above 0; None for no limit.

    Raises `CheckoutError` with every fault.

    >>> from checkout_core.offers import products
    >>> sale(products("kurta"), price=1199).cut.price
    Decimal('1199')
    """
    check = Validator()
    row = {
        **selector_document(check, "product_ids", on),
        "price": price,
        "amount_off": amount_off,
        "percent_off": percent_off,
        "maximum_quantity": maximum_quantity,
    }
    return row_of(check, _SALE, _sale, row)


def unit_price(*sales: Sale[Decimal], maximum: Amount | None = None) -> Gift:
    """
    Return units at a price of their own, or cheaper by an amount or a percentage each.

    Its offer is of the vendor's type `discount`.  A line belongs to the first of the
    *sales* that lowers one of its units.  `+` joins them too.

    Args:
        sales: made by `sale`, at least one.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> from checkout_core.offers import products
    >>> week = unit_price(sale(products("kurta"), price=1199))
    >>> week.own["rows"][0]["price"]
    Decimal('1199')
    """
    check = Validator()
    found = each_is(check, _ROWS, sales, Sale)
    check.raise_any()
    return own_gift(
        UnitPrice, check, rows=records(found), maximum_discount_amount=maximum
    )
