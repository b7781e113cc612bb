# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""When an offer is open: each condition, its edges, and how conditions are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Address,
    Cart,
    Conditions,
    Customer,
    Exclude,
    Line,
    Payment,
    Window,
    promotion,
)
from checkout_core.offers import EVERYTHING, Choice, Selector, categories, products
from checkout_core.offers.conditions import CONDITIONS, Facts, Unmet
from checkout_core.values import thawed
from checkout_core.wire import read_promotion
from tests.factories.faults import faults_of
from tests.factories.tables import case


TEE = Line("tee", 1, "100.00", tax_rate=0)
NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")


def facts(**fields: Any) -> Facts:
    """Return what a cart says at noon of a Sunday."""
    return Facts.of(Cart("INR", [TEE], **fields), NOON, None)


# Hours ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        case("a minute too early", "2026-11-27T21:59:00", False),
        case("a second too early", "2026-11-27T21:59:59", False),
        case("as it opens", "2026-11-27T22:00:00", True),
        case("before midnight", "2026-11-27T23:59:59", True),
        case("at midnight", "2026-11-28T00:00:00", True),
        case("a second before it closes", "2026-11-28T01:59:59", True),
        case("as it closes", "2026-11-28T02:00:00", False),
        case("the night before", "2026-11-27T01:00:00", False),
        case("the next night", "2026-11-28T22:00:00", False),
    ],
)
def test_hours_over_midnight(at: str, is_open: bool) -> None:  # noqa: FBT001 - a column
    """Friday 22:00 to 02:00 belongs to Friday; 27 November 2026 is one."""
    late = Conditions(windows=[Window(weekdays=[5], from_="22:00", to="02:00")])
    moment = datetime.fromisoformat(f"{at}+05:30")
    said = Facts.of(Cart("INR", [TEE]), moment, None)

    assert is_open is (late.unmet(said) is None)


@pytest.mark.parametrize(
    ("window", "minutes"),
    [
        case("the whole day", Window(), 7 * 1440),
        case("one day", Window(weekdays=[1]), 1440),
        case("two hours", Window(from_="16:00", to="18:00"), 7 * 120),
        case("a minute", Window(weekdays=[7], from_="23:59"), 1),
        case("over midnight", Window(weekdays=[7], from_="23:00", to="01:00"), 120),
        case(
            "from noon to noon", Window(weekdays=[3], from_="12:00", to="12:00"), 1440
        ),
        case("until midnight", Window(weekdays=[3], from_="12:00", to="00:00"), 720),
    ],
)
def test_how_long_a_window_is_open(window: Window, minutes: int) -> None:
    """Counted over a week."""
    week = [(day, minute) for day in range(1, 8) for minute in range(1440)]

    assert minutes == sum(window.holds(*each) for each in week)


@given(
    at=st.datetimes(timezones=st.just(UTC)),
    own=st.integers(-840, 840),
    store=st.integers(-840, 840),
)
def test_hours_are_those_of_the_stores_clocks(
    at: datetime, own: int, store: int
) -> None:
    """In whichever offset the moment is given."""
    far = timedelta(days=2)
    if at.year in {1, 9999}:
        at = at.replace(year=2000, day=1) + far
    given_at = at.astimezone(timezone(timedelta(minutes=own)))
    local = at.astimezone(timezone(timedelta(minutes=store)))

    found = Facts.of(Cart("INR", [TEE]), given_at, timedelta(minutes=store))

    assert (local.isoweekday(), 60 * local.hour + local.minute) == (
        found.weekday,
        found.minute,
    )


@pytest.mark.parametrize(
    ("at", "offset", "expected"),
    [
        case("the last day", "9999-12-31T23:59:59+00:00", 14, (6, 839)),
        case("the first day", "0001-01-01T00:00:00+00:00", -14, (7, 600)),
    ],
)
def test_the_calendar_has_an_end(
    at: str, offset: int, expected: tuple[int, int]
) -> None:
    """The hour is known, though the day has no date."""
    moment = datetime.fromisoformat(at)
    found = Facts.of(Cart("INR", [TEE]), moment, timedelta(hours=offset))

    assert expected == (found.weekday, found.minute)


def test_without_a_moment_no_hour_is_open() -> None:
    """What is not known fails."""
    said = Facts.of(Cart("INR", [TEE]), None, timedelta())

    assert Unmet("outside_hours") == Conditions(windows=[Window()]).unmet(said)


# Each condition -----------------------------------------------------------------------

HOME = Address(pincode="560 001", state="Karnataka")
COLLECTED = {"fulfillment_type": "collect-in-store"}


@pytest.mark.parametrize(
    ("conditions", "fields", "expected"),
    [
        case("nothing", Conditions(), {}, None),
        case("the channel", Conditions(channels=["app"]), {"channel": "app"}, None),
        case(
            "in another case",
            Conditions(channels=["app"]),
            {"channel": "App"},
            Unmet("wrong_channel"),
        ),
        case("no channel", Conditions(channels=["app"]), {}, Unmet("wrong_channel")),
        case(
            "a pincode",
            Conditions(pincodes=["110", "56 0"]),
            {"shipping_address": HOME},
            None,
        ),
        case(
            "where the bill goes",
            Conditions(pincodes=["560001"]),
            {"billing_address": HOME},
            None,
        ),
        case(
            "not where the bill goes",
            Conditions(pincodes=["560001"]),
            {
                "billing_address": HOME,
                "shipping_address": Address(pincode="110001"),
            },
            Unmet("wrong_pincode"),
        ),
        case(
            "an address without one",
            Conditions(pincodes=["5"]),
            {"shipping_address": Address(city="X"), "billing_address": HOME},
            Unmet("wrong_pincode"),
        ),
        case(
            "collected goods",
            Conditions(pincodes=["560001"]),
            {"billing_address": HOME, "fulfillment_preference": COLLECTED},
            Unmet("wrong_pincode"),
        ),
        case(
            "letters",
            Conditions(pincodes=["sw1a"]),
            {"shipping_address": Address(pincode="SW1A 1AA", country="UK")},
            None,
        ),
        case(
            "a group of two",
            Conditions(customer_groups=["vip", "staff"]),
            {"customer": Customer(groups=["new", "staff"])},
            None,
        ),
        case(
            "none of the groups",
            Conditions(customer_groups=["vip"]),
            {"customer": Customer(groups=["VIP"])},
            Unmet("wrong_group"),
        ),
        case(
            "a first order",
            Conditions(first_order=True),
            {"customer": Customer(orders_placed=0)},
            None,
        ),
        case(
            "a second order",
            Conditions(first_order=True),
            {"customer": Customer(orders_placed=1)},
            Unmet("not_first_order"),
        ),
        case(
            "orders not known",
            Conditions(first_order=True),
            {},
            Unmet("not_first_order"),
        ),
        case("no first order asked", Conditions(first_order=False), {}, None),
        case(
            "enough orders",
            Conditions(minimum_orders=3),
            {"customer": Customer(orders_placed=3)},
            None,
        ),
        case(
            "one order missing",
            Conditions(minimum_orders=3),
            {"customer": Customer(orders_placed=2)},
            Unmet("too_few_orders", 1),
        ),
        case(
            "all missing",
            Conditions(minimum_orders=3),
            {},
            Unmet("too_few_orders", 3),
        ),
        case(
            "either payment",
            Conditions(payment=[Payment("upi"), Payment("card", issuer="HDFC")]),
            {"payment": Payment("card", issuer="hdfc")},
            None,
        ),
        case(
            "no payment chosen",
            Conditions(payment=[Payment("upi")]),
            {},
            Unmet("wrong_payment"),
        ),
        case(
            "the channel comes first",
            Conditions(channels=["app"], payment=[Payment("upi")]),
            {},
            Unmet("wrong_channel"),
        ),
    ],
)
def test_a_condition(
    conditions: Conditions, fields: dict[str, Any], expected: Unmet | None
) -> None:
    """Each one that is given holds, or is the first that does not."""
    assert expected == conditions.unmet(facts(**fields))


# Documents ----------------------------------------------------------------------------


OFFER = {
    "id": "p",
    "promotion_type": "free-shipping",
    "can_be_used_with_other_promotion": True,
}
EVERY = Conditions(
    windows=[Window(weekdays=[5, 6], from_="22:00", to="02:00"), Window(to="09:00")],
    channels=["app"],
    pincodes=["56 0"],
    customer_groups=["vip"],
    first_order=True,
    minimum_orders=2,
    payment=[Payment("card", issuer="HDFC"), Payment("upi")],
)


def test_conditions_are_written_and_read() -> None:
    """Only what is given is written; a pincode without its blanks."""
    document = {
        "windows": [
            {"weekdays": [5, 6], "from": "22:00", "to": "02:00"},
            {"to": "09:00"},
        ],
        "channels": ["app"],
        "pincodes": ["560"],
        "customer_groups": ["vip"],
        "first_order": True,
        "minimum_orders": 2,
        "payment": [{"method": "card", "issuer": "HDFC"}, {"method": "upi"}],
    }
    read = read_promotion({**OFFER, "x_checkout_core": {"conditions": document}})

    assert (document, EVERY) == (CONDITIONS.write(EVERY), read.conditions)
    assert {} == CONDITIONS.write(Conditions())


def test_null_and_no_entries_ask_nothing() -> None:
    """They are as good as absent keys."""
    document = dict.fromkeys(CONDITIONS.names) | {"channels": [], "windows": []}
    read = read_promotion({**OFFER, "x_checkout_core": {"conditions": document}})

    assert (Conditions(), False) == (
        read.conditions,
        read.conditions is not None and read.conditions.asks,
    )


def test_an_offer_is_built_with_conditions() -> None:
    """What Python says is in the vendor's object, under our own key."""
    gold = Exclude(categories("gold"), discounted=True)
    built = promotion("p", "free-shipping", conditions=EVERY, exclude=gold)

    assert (EVERY, gold, built) == (
        built.conditions,
        built.exclude,
        read_promotion(built.document),
    )
    assert {"category_ids": ["gold"], "discounted": True} == thawed(
        built.document["x_checkout_core"]["exclude"]
    )


@pytest.mark.parametrize(
    ("conditions", "faults"),
    [
        case("no object", 5, [("", "wrong_type")]),
        case("an unknown key", {"chanels": []}, [("chanels", "unknown_key")]),
        case("a text", {"channels": "app"}, [("channels", "wrong_type")]),
        case("an empty text", {"channels": [""]}, [("channels[0]", "empty_text")]),
        case("a blank prefix", {"pincodes": [" "]}, [("pincodes[0]", "empty_text")]),
        case("no prefix", {"pincodes": [""]}, [("pincodes[0]", "empty_text")]),
        case("too many", {"channels": ["a"] * 1001}, [("channels", "too_many")]),
        case("a count", {"first_order": 1}, [("first_order", "wrong_type")]),
        case(
            "0 orders",
            {"minimum_orders": 0},
            [("minimum_orders", "count_out_of_range")],
        ),
        case(
            "a day too many",
            {"windows": [{"weekdays": [8]}]},
            [("windows[0].weekdays[0]", "count_out_of_range")],
        ),
        case(
            "midnight to open",
            {"windows": [{}, {"from": "24:00"}]},
            [("windows[1].from", "bad_time_of_day")],
        ),
        case(
            "one digit",
            {"windows": [{"from": "9:00", "to": "25:00"}]},
            [
                ("windows[0].from", "bad_time_of_day"),
                ("windows[0].to", "bad_time_of_day"),
            ],
        ),
        case("a time", {"windows": [{"to": 5}]}, [("windows[0].to", "wrong_type")]),
        case(
            "an unknown key of a window",
            {"windows": [{"form": "09:00"}]},
            [("windows[0].form", "unknown_key")],
        ),
        case(
            "a pattern",
            {"payment": [{"issuer": "HDFC"}, {"method": "upi", "emi_months": 3}]},
            [
                ("payment[0].method", "required"),
                ("payment[1].emi_months", "not_of_method"),
            ],
        ),
        case("no pattern", {"payment": ["upi"]}, [("payment[0]", "wrong_type")]),
    ],
)
def test_bad_conditions(conditions: Any, faults: list[tuple[str, str]]) -> None:
    """Every fault has its code and its path in the offer."""
    where = "x_checkout_core.conditions"
    document = {**OFFER, "x_checkout_core": {"conditions": conditions}}

    assert [
        (f"{where}.{path}" if path else where, code) for path, code in faults
    ] == faults_of(lambda: read_promotion(document))


def test_unknown_keys_can_be_ignored() -> None:
    """At every depth of the conditions."""
    conditions = {
        "later": 1,
        "windows": [{"later": 1}],
        "payment": [{"method": "upi", "later": 1}],
    }
    document = {**OFFER, "x_checkout_core": {"conditions": conditions}}

    assert Conditions(windows=[Window()], payment=[Payment("upi")]) == (
        read_promotion(document, lenient=True).conditions
    )


@pytest.mark.parametrize("key", ["conditions", "exclude"])
def test_an_argument_is_no_document(key: str) -> None:
    """A dict is for documents; in Python there is a class."""
    own: Any = {key: {}}

    assert [(f"x_checkout_core.{key}", "wrong_type")] == faults_of(
        lambda: promotion("p", "free-shipping", **own)
    )


# Exclusions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        case("nothing", {}, Exclude()),
        case("null", {"product_ids": None, "discounted": None}, Exclude()),
        case("products", {"product_ids": ["a", "b"]}, Exclude(products("a", "b"))),
        case("what is reduced", {"discounted": True}, Exclude(discounted=True)),
    ],
)
def test_an_exclusion_is_read(exclude: dict[str, Any], expected: Exclude) -> None:
    """Without ids it excludes no line."""
    read = read_promotion({**OFFER, "x_checkout_core": {"exclude": exclude}}).exclude

    assert (expected, expected.document()) == (read, read and read.document())


@pytest.mark.parametrize(
    ("on", "faults"),
    [
        case("everything", EVERYTHING, [("", "empty_target")]),
        case("nothing", Selector(), [("", "empty_target")]),
        case("a text", "gold", [("", "wrong_type")]),
        case(
            "a product within a category",
            Selector((Choice("tee", category_id="sale"),)),
            [("[0]", "not_one_id")],
        ),
        case("any line", products("a") | EVERYTHING, [("[1]", "not_one_id")]),
    ],
)
def test_a_bad_exclusion(on: Any, faults: list[tuple[str, str]]) -> None:
    """What cannot be written is refused."""
    assert faults == faults_of(lambda: Exclude(on))


def test_each_part_of_an_exclusion_is_checked() -> None:
    """Ids are texts, the flag is a flag, and other keys are not known."""
    exclude = {"product_ids": [""], "variant_ids": "a", "discounted": 1, "on": []}
    where = "x_checkout_core.exclude"
    document = {**OFFER, "x_checkout_core": {"exclude": exclude}}

    assert [
        (f"{where}.on", "unknown_key"),
        (f"{where}.product_ids[0]", "empty_text"),
        (f"{where}.variant_ids", "wrong_type"),
        (f"{where}.discounted", "wrong_type"),
    ] == faults_of(lambda: read_promotion(document))
