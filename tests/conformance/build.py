# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Builds `cases.jsonl` of the areas that people write.

    python -m tests.conformance.build            # writes cases.jsonl
    python -m tests.conformance.build --format   # lays the areas out as they should be
    python -m tests.conformance.build --fill     # writes what `expect` leaves open

Promises the same file for the same areas, and an error that names each case that breaks
the format.  `--fill` asks the engine: whoever uses it reads what it says before it is
committed.
"""

from __future__ import annotations

import argparse
import json
import sys

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.conformance import run


HERE = Path(__file__).parent
AREAS = HERE / "areas"
BUILT = HERE / "cases.jsonl"
VERSION = HERE / "VERSION"
#: So wide is what stands on one line of an area.
WIDTH = 88

KEYS = (
    "id",
    "level",
    "why",
    "document",
    "returns",
    "number",
    "at",
    "events",
    "tampered",
    "sealed",
    "revision",
    "stored",
    "expect",
)
_EVERY = (
    *("order", "quote", "refusals", "with_payment"),
    *("refunds", "states", "verified", "faults"),
)
#: What each level must expect, and may.
EXPECTED = {
    "exact": _EVERY,
    "totals": ("totals",),
    "refuses": (),
    "path": ("faults",),
    "skipped": _EVERY,
}
#: What `--fill` writes for a case that expects nothing of the order.
ORDER = (
    "subtotal",
    "item_total_tax",
    "promotion_discount_amount",
    "coupon_discount_amount",
    "coupon_code",
    "total_savings",
    "shipping_estimated_cost",
    "shipping_discount_amount",
    "shipping_amount",
    "shipping_tax_rate",
    "shipping_tax_amount",
    "handling_charge_excluding_tax",
    "handling_charge_tax_amount",
    "total_tax",
    "grand_total",
    "loyalty_points_redeemed",
    "loyalty_points_earned",
    "credit_balance_used",
    "to_be_paid",
)


class Literal(str):
    """A number as it is written in a file, with its digits."""

    __slots__ = ()


def read(text: str) -> Any:
    """Return JSON with each number as a `Literal`; a key twice is an error."""
    return json.loads(
        text,
        parse_float=Literal,
        parse_int=Literal,
        parse_constant=Literal,
        object_pairs_hook=_object,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys differ."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = sorted(
            {key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1}
        )
        raise ValueError(f"a key twice: {', '.join(twice)}")
    return found


def text_of(value: Any) -> str:
    """Return data on one line, each literal as it was written."""
    if isinstance(value, Literal):
        return str(value)
    if isinstance(value, Mapping):
        pairs = (f"{_quoted(key)}: {text_of(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text_of, value)) + "]"
    return _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def laid_out(value: Any, indent: int = 0, head: str = "") -> str:
    """
    Return data as an area has it, *head* before it on its line.

    What fits into a line stands on one; else short parts share lines.
    """
    line = text_of(value)
    fits = indent + len(head) + len(line) < WIDTH
    if fits or not value or not isinstance(value, (Mapping, list)):
        return head + line
    inner = indent + 1
    if isinstance(value, Mapping):
        pairs = [(f"{_quoted(key)}: ", each) for key, each in value.items()]
        opening, closing = "{", "}"
    else:
        pairs = [("", each) for each in value]
        opening, closing = "[", "]"
    rows = [""]
    for begin, each in pairs:
        part = laid_out(each, inner, begin)
        small = "\n" not in part and "\n" not in rows[-1]
        if rows[-1] and small and inner + len(f"{rows[-1]}, {part}") < WIDTH:
            rows[-1] += f", {part}"
        elif rows[-1]:
            rows.append(part)
        else:
            rows[-1] = part
    step = " " * inner
    body = ",\n".join(step + row for row in rows)
    return f"{head}{opening}\n{body}\n{' ' * indent}{closing}"


def layout(cases: list[dict[str, Any]]) -> str:
    """Return an area: a list of cases, each beginning on a line of its own."""
    parts = []
    for case in cases:
        rows = [
            " " + laid_out(case[key], 1, f"{_quoted(key)}: ")
            for key in KEYS
            if key in case
        ]
        parts.append("{\n" + ",\n".join(rows) + "\n}")
    return "[\n" + ",\n".join(parts) + "\n]\n"


# Cases -------------------------------------------------------------------------------


def areas() -> dict[str, list[dict[str, Any]]]:
    """Return the cases of each area, as people write them."""
    found = {}
    for path in sorted(AREAS.glob("*.json")):
        try:
            found[path.stem] = read(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SystemExit(f"{path.name}: {error}") from None
    return found


def faults(area: str, case: Mapping[str, Any]) -> Iterator[str]:
    """Yield what breaks the format in a case."""
    name = f"{area}: {case.get('id')}"
    unknown = set(case) - set(KEYS)
    if unknown:
        yield f"{name}: unknown {', '.join(sorted(unknown))}"
    if not str(case.get("id", "")).startswith(f"{area}/"):
        yield f"{name}: an id begins with {area}/"
    if not str(case.get("why", "")).strip():
        yield f"{name}: why?"
    level = case.get("level")
    if level not in run.LEVELS:
        yield f"{name}: no level {level}"
        return
    if "document" not in case:
        yield f"{name}: no document"
    expect = case.get("expect")
    if not isinstance(expect, Mapping) or (not expect and level != "refuses"):
        yield f"{name}: nothing is expected"
        return
    strange = set(expect) - set(EXPECTED[level])
    if strange:
        yield f"{name}: {level} does not compare {', '.join(sorted(strange))}"


def built(area: str, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case as programs see it: documents are text, figures are text."""
    document = case["document"]
    text = document if type(document) is str else text_of(document)
    found: dict[str, Any] = {
        "id": case["id"],
        "area": area,
        "level": case["level"],
        "why": case["why"],
    }
    if case.get("stored"):
        # The document is a quote, as an earlier version of the engine wrote it.
        found |= {"op": "verify", "quote": text}
    elif "tampered" in case:
        found |= {"op": "verify", "quote": tampered(text, case)}
    elif "returns" in case:
        found |= {"op": "refund", "document": text, "returns": case["returns"]}
    elif "events" in case:
        found |= {"op": "order", "document": text, "events": case["events"]}
        found |= {key: case[key] for key in ("number", "at") if key in case}
    else:
        found |= {"op": "price", "document": text}
    return found | {"expect": run.spelled(case["expect"])}


def tampered(document: str, case: Mapping[str, Any]) -> str:
    """
    Return the quote of a document with figures changed.

    `tampered` maps a place such as `/totals/to_be_paid` to another figure, and a place
    after a minus, `-/supply_type`, to null: it is left out.  `sealed` says that whoever
    changed it wrote a fitting fingerprint; `revision` that it is one of that number,
    which an earlier release wrote.
    """
    from checkout_core import dumps, loads, read_checkout, write_quote
    from checkout_core.pricing import quote_by
    from checkout_core.revisions import CURRENT, REVISIONS
    from checkout_core.wire.quotes import fingerprint

    checkout = read_checkout(document)
    number = int(case.get("revision", CURRENT.number))
    rules = REVISIONS[number - 1]
    found = quote_by(rules, checkout.cart, checkout.store, checkout.at, None)
    changed = loads(dumps(write_quote(found)))
    if "engine" in changed:
        # The same text for each release of the engine.
        changed["engine"] = "checkout-core"
    changed["fingerprint"] = fingerprint(changed)
    for place, value in case["tampered"].items():
        *way, last = place.removeprefix("-").strip("/").split("/")
        inner: Any = changed
        for step in way:
            inner = inner[int(step) if isinstance(inner, list) else step]
        key = int(last) if isinstance(inner, list) else last
        if place.startswith("-"):
            del inner[key]
        else:
            inner[key] = json.loads(text_of(value))
    if case.get("sealed"):
        changed["fingerprint"] = fingerprint(changed)
    return dumps(changed)


def corpus() -> str:
    """Return the built corpus: a case a line, areas by name."""
    lines, wrong, known = [], [], set()
    for area, cases in areas().items():
        for case in cases:
            found = list(faults(area, case))
            if case.get("id") in known:
                found.append(f"{area}: {case['id']} twice")
            known.add(case.get("id"))
            wrong += found
            if not found:
                lines.append(text_of(built(area, case)))
    if wrong:
        raise SystemExit("\n".join(wrong))
    return "".join(f"{line}\n" for line in lines)


# Filling -----------------------------------------------------------------------------


def filled(area: str, case: dict[str, Any]) -> dict[str, Any]:
    """Return a case with what its `expect` leaves open, as the engine answers it."""
    from tests.conformance.programs.checkout_core_program import answered

    expect = case.get("expect") or {}
    if case.get("level") == "refuses" or (expect and "?" not in expect.values()):
        return case
    asked = {"level": "exact", "why": "", **case, "expect": expect}
    request = run.request_of(json.loads(text_of(built(area, asked))))
    answer = json.loads(answered(request))
    open_keys = [key for key, each in expect.items() if each == "?"]
    if "faults" in answer and not expect and request["op"] != "verify":
        return case | {"level": "path", "expect": {"faults": answer["faults"]}}
    if not expect:
        open_keys = {
            "price": ["order", "refusals"],
            "refund": ["refunds"],
            "order": ["states"],
            "verify": ["verified", "faults"],
        }[request["op"]]
    said = {key: _short(key, answer[key]) for key in open_keys if key in answer}
    found: dict[str, Any] = {**expect, **said}
    if found.get("order") == {}:
        found.pop("order")
    return {"level": "exact", **case, "expect": found}


#: What is written of refunds and refusals.
SHORT = {
    "order": ORDER,
    "refusals": ("offer_id", "kind", "code"),
    "refunds": (
        "faults",
        "amount",
        "tax_amount",
        "gateway",
        "credit",
        "points",
        "points_value",
        "points_reversed",
        "charge",
        "unpaid",
        "gateway_discount",
        "tenders",
    ),
}


def _short(key: str, value: Any) -> Any:
    """Return of an answer what a case states."""
    names = SHORT.get(key)
    if isinstance(value, list):
        return [_short(key, each) for each in value]
    if names is None or not isinstance(value, Mapping):
        return value
    return {name: value[name] for name in names if name in value}


def main() -> None:
    """Build, lay out or fill."""
    parser = argparse.ArgumentParser(description="Build the conformance corpus.")
    parser.add_argument("--format", action="store_true", help="lay the areas out")
    parser.add_argument("--fill", action="store_true", help="write what is left open")
    parser.add_argument("--areas", type=run.listed, default=[])
    asked = parser.parse_args()
    if asked.fill or asked.format:
        for area, cases in areas().items():
            if asked.areas and area not in asked.areas:
                continue
            found = [filled(area, case) if asked.fill else case for case in cases]
            path = AREAS / f"{area}.json"
            path.write_text(layout(found), encoding="utf-8")
    BUILT.write_text(corpus(), encoding="utf-8")
    sys.stdout.write(f"{len(BUILT.read_text().splitlines())} cases\n")


if __name__ == "__main__":
    main()
