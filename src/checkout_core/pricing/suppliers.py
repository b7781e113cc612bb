# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The suppliers of a cart: where each supplies, and its part of what all of them share.

Loaded by the first cart that names a supplier.  Promises that the parts of a charge are
the charge, and that each is taxed by itself at its supplier's place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from checkout_core.checks import Validator
from checkout_core.money.allocation import shares
from checkout_core.money.exact import percent_of, plain
from checkout_core.pricing.charges import STANDARD, TaxedCharge, own
from checkout_core.store.suppliers import supplier_hint
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.regime import REGULAR


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from checkout_core.cart import Cart, Line
    from checkout_core.pricing.charges import ChargePart, Goods
    from checkout_core.store import Store
    from checkout_core.tax import ChargeTax
    from checkout_core.tax.regime import Place, Regime


#: The store itself among its suppliers.
OWN = ""


@define(eq=False, repr=False)
class Party:
    """
    One supplier of a cart.

    Attributes:
        id: its id, "" for the store itself.
        place: where it supplies.
        registered: whether it collects tax.
        lines: the indexes of its lines, [] if only a charge is its own.
    """

    id: str
    place: Place
    registered: bool
    lines: Sequence[int]
    _rules: dict[tuple[LineRule, tuple[str, ...]], LineRule] = field(
        init=False, factory=dict
    )

    def rule(self, rule: LineRule, names: tuple[str, ...] = ()) -> LineRule:
        """
        Return the rule of a charge at this supplier's place.

        *names* are the components at another place, of a line whose tax the store pays.
        """
        names = names or self.place.component_names
        found = self._rules.get((rule, names))
        if found is None:
            rate = rule.rate if self.registered else rule.rate.untaxed
            found = LineRule.of(rate, names, rounding=rule.rounding)
            self._rules[rule, names] = found
        return found


@define(eq=False, repr=False)
class Parties:
    """
    The suppliers of a cart, and where each of them supplies.

    Attributes:
        by_head: where those supply whose tax is on some line, by their ids.
        all: the suppliers in the order of their ids.
        place: where the only one of them supplies; of several, the store itself.
    """

    by_head: Mapping[str, Place]
    all: Sequence[Party]
    place: Place

    @classmethod
    def of(cls, cart: Cart, store: Store) -> Parties:
        """Return the suppliers of *cart*; raise `CheckoutError` for unknown ones."""
        columns, minor, shipping = cart.columns, store.minor, cart.shipping
        suppliers = columns.suppliers or (OWN,) * len(cart.lines)
        costs = {} if shipping is None else dict(shipping.suppliers or {})
        _check(cart, store, suppliers, costs)
        ids = {
            *suppliers,
            *minor.charging,
            *[key for key, cost in costs.items() if cost],
        }
        places = {
            each: (
                minor.regime.supplied_by(minor.suppliers[each].state)
                if each
                else minor.regime
            ).place(cart)
            for each in sorted({OWN, *ids, *columns.heads})
        }
        # It is one order: what the buyer abroad makes of one supply holds for all.
        said = [each.supply for each in places.values() if each.supply is not REGULAR]
        if said:
            supply = said[0]
            places = {key: evolve(each, supply=supply) for key, each in places.items()}
        found = [
            Party(
                each,
                places[each],
                not each or minor.suppliers[each].registered,
                [i for i, name in enumerate(suppliers) if name == each],
            )
            for each in sorted(ids)
        ]
        place = found[0].place if len(found) == 1 else places[OWN]
        return cls(places, found, place)


def of_all(side: Place, places: Iterable[Place], regime: Regime) -> Place:
    """
    Return the place of several supplies: the buyer's *side*, and all components.

    The buyer's side is that of the first whose state is known, if *side* has none.
    """
    found = list(dict.fromkeys(places))
    if len(found) == 1:
        return found[0]
    known = [each for each in (side, *found) if each.state is not None]
    side = known[0] if known else side
    kinds = {each.kind for each in found}
    names = {name for each in found for name in each.component_names}
    order = (*regime.reserved, regime.tax_type)
    return evolve(
        side,
        component_names=tuple(sorted(names, key=order.index)),
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
    )


def _check(
    cart: Cart, store: Store, suppliers: Sequence[str], costs: Mapping[str, object]
) -> None:
    """Raise `CheckoutError` for unknown suppliers, and tax of who is not registered."""
    check, known = Validator(), store.minor.suppliers
    for i, (line, named) in enumerate(zip(cart.lines, suppliers, strict=True)):
        path = f"cart.cart_items[{i}]"
        if not named:
            continue
        if named not in known:
            _unknown(check, f"{path}.supplier", named, known)
        elif not known[named].registered and not line.section_9_5:
            key = _taxing(line)
            if key:
                value, name = getattr(line, key), known[named].name
                check.add(
                    f"{path}.{key}", "supplier_not_registered", value, supplier=name
                )
    for named in costs:
        if named and named not in known:
            where = "cart.shipping.suppliers"
            _unknown(check, f"{where}.{named}", named, known)
    check.raise_any()


def _unknown(check: Validator, path: str, named: str, known: Collection[str]) -> None:
    hint = supplier_hint(named, known)
    check.add(path, "unknown_supplier", named, hint=hint)


def _taxing(line: Line) -> str:
    """Return the key of a line by which tax is due on it, "" for none."""
    if any(each.rate for each in line.tax_slabs):
        return "tax_slabs"
    keys = ("tax_rate", "tax_components", "cess_rate", "cess_per_unit")
    return next((key for key in keys if getattr(line, key)), "")


# What several suppliers share -------------------------------------------------------
#
# A charge is shared by the taxable value of the goods of each, in its own basis, and
# each share is taxed by itself: delivery of 50.00 over goods of 600.00 and 400.00 is
# 30.00 and 20.00, at 18 % with 2.70 of CGST and of SGST in the one state, and with 3.60
# of IGST from the other.


@define(eq=False, repr=False)
class SharedGoods:
    """
    The goods of several suppliers, over which charges are shared.

    Attributes:
        parties: the suppliers, in the order of their ids.
        weights: the taxable value of the goods of each; the units, if all are 0.
        goods: the goods of each by rate, None for who has none.
        operated: of the lines whose tax the store pays in their supplier's place, by
            index, the goods of that supplier as the store taxes them.
    """

    parties: Sequence[Party]
    weights: Sequence[int]
    goods: Sequence[Goods | None]
    operated: Mapping[int, Goods]

    def on_line(
        self, line: int, amount: int, rule: LineRule, policy: ChargeTax
    ) -> TaxedCharge:
        """Return the handling of a line with its tax, which is its supplier's."""
        if line in self.operated:
            return self.operated[line].taxed(amount, rule, policy)
        for party, goods in zip(self.parties, self.goods, strict=True):
            if goods is not None and line in party.lines:
                return goods.taxed(amount, party.rule(rule, rule.names), policy)
        raise AssertionError(line)  # pragma: no cover - each line has a supplier

    def taxed(
        self,
        amount: int,
        rule: LineRule,
        policy: ChargeTax,
        category: str = STANDARD,
        *,
        supplier: str | None = None,
        costs: Mapping[str, int] | None = None,
    ) -> TaxedCharge:
        """
        Return *amount* shared over the suppliers, with the tax on each part.

        *supplier* is the one whose charge it alone is, None (the default) for all;
        *costs* are the weights of each in place of the value of their goods.
        """
        weights: Sequence[int] = self.weights
        if supplier is not None:
            weights = [int(each.id == supplier) for each in self.parties]
        elif costs and any(costs.values()):
            weights = [costs.get(each.id, 0) for each in self.parties]
        parts: list[ChargePart] = []
        split = shares(amount, weights, range(len(weights)), sum(weights))
        for party, goods, weight, share in zip(
            self.parties, self.goods, weights, split, strict=True
        ):
            if weight:
                own_rule = party.rule(rule)
                found = (
                    own(own_rule, share, category)
                    if goods is None
                    else goods.taxed(share, own_rule, policy, category)
                )
                # Copies: equal amounts of a supplier's goods have the same parts.
                mine = [evolve(part, supplier=party.id) for part in found.parts]
                if weight == sum(weights):
                    # All of it is theirs, and so is the rate.
                    return TaxedCharge(found.net, found.tax, found.rate, tuple(mine))
                parts += mine
        net, tax = sum([each.net for each in parts]), sum([each.tax for each in parts])
        return TaxedCharge(net, tax, plain(percent_of(tax, net)), tuple(parts))
