# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`store.tax_classes`: rates by class and date, and the lines that name a class."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    evaluate,
    quote,
    read_checkout,
    read_quote,
    read_store,
    write_quote,
)
from tests.factories.carts import checkout, line
from tests.factories.tables import case
from tests.factories.tax import quoted, refused, taxes


#: Goods at 12 % until the reform of 22 September 2025, at 5 % since.
REFORM = "2025-09-22T00:00:00+05:30"
FEBRUARY = "2026-02-01T00:00:00+05:30"
CLASSES: dict[str, Any] = {
    "butter": [
        {"valid_to": REFORM, "tax_rate": "12"},
        {"valid_from": REFORM, "tax_rate": "5"},
    ],
    "tobacco": [
        {"valid_to": FEBRUARY, "tax_rate": "28", "cess_rate": "5", "hsn_code": "2402"},
        {"valid_from": FEBRUARY, "tax_rate": "40", "hsn_code": "2402"},
    ],
    "apparel": {
        "tax_slabs": [{"up_to": "2500", "rate": "5"}, {"rate": "18"}],
        "hsn_code": "6109",
    },
    "books": {"tax_rate": "0", "tax_category": "exempt"},
    "quebec": {
        "tax_components": [
            {"name": "TPS", "rate": "5"},
            {"name": "TVQ", "rate": "9.975"},
        ]
    },
    "cola": {"tax_rate": "28", "cess_per_unit": "3.50"},
    "festival": [
        {"valid_from": REFORM, "valid_to": FEBRUARY, "tax_rate": "18"},
    ],
}
STORE = {"tax_classes": CLASSES}


def named(name: str, said: str = "A 1 x 100.00", **more: Any) -> list[str]:
    """Return the tax of a line of a class."""
    one = line(said, tax_class=name, **more.pop("fields", {}))
    return taxes(quoted([one], store=STORE, **more))


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        case(
            "the last second at 12", "2025-09-21T23:59:59+05:30", "butter", "GST 12.00"
        ),
        case("midnight in India", REFORM, "butter", "GST 5.00"),
        case("the same moment in London", "2025-09-21T18:30:00Z", "butter", "GST 5.00"),
        case("a second before it", "2025-09-21T18:29:59Z", "butter", "GST 12.00"),
        case(
            "tobacco keeps its cess till February",
            "2026-01-31T23:59:59+05:30",
            "tobacco",
            "GST 28.00 CESS 5.00",
        ),
        case("then 40 % without", FEBRUARY, "tobacco", "GST 40.00"),
        case("within a closed period", REFORM, "festival", "GST 18.00"),
    ],
)
def test_the_moment_decides(at: str, name: str, expected: str) -> None:
    """From `valid_from` on, up to but without `valid_to`."""
    assert [expected] == named(name, at=at)


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        case("slabs below", "apparel", "A 1 x 2500.00", "GST 125.00"),
        case("slabs above", "apparel", "A 1 x 3000.00", "GST 540.00"),
        case("a category", "books", "A 1 x 100.00", "GST 0.00"),
        case("components", "quebec", "A 1 x 100.00", "TPS 5.00 TVQ 9.98"),
        case("a cess for each", "cola", "A 2 x 50.00", "GST 28.00 CESS PER UNIT 7.00"),
    ],
)
def test_a_class_says_all_that_a_line_may_say(
    name: str, said: str, expected: str
) -> None:
    """Slabs, category, components, both kinds of cess."""
    assert [expected] == named(name, said)


def test_an_open_period_needs_no_moment() -> None:
    """Where nothing changes with time, the moment may be left out."""
    assert ["GST 0.00"] == named("books", at=None)


def test_a_class_without_periods_in_time_gives_the_category() -> None:
    """An exempt class is exempt in the summaries."""
    found = quoted([line("A 1 x 100.00", tax_class="books")], store=STORE)

    assert ["exempt"] == [each.category for each in found.figures.tax_rows]


def test_the_hsn_code_of_the_class_unless_the_line_has_its_own() -> None:
    """Summaries are by the line's code first."""
    lines = [
        line("A 1 x 100.00", tax_class="apparel"),
        line("B 1 x 100.00", tax_class="apparel", hsn_code="6203"),
        line("C 1 x 100.00 at 5"),
    ]
    found = quoted(lines, store=STORE)

    assert ["6109", "6203"] == [each.hsn_code for each in found.figures.hsn_rows]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("a rate", {"tax_rate": "3"}, "GST 3.00"),
        case("slabs", {"tax_slabs": [{"rate": "3"}]}, "GST 3.00"),
        case(
            "components",
            {"tax_components": [{"name": "VAT", "rate": "20"}]},
            "VAT 20.00",
        ),
        case("a cess", {"cess_rate": "1"}, "GST 0.00 CESS 1.00"),
        case("a cess per unit", {"cess_per_unit": "2"}, "GST 0.00 CESS PER UNIT 2.00"),
        case("a category", {"tax_category": "zero"}, "GST 0.00"),
    ],
)
def test_a_line_that_says_its_own_tax_keeps_it(
    fields: dict[str, Any], expected: str
) -> None:
    """The class is not looked up at all."""
    assert [expected] == named("nowhere", fields=fields)


def test_a_quote_remembers_its_rate() -> None:
    """A quote of before the reform, priced once more after it, is what it was."""
    lines = [line("A 1 x 100.00", tax_class="butter")]
    found = quoted(lines, store=STORE, at="2025-09-01T00:00:00Z")

    again = read_quote(dumps(write_quote(found)))

    store = read_store({"currency": "INR", "tax_classes": {}})
    later = quote(again.cart, store, at=FEBRUARY)
    assert ["GST 12.00"] == taxes(again) == taxes(later)


def test_only_the_lines_that_name_a_class_change() -> None:
    """Lines with and without a class stand in one cart."""
    lines = [line("A 1 x 100.00", tax_class="butter"), line("B 1 x 100.00 at 18")]
    found = quoted(lines, store=STORE, at=REFORM)

    assert ["GST 5.00", "GST 18.00"] == taxes(found)


def test_evaluate_knows_the_classes_too() -> None:
    """What evaluate prices is what quote prices."""
    document = checkout([line("A 1 x 100.00", tax_class="butter")], store=STORE)
    given = read_checkout(json.dumps(document))

    found = evaluate(given.cart, given.store, at=given.at)

    assert "105.00" == str(found.quote.to_be_paid)


class TestFaults:
    """Each bad table and each line that finds nothing in it."""

    LINE = "cart.cart_items[0].tax_class"

    @pytest.mark.parametrize(
        ("name", "at", "expected"),
        [
            case("a class that is not there", "milk", None, "unknown_tax_class"),
            case(
                "before its first period",
                "festival",
                "2025-01-01T00:00:00Z",
                "no_rate_then",
            ),
            case("from its end on", "festival", FEBRUARY, "no_rate_then"),
            case("without a moment", "butter", None, "no_rate_then"),
        ],
    )
    def test_no_rate(self, name: str, at: str | None, expected: str) -> None:
        """The line is named, not the table."""
        lines = [line("A 1 x 1.00", tax_class=name)]

        assert [(self.LINE, expected)] == refused(said=lines, at=at, store=STORE)

    def test_every_line_is_named(self) -> None:
        """Two bad lines are two faults."""
        lines = [line(f"{each} 1 x 1.00", tax_class=each) for each in ("B", "C")]

        assert [
            ("cart.cart_items[0].tax_class", "unknown_tax_class"),
            ("cart.cart_items[1].tax_class", "unknown_tax_class"),
        ] == refused(said=lines)

    @pytest.mark.parametrize(
        ("periods", "expected"),
        [
            case("no period", [], ("", "empty_target")),
            case("no list", 5, ("", "wrong_type")),
            case(
                "an unknown key",
                [{"tax_rate": "5", "rate": "5"}],
                ("[0].rate", "unknown_key"),
            ),
            case("no rate", [{"hsn_code": "1"}], ("[0].tax_rate", "required")),
            case(
                "a bad rate",
                [{"tax_rate": "-1"}],
                ("[0].tax_rate", "rate_out_of_range"),
            ),
            case(
                "a category with a rate",
                [{"tax_rate": "5", "tax_category": "zero"}],
                ("[0].tax_category", "category_needs_zero_rate"),
            ),
            case(
                "components beside a rate",
                [{"tax_rate": "5", "tax_components": [{"name": "X", "rate": "1"}]}],
                ("[0].tax_components", "components_stand_alone"),
            ),
            case(
                "bad slabs",
                [{"tax_slabs": [{"up_to": "5", "rate": "1"}]}],
                ("[0].tax_slabs", "bad_slabs"),
            ),
            case(
                "a slab that ends between two paise",
                [{"tax_slabs": [{"up_to": "9.999", "rate": "5"}, {"rate": "18"}]}],
                ("[0].tax_slabs[0].up_to", "off_grid"),
            ),
            case(
                "a cess of a part of a paisa",
                [{"tax_rate": "5", "cess_per_unit": "0.001"}],
                ("[0].cess_per_unit", "off_grid"),
            ),
            case(
                "a naive time",
                [{"tax_rate": "5", "valid_from": "2026-01-01T00:00:00"}],
                ("[0].valid_from", "naive_time"),
            ),
            case(
                "no time",
                [{"tax_rate": "5", "valid_to": "soon"}],
                ("[0].valid_to", "bad_time"),
            ),
            case(
                "reversed",
                [{"tax_rate": "5", "valid_from": FEBRUARY, "valid_to": REFORM}],
                ("[0].valid_to", "period_reversed"),
            ),
            case(
                "of no length",
                [{"tax_rate": "5", "valid_from": REFORM, "valid_to": REFORM}],
                ("[0].valid_to", "period_reversed"),
            ),
            case(
                "two open ones",
                [{"tax_rate": "5"}, {"tax_rate": "12"}],
                ("[1]", "periods_overlap"),
            ),
            case(
                "two without a beginning",
                [
                    {"tax_rate": "5", "valid_to": REFORM},
                    {"tax_rate": "12", "valid_to": FEBRUARY},
                ],
                ("[1]", "periods_overlap"),
            ),
            case(
                "the third in the first",
                [
                    {"tax_rate": "5", "valid_from": FEBRUARY},
                    {"tax_rate": "12", "valid_to": REFORM},
                    {"tax_rate": "18", "valid_from": FEBRUARY},
                ],
                ("[2]", "periods_overlap"),
            ),
        ],
    )
    def test_a_bad_table(self, periods: Any, expected: tuple[str, str]) -> None:
        """The path names the class and the period."""
        path, code = expected
        store = {"tax_classes": {"milk": periods}}

        assert [(f"store.tax_classes.milk{path}", code)] == refused(store=store)

    @pytest.mark.parametrize(
        ("begins", "expected"),
        [(REFORM, "2025-09-22T00:00:00+05:30"), (None, None)],
    )
    def test_where_a_period_begins_that_overlaps(
        self, begins: str | None, expected: str | None
    ) -> None:
        """It is told as a document has it."""
        periods = [{"tax_rate": "5"}, {"tax_rate": "12", "valid_from": begins}]
        store = {"currency": "INR", "tax_classes": {"milk": periods}}

        with pytest.raises(CheckoutError) as caught:
            read_store(store)

        assert [expected] == [each.value for each in caught.value.faults]

    def test_every_period_that_begins_too_early(self) -> None:
        """Periods stand in any order; each that meets one still open is named."""
        days = [f"2026-03-0{day}T00:00:00Z" for day in range(1, 7)]

        def period(start: int | None, end: int | None) -> dict[str, Any]:
            return {
                "tax_rate": "5",
                "valid_from": None if start is None else days[start],
                "valid_to": None if end is None else days[end],
            }

        # In time: up to 1, 0 to 2, 2 to 4, 3 to 5; the last touches what ends at 5.
        periods = [
            period(3, 5),
            period(None, 1),
            period(5, None),
            period(2, 4),
            period(0, 2),
        ]

        assert [
            ("store.tax_classes.milk[4]", "periods_overlap"),
            ("store.tax_classes.milk[3]", "periods_overlap"),
        ] == refused(store={"tax_classes": {"milk": periods}})

    def test_a_period_that_is_no_object(self) -> None:
        """A period is an object, whatever else it lacks."""
        store = {"tax_classes": {"milk": [5]}}

        assert ("store.tax_classes.milk[0]", "wrong_type") == refused(store=store)[0]

    def test_one_period_without_a_list(self) -> None:
        """The path of a class that is one period has no index."""
        store = {"tax_classes": {"milk": {"tax_rate": "-1"}}}
        expected = [("store.tax_classes.milk.tax_rate", "rate_out_of_range")]

        assert expected == refused(store=store)

    def test_a_name_that_is_no_text(self) -> None:
        """Only a document that is no JSON can have one; it is refused alike."""
        with pytest.raises(CheckoutError) as raised:
            read_store({"currency": "INR", "tax_classes": {5: {"tax_rate": "5"}}})

        (fault,) = raised.value.faults
        assert ("tax_classes.5", "wrong_type") == (fault.path, fault.code)

    def test_a_class_needs_a_name(self) -> None:
        """An empty key names nothing."""
        store = {"tax_classes": {"": {"tax_rate": "5"}}}

        assert ("store.tax_classes", "empty_text") == refused(store=store)[0]

    def test_too_many_classes(self) -> None:
        """Ten thousand are taken, one more is refused at once."""
        store = {"tax_classes": {f"c{at}": {"tax_rate": "5"} for at in range(10_001)}}

        assert ("store.tax_classes", "too_many") == refused(store=store)[0]

    def test_too_many_periods(self) -> None:
        """A class has a thousand periods at most."""
        store = {"tax_classes": {"milk": [{"tax_rate": "5"}] * 1_001}}

        assert ("store.tax_classes.milk", "too_many") == refused(store=store)[0]

    def test_no_object(self) -> None:
        """The table is an object."""
        expected = [("store.tax_classes", "wrong_type")]

        assert expected == refused(store={"tax_classes": []})
