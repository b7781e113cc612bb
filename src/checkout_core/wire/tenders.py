# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tenders of a quote document: a key for each kind, as `TENDERS` calls it.

The one tender of a kind is an object; a kind that can have several is a list of objects
with names, which is left out if it is empty.  Promises that what was written is read as
equal tenders, in the order in which they pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.ledger import Tender
from checkout_core.tenders import TENDERS
from checkout_core.wire.codec import structure, unstructure


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.checks import Validator
    from checkout_core.tenders import TenderKind


#: The keys of a quote document that hold its tenders.
TENDER_KEYS = tuple(kind.key for kind in TENDERS.values())


def write_tenders(
    tenders: Iterable[Tender], kinds: Mapping[str, TenderKind] = TENDERS
) -> dict[str, Any]:
    """Return the tenders of a quote by their keys of its document."""
    found: dict[str, Any] = {}
    for tender in tenders:
        kind = kinds[tender.kind]
        written = unstructure(tender, without_defaults=True)
        del written["kind"]
        if kind.several:
            found.setdefault(kind.key, []).append(written)
        else:
            found[kind.key] = written
    return found


def read_tenders(
    check: Validator,
    document: Mapping[str, Any],
    kinds: Mapping[str, TenderKind] = TENDERS,
) -> tuple[Tender, ...]:
    """Return the tenders of a quote *document*; faults are added to *check*."""
    found = []
    for name, kind in kinds.items():
        key = kind.key
        if kind.several:
            data = check.items(key, document.get(key, ()), limit=MAX_SEVERAL)
            paths = [(f"{key}[{i}]", each) for i, each in enumerate(data)]
            known: tuple[str, ...] = ("kind",)
        else:
            paths, known = [(key, document.get(key))], ("kind", "name")
        found += [_read(check, name, each, path, known) for path, each in paths]
    return tuple(found)


#: The most tenders of one kind that a document may have.
MAX_SEVERAL = 1_000


def _read(
    check: Validator, kind: str, data: Any, path: str, known: tuple[str, ...]
) -> Any:
    """Return one tender of *kind*; its object must not repeat what is *known*."""
    if not isinstance(data, Mapping):
        # Its fields would be faults as well, and say nothing more.
        check.needed(path, data, "an object")
        return None
    repeated = {key: None for key in known if key in data}
    if repeated:
        keys = [each.name for each in attrs.fields(Tender) if each.name not in known]
        check.keys(path, repeated, keys)
    return structure(check, Tender, {**data, "kind": kind}, path)
