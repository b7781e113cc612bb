# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Any offer that the vendor's schema accepts prices, or is refused with its faults.

The offers are drawn from the schema itself: every field it has, of any type it
allows, left out where it may be.
"""

from __future__ import annotations

import json

from functools import cache
from typing import Any

import jsonschema
import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from checkout_core import (
    CheckoutError,
    dumps,
    evaluate,
    lint,
    quote,
    read_checkout,
    verify,
    write_evaluation,
    write_order,
    write_quote,
)
from checkout_core.money.parse import json_number
from checkout_core.values import thawed
from checkout_core.wire.text import loads
from tests.factories.carts import checkout
from tests.paths import SCHEMAS


SCHEMA = json.loads((SCHEMAS / "offers.schema.json").read_text())
DEFINED = SCHEMA["$defs"]
CART = "A/red 3 x 33.33 in c at 18; B 2 x 50.00 in c,d at 5 inside; C 7 x 0.99"

#: Which definition the vendor's types mean; the schema itself ties them together
#: nowhere.
MEANT = {
    "discount": "DiscountCouponPromotion",
    "free-goods": "FreeGoodCouponPromotion",
    "fixed-price": "FixedPriceCouponPromotion",
    "buy-x-get-y": "BuyXGetYCouponPromotion",
    "volume-based": "VolumeBasedCouponPromotion",
    "free-shipping": "FreeShipingCouponPromotion",
    "accelerated-rewards": "AcceleratedRewardCouponPromotion",
}

#: Numbers of the size that offers have, and numbers as JSON knows them.
tame_numbers = st.one_of(
    st.integers(0, 12), st.sampled_from([1, 2, 3, 10, 50, 100, 99, 0])
)
wild_numbers = st.one_of(
    tame_numbers,
    st.integers(-(10**30), 10**30),
    st.decimals(0, 10**6, places=2),
    st.sampled_from(["1e2", "0.5", "12.50", "2.0", "-0", "0.001", "33.333333"]).map(
        json_number
    ),
)
tame_times = st.sampled_from(
    [
        "2026-11-22T12:00:00+05:30",
        "2026-11-22T06:30:00.000001Z",
        "2026-01-01T00:00:00Z",
        "2027-01-01T00:00:00-12:00",
    ]
)
wild_times = st.one_of(
    tame_times,
    st.datetimes().map(lambda found: f"{found.isoformat()}+05:30"),
    st.sampled_from(
        [
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "2026-12-31T23:59:60Z",
            "2026-11-22t12:00:00.123456789z",
        ]
    ),
)
#: Names of the cart's products, variants and categories, and any text.
tame_texts = st.sampled_from(["A", "B", "C", "red", "c", "d", "X"])
wild_texts = st.one_of(tame_texts, st.text(max_size=8))


@cache
def drawn(text: str, *, wild: bool) -> st.SearchStrategy[Any]:
    """Return what the schema in *text* accepts."""
    schema = json.loads(text)
    if "$ref" in schema:
        return drawn(json.dumps(DEFINED[schema["$ref"].split("/")[-1]]), wild=wild)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(
            [drawn(json.dumps(each), wild=wild) for each in schema["anyOf"]]
        )
    if "allOf" in schema:
        parts = [drawn(json.dumps(each), wild=wild) for each in schema["allOf"]]
        return st.tuples(*parts).map(lambda found: found[0] | found[1])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_of(kind, schema, wild=wild) for kind in kinds])


def _of(kind: str, schema: dict[str, Any], *, wild: bool) -> st.SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "number":
            return wild_numbers if wild else tame_numbers
        case "string" if "format" in schema:
            return wild_times if wild else tame_times
        case "string":
            return wild_texts if wild else tame_texts
        case "array":
            inner = drawn(json.dumps(schema["items"]), wild=wild)
            return st.lists(inner, min_size=0 if wild else 1, max_size=3)
    fields = {
        key: drawn(json.dumps(each), wild=wild)
        for key, each in schema["properties"].items()
    }
    assert set(fields) == set(schema["required"]), "nothing is optional in an offer"
    return st.fixed_dictionaries(fields)


def offers(kind: str, *, wild: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Return the vendor's Promotion or Coupon, with the details its type means."""
    own = DEFINED[kind.title()]["allOf"][1]
    types = own["properties"][f"{kind}_type"]["enum"]

    def of_type(name: str) -> st.SearchStrategy[dict[str, Any]]:
        parts = [
            drawn(json.dumps(each), wild=wild) for each in (DEFINED[MEANT[name]], own)
        ]
        more = {f"{kind}_type": name}
        if not wild:
            more["starts_at"] = "2026-01-01T00:00:00Z"
        return st.tuples(*parts).map(lambda found: found[0] | found[1] | more)

    return st.sampled_from(types).flatmap(of_type)


def priced_or_refused(kind: str, offer: dict[str, Any]) -> None:
    """Check that a store with *offer* prices, or says what is wrong with it."""
    text = dumps(offer)
    definition = {**SCHEMA, "$ref": f"#/$defs/{kind.title()}"}
    definition.pop("anyOf")
    jsonschema.Draft202012Validator(definition).validate(json.loads(text))
    codes = [each for each in offer.get("coupon_code", []) if each.strip()]
    document = checkout(
        CART,
        offer,
        code=codes[0] if codes else None,
        cart={"shipping": {"estimated_cost": "60.00", "tax_rate": "18"}},
        customer={"id": "u"},
    )
    try:
        given = read_checkout(dumps(document))
        found = quote(given.cart, given.store, at=given.at)
    except CheckoutError as error:
        event(f"refused: {error.faults[0].code}")
        return

    found.check()
    event(f"{offer[f'{kind}_type']}: {'; '.join(e.code for e in found.refusals)}")
    (kept,) = (*given.store.promotions, *given.store.coupons)
    assert loads(text) == loads(dumps(thawed(kept.document)))
    verify(dumps(write_quote(found)))
    assert dumps(write_order(found))
    lint(given.store)
    judged = evaluate(given.cart, given.store, at=given.at)
    assert dumps(write_evaluation(judged))


@pytest.mark.parametrize("kind", ["promotion", "coupon"])
class TestAnyOfferOfTheVendor:
    """Whatever the schema accepts is read and priced, or refused as our error."""

    @given(data=st.data())
    def test_with_figures_that_offers_have(self, kind: str, data: Any) -> None:
        """Most of these price; what is written back is what was given."""
        priced_or_refused(kind, data.draw(offers(kind, wild=False)))

    @given(data=st.data())
    def test_with_anything_the_schema_allows(self, kind: str, data: Any) -> None:
        """Numbers of any size and spelling, texts of any kind."""
        priced_or_refused(kind, data.draw(offers(kind, wild=True)))

    @given(data=st.data())
    def test_with_details_of_another_type(self, kind: str, data: Any) -> None:
        """The schema does not tie the details to the type."""
        whole = drawn(json.dumps(DEFINED[kind.title()]), wild=False)

        priced_or_refused(kind, data.draw(whole))
