# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Extra units of the same product; the vendor's free-goods.  No amount changes."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import Amount, Validator
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
    distinct,
    edge_of,
    for_products_only,
    minor_edge,
    minor_rows,
    one_of,
    product_of,
    some_rows,
)
from checkout_core.offers.benefits.pools import too_little
from checkout_core.offers.benefits.words import in_an_order, named
from checkout_core.offers.selectors import Selector, lines_of, named_by_rows


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.values import Record
    from checkout_core.words import Words


@frozen
class FreeGoodsSlab(Generic[Grid]):
    """
    From `minimum` on, `get_quantity` free units.

    Attributes:
        minimum: the units of a line, or what is left of it, above zero.
        get_quantity: how many units come free.
    """

    minimum: int | Grid
    get_quantity: int


@frozen
class FreeGoodsRow(Generic[Grid]):
    """
    Free units for each line: in proportion or by slabs.

    Attributes:
        product_id, variant_id: which lines it matches, None for any.
        auto_scale: whether the units of its one slab come each time that the slab's
            minimum is reached once more.
        slabs: the slabs; without `auto_scale` the highest that is reached counts.
    """

    product_id: str | None
    variant_id: str | None
    auto_scale: bool
    slabs: tuple[FreeGoodsSlab[Grid], ...]

    @cached_property
    def _ascending(self: FreeGoodsRow[int]) -> tuple[list[int], list[int], list[int]]:
        """The minimums, ascending, what each gives, and those that give something."""
        slabs = sorted(self.slabs, key=lambda slab: slab.minimum)
        return (
            [slab.minimum for slab in slabs],
            [slab.get_quantity for slab in slabs],
            [slab.minimum for slab in slabs if slab.get_quantity],
        )

    def minor(
        self: FreeGoodsRow[Decimal], path: str, to_minor: ToMinor
    ) -> FreeGoodsRow[int]:
        """Return the row with its amounts in minor units."""
        key = _KEYS[Criterion.AMOUNT]
        slabs: tuple[FreeGoodsSlab[int], ...] = tuple(
            FreeGoodsSlab(
                # A scaled row has one slab, and the vendor calls it so.
                minor_edge(
                    to_minor,
                    f"{path}.{'slab' if self.auto_scale else f'slabs[{i}]'}.{key}",
                    slab.minimum,
                ),
                slab.get_quantity,
            )
            for i, slab in enumerate(self.slabs)
        )
        return FreeGoodsRow(self.product_id, self.variant_id, self.auto_scale, slabs)

    def document(self, key: str) -> dict[str, object]:
        """Return the vendor's row; *key* is that of a slab's minimum."""
        slabs = [
            {
                key: slab.minimum,
                "get_quantity": slab.get_quantity,
                "condition": "greater-or-equal",
            }
            for slab in self.slabs
        ]
        return without_nulls(
            product_id=self.product_id,
            variant_id=self.variant_id,
            auto_scale=self.auto_scale,
            **{"slab": slabs[0]} if self.auto_scale else {"slabs": slabs},
        )

    def free_units(self: FreeGoodsRow[int], measure: int) -> int:
        """Return the free units of a line of that many units, or that amount."""
        minimums, quantities, _ = self._ascending
        # Of a thousand slabs, ten are looked at: each line asks.
        index = bisect_right(minimums, measure) - 1
        if index < 0:
            return 0
        times = measure // minimums[index] if self.auto_scale else 1
        return times * quantities[index]

    def short_of_slab(
        self: FreeGoodsRow[int], measure: int, *, by_quantity: bool
    ) -> NotMet:
        """Return how far a line is from the next slab that gives something."""
        _, _, giving = self._ascending
        index = bisect_right(giving, measure)
        if index < len(giving):
            return too_little(giving[index] - measure, by_quantity=by_quantity)
        return NotMet(TOO_MANY if giving else NOTHING)


#: The vendor's key of a slab's minimum.
_KEYS = {
    Criterion.QUANTITY: "buy_quantity",
    Criterion.AMOUNT: "minimum_purchase_amount",
}


@frozen
class FreeGoods(Generic[Grid]):
    """
    Extra units of the same product; no amount changes.

    Attributes:
        criterion: whether the slabs' minimums are units or money.
        rows: the rows, at least one; the first that gives a line something counts.
    """

    criterion: Criterion
    rows: tuple[FreeGoodsRow[Grid], ...]

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "free-goods"
    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("promotion", "coupon")
    has_details: ClassVar[bool] = True
    discounts_lines: ClassVar[bool] = False
    lowers_total: ClassVar[bool] = False
    ties_units: ClassVar[bool] = True

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer."""
        for_products_only(check, document)
        return FreeGoods(*by_criterion(check, document["details"], _read_row))

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "product"

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        key = _KEYS[self.criterion]
        details = {
            "spending_criteria_type": str(self.criterion),
            "products": [row.document(key) for row in self.rows],
        }
        return {"applies_to_product": "product", "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return named_by_rows(self.rows)

    def required(self) -> Selector:
        """Return no lines: those it gives units of are all it looks at."""
        return Selector()

    def minor(self: FreeGoods[Decimal], path: str, to_minor: ToMinor) -> FreeGoods[int]:
        """Return it with amounts in minor units."""
        rows = minor_rows(to_minor, f"{path}.products", self.rows)
        return FreeGoods(self.criterion, rows)

    def joined(
        self: FreeGoods[Decimal], other: FreeGoods[Decimal]
    ) -> FreeGoods[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        if self.criterion is not other.criterion:
            return None
        return evolve(self, rows=(*self.rows, *other.rows))

    def give(
        self: FreeGoods[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return the free units of each line, counted line by line.

        One free for every 3 gives 2 on a line of 7, and nothing on two lines of 2.
        """
        by_quantity = self.criterion is Criterion.QUANTITY
        counted = basket.lines.units
        measures = counted if by_quantity else basket.remaining
        units: dict[int, int] = {}
        not_met = NotMet(NO_MATCH)
        for row in self.rows:
            for i in lines_of(basket.lines, row.product_id, row.variant_id):
                if i in units:
                    continue
                measure = measures[i]
                # Goods by measure get no units, whatever they cost.
                is_whole = not by_quantity and not counted[i]
                count = 0 if is_whole else row.free_units(measure)
                if count:
                    units[i] = count
                    continue
                short = NotMet(NOTHING)
                if not is_whole:
                    short = row.short_of_slab(measure, by_quantity=by_quantity)
                short.line, short.rank = i, basket.lines.ranks[i]
                not_met = further(not_met, short)
        if not units:
            return not_met
        return Adjustment(units=tuple(sorted(units.items())))

    def terms(self, words: Words) -> str:
        """Return its terms, as a label."""
        return words.text("free units of chosen products")

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        return not any(slab.get_quantity for row in self.rows for slab in row.slabs)

    def findings(
        self: FreeGoods[Decimal], rules: OfferRules
    ) -> Iterator[tuple[str, str]]:
        """Yield each slab that gives more units than it requires to be bought."""
        if self.criterion is Criterion.AMOUNT:
            return
        for row in self.rows:
            name = named(row.product_id, row.variant_id) or "a product"
            for slab in row.slabs:
                if slab.get_quantity > slab.minimum:
                    gift = f"gives {slab.get_quantity} free{in_an_order(rules)}"
                    message = f"buying {slab.minimum} of {name} {gift}"
                    yield "worth_more_than_its_trigger", message


def _read_row(
    check: Validator, path: str, row: Record, by: Criterion
) -> FreeGoodsRow[Decimal]:
    check.keys(path, row, ("product_id", "variant_id", "auto_scale", "slab", "slabs"))
    scaled = row.get("auto_scale")
    auto = scaled is not None and check.flag(f"{path}.auto_scale", scaled)
    read, odd = ("slab", "slabs") if auto else ("slabs", "slab")
    misplaced = row.get(odd) not in (None, ())
    if misplaced:
        hint = (
            "with auto_scale only 'slab' is read; drop this"
            if auto
            else "without auto_scale only 'slabs' are read; drop this"
        )
        check.add(f"{path}.{odd}", "unknown_key", row[odd], hint=hint)
    if misplaced and row.get(read) is None:
        slabs = []
    elif auto:
        only = check.mapping(f"{path}.slab", row.get("slab"))
        slabs = [] if only is None else [(f"{path}.slab", only)]
    else:
        slabs = some_rows(check, f"{path}.slabs", row, "a slab")
    before = len(check.found)
    key = _KEYS[by]
    keys = (_KEYS[Criterion.QUANTITY], _KEYS[Criterion.AMOUNT])
    found = []
    for inner, slab in slabs:
        check.keys(inner, slab, (key, "get_quantity", "condition"))
        if slab.get("condition") is not None:
            check.choice(f"{inner}.condition", slab["condition"], ("greater-or-equal",))
        found.append(
            FreeGoodsSlab(
                edge_of(check, inner, slab, by, keys),
                check.count(f"{inner}.get_quantity", slab.get("get_quantity")),
            )
        )
    if len(check.found) == before:
        distinct(check, f"{path}.slabs", key, [slab.minimum for slab in found])
    return FreeGoodsRow(*product_of(check, path, row), auto, tuple(found))


def free_goods(
    get: int,
    *,
    every_quantity: int | None = None,
    every_amount: Amount | None = None,
    from_quantity: int | None = None,
    from_amount: Amount | None = None,
    product: str | None = None,
    variant: str | None = None,
) -> Gift:
    """
    Return free units of the same product; the vendor's `free-goods`.

    Exactly one of the four measures is given; it is counted for each line alone.  `+`
    joins rows: of those that match a line the first that gives something counts, so
    the highest is written first.

    Args:
        get: how many units come free.
        every_quantity: for each so many units of a line, above zero.
        every_amount: for each such amount of a line, in major units.
        from_quantity: once, for a line of so many units or more.
        from_amount: once, for a line of that amount or more, in major units.
        product: the product it is for, None for any.
        variant: the variant it is for, None for any.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> free_goods(1, every_quantity=3, product="soap").benefit.rows[0].auto_scale
    True
    """
    check = Validator()
    measures = {
        "every_quantity": every_quantity,
        "every_amount": every_amount,
        "from_quantity": from_quantity,
        "from_amount": from_amount,
    }
    named = one_of(check, "details.spending_criteria_type", **measures)
    name = named or "from_quantity"
    by = Criterion.AMOUNT if name.endswith("amount") else Criterion.QUANTITY
    slab = {_KEYS[by]: measures[name] if named else 1, "get_quantity": get}
    scaled = name.startswith("every")
    row = {
        "product_id": product,
        "variant_id": variant,
        "auto_scale": scaled,
        **({"slab": slab} if scaled else {"slabs": [slab]}),
    }
    details = {"spending_criteria_type": str(by), "products": [row]}
    return read_as(FreeGoods, check, {"details": details})
