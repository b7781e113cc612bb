# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The shipments of an order: what a report changes, and how far its units have come.

Promises that no unit is in two shipments, and that a shipment moves as `SHIPMENTS`
says.  Knows nothing of an order's status or money.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from checkout_core.errors import CheckoutError, Faults, fault
from checkout_core.orders.events import SHIPMENTS, ShipmentState


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from checkout_core.ledger import QuotedLine
    from checkout_core.orders.events import ShipmentUpdate


#: The states of a shipment in which a given state has been reached.
_REACHED: Mapping[ShipmentState, frozenset[ShipmentState]] = MappingProxyType(
    {
        ShipmentState.SCHEDULED: frozenset(ShipmentState),
        ShipmentState.SHIPPED: frozenset(ShipmentState) - {ShipmentState.SCHEDULED},
        ShipmentState.DELIVERED: frozenset(
            {ShipmentState.DELIVERED, ShipmentState.RETURNED_TO_ORIGIN}
        ),
        ShipmentState.UNDELIVERED: frozenset(
            {ShipmentState.UNDELIVERED, ShipmentState.RETURNED_TO_ORIGIN}
        ),
        ShipmentState.RETURNED_TO_ORIGIN: frozenset({ShipmentState.RETURNED_TO_ORIGIN}),
    }
)


def with_shipment(
    shipments: tuple[ShipmentUpdate, ...],
    event: ShipmentUpdate,
    lines: Sequence[QuotedLine],
    illegal: Callable[[str], CheckoutError],
) -> tuple[ShipmentUpdate, ...]:
    """
    Return *shipments* of an order's *lines* after a report; the same if it is old.

    Raises `CheckoutError` if units are in another shipment, if they are others than
    before, and what *illegal* makes of a state that does not follow.
    """
    known = {shipment.id: shipment for shipment in shipments}
    before = known.get(event.id)
    if before is None:
        _check_units(shipments, event, lines)
        if event.state not in ("scheduled", "shipped"):
            raise illegal(f"{event.state} of an unknown shipment")
        return (*shipments, event)
    if event.units and event.units != before.units:
        found = fault(
            "shipment.units", "parcel_differs", dict(event.units), id=event.id
        )
        raise CheckoutError([found])
    if event.state in (before.state, ShipmentState.SCHEDULED):
        return shipments
    if event.state not in SHIPMENTS[before.state]:
        raise illegal(f"{event.state} of a shipment that is {before.state}")
    known[event.id] = attrs.evolve(event, units=before.units)
    return tuple(known.values())


def _check_units(
    shipments: Iterable[ShipmentUpdate],
    event: ShipmentUpdate,
    lines: Sequence[QuotedLine],
) -> None:
    """Raise unless the units of a new shipment are not in another one."""
    found = Faults()
    packed = packed_units(shipments)
    if not event.units:
        found.add("shipment.units", "required", None, expected="what is in it")
    for line, units in event.units.items():
        path = f"shipment.units[{line}]"
        if line >= len(lines):
            found.add(path, "no_such_line", line, last=len(lines) - 1)
            continue
        remaining = lines[line].quantity - packed[line]
        if units > remaining:
            found.add(path, "not_so_many_to_pack", units, left=remaining)
    found.raise_any()


def packed_units(shipments: Iterable[ShipmentUpdate]) -> Counter[int]:
    """Return how many units of each line are in *shipments*."""
    found: Counter[int] = Counter()
    for shipment in shipments:
        for line, units in shipment.units.items():
            found[line] += units
    return found


def has_reached(
    shipments: Iterable[ShipmentUpdate],
    state: ShipmentState,
    lines: Sequence[QuotedLine],
) -> bool:
    """Return whether every unit of *lines* has reached *state*."""
    there = packed_units(each for each in shipments if each.state in _REACHED[state])
    return all(there[index] == line.quantity for index, line in enumerate(lines))
