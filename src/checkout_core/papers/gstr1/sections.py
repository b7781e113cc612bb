# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sections of GSTR-1, filled document by document.

Promises that a document is in the sections of its kind and nowhere else, and that no
document is kept.  Knows no order and no file.
"""

from __future__ import annotations

import datetime as dt

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from checkout_core.papers.gstr1.sums import KEYS, Sums, paise, rupees


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checkout_core.papers.gstr1.documents import GstDocument


__all__ = ["Filed", "Sections", "taxes_of"]


#: From this day on the limit of B2CL is the lower one.  Source: Notification
#: 12/2024-Central Tax.
_SINCE = dt.date(2024, 8, 1)
_LIMIT, _LIMIT_BEFORE = Decimal(100_000), Decimal(250_000)

_TYPES = {
    "sez_with_payment": "SEWP",
    "sez_without_payment": "SEWOP",
    "deemed_export": "DE",
}
_EXPORTS = {"export_with_payment": "WPAY", "export_without_payment": "WOPAY"}


def is_large(value: Decimal, day: dt.date) -> bool:
    """
    Return whether an invoice of *value* is above the limit of B2CL on its day.

    >>> is_large(Decimal("100000.01"), dt.date(2026, 11, 22))
    True
    >>> is_large(Decimal("100000.01"), dt.date(2024, 7, 31))
    False
    """
    return value > (_LIMIT if day >= _SINCE else _LIMIT_BEFORE)


@frozen(kw_only=True)
class Filed:
    """
    One document as the sections count it.

    Attributes:
        document: its facts.
        buyer: the GSTIN of the buyer, "" without one and for an export.
        supply: the kind of supply.
        place: the code of the place of supply.
        is_inter: whether it is between states.
        is_reverse: whether the buyer pays tax of it.
        value: its total, in major units.
        rates: value and taxes of what is an item, by rate.
        nil: amounts of what is not taxable, by their keys, in paise.
        original: value, in major units, and day of the invoice that a note corrects;
            of an invoice its own.
    """

    document: GstDocument
    buyer: str
    supply: str
    place: str
    is_inter: bool
    is_reverse: bool
    value: Decimal
    rates: Mapping[Decimal, Sums]
    nil: Mapping[str, int]
    original: tuple[Decimal, dt.date]

    @property
    def is_large(self) -> bool:
        """Whether it, or its invoice, is of B2CL."""
        return self.is_inter and is_large(*self.original)

    @property
    def kind(self) -> str:
        """The first word of the section that it is in."""
        if self.supply in _EXPORTS:
            return "exp"
        if self.buyer:
            return "b2b"
        return "b2cl" if self.is_large else "b2cs"


@define(kw_only=True)
class Sections:
    """All sections by rate, and the table of what is not taxable."""

    _b2b: dict[str, list[dict[str, Any]]] = field(factory=dict)
    _b2cl: dict[str, list[dict[str, Any]]] = field(factory=dict)
    _b2cs: dict[tuple[str, Decimal, str], Sums] = field(factory=dict)
    _cdnr: dict[str, list[dict[str, Any]]] = field(factory=dict)
    _cdnur: list[dict[str, Any]] = field(factory=list)
    _exp: dict[str, list[dict[str, Any]]] = field(factory=dict)
    _nil: dict[str, dict[str, int]] = field(factory=dict)
    values: dict[str, Sums] = field(factory=dict)

    def add(self, filed: Filed) -> None:
        """Count one document that is not cancelled."""
        kind = filed.document.kind
        sign = -1 if kind == "CRN" else 1
        self._add_nil(filed, sign)
        if not filed.rates:
            return
        if filed.kind == "b2cs":
            self._count("b2cs", filed.rates.values(), sign)
            word = "INTER" if filed.is_inter else "INTRA"
            for rate, sums in filed.rates.items():
                key = filed.place, rate, word
                self._b2cs.setdefault(key, Sums()).include(sums, sign)
        elif kind == "INV":
            self._count(filed.kind, filed.rates.values(), 1)
            self._add_invoice(filed)
        else:
            self._add_note(filed, sign)

    def _count(self, name: str, sums: Iterable[Sums], sign: int) -> None:
        whole = self.values.setdefault(name, Sums())
        for each in sums:
            whole.include(each, sign)

    def _add_invoice(self, filed: Filed) -> None:
        found = {**_numbered(filed, "inum", "idt"), "val": filed.value}
        if filed.kind == "b2b":
            found |= _of_registered(filed)
            self._b2b.setdefault(filed.buyer, []).append(found | _items(filed))
        elif filed.kind == "b2cl":
            self._b2cl.setdefault(filed.place, []).append(found | _items(filed))
        else:
            bill = filed.document.shipping_bill
            if bill is not None:
                found |= {
                    "sbpcode": bill.port,
                    "sbnum": bill.number,
                    "sbdt": _day(bill.date),
                }
            flat = [
                {"rt": rate, **sums.shown("txval", "iamt", "csamt")}
                for rate, sums in sorted(filed.rates.items())
            ]
            rows = self._exp.setdefault(_EXPORTS[filed.supply], [])
            rows.append({**found, "itms": flat})

    def _add_note(self, filed: Filed, sign: int) -> None:
        word = "C" if sign < 0 else "D"
        # A credit note is deducted where the sections are added up.
        found = {
            "ntty": word,
            **_numbered(filed, "nt_num", "nt_dt"),
            "val": filed.value,
        }
        if filed.kind == "b2b":
            self._count("cdnr", filed.rates.values(), sign)
            rows = self._cdnr.setdefault(filed.buyer, [])
            rows.append({**found, **_of_registered(filed), **_items(filed)})
            return
        self._count("cdnur", filed.rates.values(), sign)
        if filed.kind == "exp":
            paid = _EXPORTS[filed.supply] == "WPAY"
            found["typ"] = "EXPWP" if paid else "EXPWOP"
        else:
            found |= {"typ": "B2CL", "pos": filed.place}
        self._cdnur.append(found | _items(filed))

    def _add_nil(self, filed: Filed, sign: int) -> None:
        within = "INTRB2" if filed.is_inter else "INTRAB2"
        row = self._nil.setdefault(f"{within}{'B' if filed.buyer else 'C'}", {})
        for key, amount in filed.nil.items():
            row[key] = row.get(key, 0) + sign * amount

    @property
    def nil_value(self) -> int:
        """What is not taxable, all together."""
        return sum(sum(each.values()) for each in self._nil.values())

    def as_document(self) -> dict[str, Any]:
        """Return the sections that are not empty, by their names."""
        found: dict[str, Any] = {
            "b2b": [{"ctin": key, "inv": x} for key, x in sorted(self._b2b.items())],
            "b2cl": [{"pos": key, "inv": x} for key, x in sorted(self._b2cl.items())],
            "b2cs": [
                {
                    "sply_ty": word,
                    "typ": "OE",
                    "pos": place,
                    "rt": rate,
                    **sums.shown(
                        "txval",
                        *(("iamt",) if word == "INTER" else ("camt", "samt")),
                        "csamt",
                    ),
                }
                for (place, rate, word), sums in sorted(self._b2cs.items())
                if not sums.is_empty
            ],
            "cdnr": [{"ctin": key, "nt": x} for key, x in sorted(self._cdnr.items())],
            "cdnur": self._cdnur,
            "exp": [{"exp_typ": key, "inv": x} for key, x in sorted(self._exp.items())],
        }
        nil = [
            {
                "sply_ty": word,
                **{
                    key: rupees(row.get(key, 0))
                    for key in ("nil_amt", "expt_amt", "ngsup_amt")
                },
            }
            for word in ("INTRB2B", "INTRB2C", "INTRAB2B", "INTRAB2C")
            if any((row := self._nil.get(word, {})).values())
        ]
        found["nil"] = {"inv": nil} if nil else {}
        return {key: each for key, each in found.items() if each}


def taxes_of(document: Mapping[str, Any]) -> Sums:
    """Return the taxes that the sections of a return say, less its credit notes."""
    found = Sums()
    for row, sign in _rows_of(document):
        said = {key: paise(row[key]) for key in KEYS if key in row}
        found.include(Sums(**said), sign)
    return found


def _rows_of(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield each row with taxes of the sections, and whether it adds or takes off."""
    for row in document.get("b2cs", ()):
        yield row, 1
    papers = list(document.get("cdnur", ()))
    for name, key in (("b2b", "inv"), ("b2cl", "inv"), ("exp", "inv"), ("cdnr", "nt")):
        for group in document.get(name, ()):
            papers += group[key]
    for paper in papers:
        sign = -1 if paper.get("ntty") == "C" else 1
        for item in paper["itms"]:
            yield item.get("itm_det", item), sign


def _day(day: dt.date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def _numbered(filed: Filed, number: str, day: str) -> dict[str, Any]:
    document = filed.document
    return {number: document.number, day: _day(document.date)}


def _of_registered(filed: Filed) -> dict[str, Any]:
    return {
        "pos": filed.place,
        "rchrg": "Y" if filed.is_reverse else "N",
        "inv_typ": _TYPES.get(filed.supply, "R"),
    }


def _items(filed: Filed) -> dict[str, Any]:
    """Return `itms`: one for each rate, the lowest first."""
    rows = sorted(filed.rates.items())
    return {
        "itms": [
            {"num": i, "itm_det": {"rt": rate, **sums.shown("txval", *KEYS)}}
            for i, (rate, sums) in enumerate(rows, 1)
        ]
    }
