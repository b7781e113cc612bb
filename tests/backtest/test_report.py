# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The report of a back-test: what its page says, and that everybody can read it."""

from __future__ import annotations

import re

from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from attrs import evolve

from checkout_core import CheckoutError, coupon, dumps, promotion
from checkout_core.backtest import Job, Summary
from checkout_core.backtest.figures import Applied, Trap
from checkout_core.backtest.report import report_html
from checkout_core.backtest.report.words import codes_of, language_of, trap_text, why
from checkout_core.currencies import CURRENCIES
from checkout_core.offers import amount_off, free_goods, percentage_off
from checkout_core.reasons import REFUSAL_REASONS
from tests.factories.names import BAD_NAMES
from tests.factories.ten_carts import (
    BAD,
    HUGE,
    JOB,
    ROWS,
    TEN,
    row,
    store,
    write_carts,
    write_results,
)


for _name in ("pyarrow", "duckdb"):
    pytest.importorskip(_name, reason=f"{_name} of an extra is not installed")

from checkout_core.backtest import differences_of  # noqa: E402 - it needs pyarrow


def summed(
    folder: Path, *parts: list[dict[str, Any]], job: Job = JOB, **more: Any
) -> Summary:
    """Return the figures of rows."""
    from checkout_core.backtest import summary

    return summary(write_results(folder, job, *parts), job, **more)


def parsed(page: str) -> ET.Element:
    """Return the tree of a page, which is valid XML but for its first line."""
    first, rest = page.split("\n", 1)
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)


def text(element: ET.Element) -> str:
    """Return what an element writes."""
    return "".join(element.itertext())


def section(root: ET.Element, name: str) -> ET.Element:
    """Return a section by its name."""
    (found,) = [each for each in root.iter("section") if each.get("id") == name]
    return found


def cells(element: ET.Element, part: str = "tbody") -> list[list[str]]:
    """Return the cells of a part of the only table, row by row."""
    (found,) = element.iter(part)
    return [[text(cell) for cell in row] for row in found.iter("tr")]


def bars(element: ET.Element) -> list[str]:
    """Return the rows of a chart, each as label, note and figure."""
    return [
        " | ".join(filter(None, (text(x) for x in each.iter() if x.tag in _SAID)))
        for each in element.iter("li")
    ]


_SAID = ("bdi", "small")


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the ten carts and two bad rows, and their results."""
    folder = tmp_path_factory.mktemp("ten")
    write_carts(folder, ROWS + BAD)
    return write_results(folder, JOB, ROWS + BAD)


@pytest.fixture(scope="module")
def found(ten: Path) -> Summary:
    """Return their figures."""
    from checkout_core.backtest import summary

    return summary(ten, JOB)


@pytest.fixture(scope="module")
def root(ten: Path, found: Summary) -> ET.Element:
    """Return the tree of their page."""
    differences = differences_of(found, JOB, ten / "carts.jsonl", ten)
    return parsed(report_html(found, differences))


# The ten carts ----------------------------------------------------------------------


def test_the_top(root: ET.Element) -> None:
    """The first line says how far today's offers give what was paid."""
    (header,) = root.iter("header")

    assert "Today's offers reproduce 7 of 9 stored totals" == text(
        next(header.iter("h1"))
    )
    assert ["Back-test", "12 rows · 2 bad rows"] == [
        text(each) for each in header.iter("p")
    ]
    assert [
        "Change of what is paid-₹391.00",
        "Today₹15,781.00",
        "Proposed₹15,390.00",
        "Orders that change7 carts (70%)",
    ] == [text(each) for each in header.iter("div")]


def test_its_sections_in_order(root: ET.Element) -> None:
    """What is asked first stands first; without a sample there is none."""
    (main,) = root.iter("main")

    assert [
        "What was paid",
        "Orders that change",
        "What to look at first",
        "What makes the change",
        "By how much orders change",
        "Offers",
        "Who displaces whom",
        "Refusals",
        "Near misses",
        "Totals",
        "The most changed orders",
        "Bad rows",
        "Break-even",
        "What this page knows",
    ] == [text(each[0]) for each in main]


def test_it_needs_nothing_else(root: ET.Element) -> None:
    """No script, no picture, no style and no address from elsewhere."""
    names = {each.tag for each in root.iter()}
    addresses = [
        value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name in ("href", "src") and not value.startswith("#")
    ]

    assert not {"script", "img", "iframe", "link", "object"} & names
    assert [] == addresses
    assert "en" == root.get("lang")


def test_every_table_has_its_heads(root: ET.Element) -> None:
    """A caption, heads of columns and of rows, and a box that can be reached by key."""
    for table in root.iter("table"):
        assert text(next(table.iter("caption")))
        heads = [each.get("scope") for each in table.iter("th")]
        assert {"col", "row"} == set(heads)
    for box in root.iter("div"):
        if box.get("class") == "scroll":
            assert ("group", "0") == (box.get("role"), box.get("tabindex"))
            assert box.get("aria-label")


def test_what_was_paid(root: ET.Element) -> None:
    """The carts that differ most, with the difference of all of them."""
    part = section(root, "paid")

    assert "in all -₹40.00 against what was paid" in text(part)
    assert [
        ["c10", "₹4,550.00", "₹4,500.00", "-₹50.00"],
        ["c08", "₹390.00", "₹400.00", "+₹10.00"],
    ] == cells(part)


def test_orders_that_change(root: ET.Element) -> None:
    """As bars and as a table that adds up."""
    part = section(root, "orders")

    assert [
        "Cheaper | 30% | 3 carts",
        "Dearer | 40% | 4 carts",
        "The same | 30% | 3 carts",
    ] == bars(part)
    assert [
        ["Cheaper", "3", "30%", "-₹1,000.00"],
        ["Dearer", "4", "40%", "+₹609.00"],
        ["The same", "3", "30%", "₹0.00"],
    ] == cells(part)
    assert [["All compared orders", "10", "", "-₹391.00"]] == cells(part, "tfoot")


def test_what_to_look_at_first(root: ET.Element) -> None:
    """The traps, said aloud."""
    assert [
        (
            "10 from 100,000Never applied: no cart reaches its minimum; the nearest is"
            " ₹95,000.00 short (below_minimum on 10 carts). The same is so in today's"
            " store.promotion huge"
        ),
        "LaterNever applied: not_started on all 10 carts.promotion later",
    ] == [text(each) for each in section(root, "heard").iter("li")]


def test_the_waterfall(root: ET.Element) -> None:
    """Each part that changes, and the change that they are."""
    assert ["Promotions | -₹391.00", "Change of what is paid | -₹391.00"] == bars(
        section(root, "parts")
    )


def test_the_spread(root: ET.Element) -> None:
    """Buckets and quantiles."""
    part = section(root, "spread")

    assert "-₹500.00 to -₹400.00 | 1 cart" == bars(part)[0]
    assert "+₹100.00 to +₹200.00 | 4 carts" == bars(part)[-1]
    assert [
        ["the lowest", "-₹500.00"],
        ["5% change by this or less", "-₹500.00"],
        ["25% change by this or less", "-₹300.00"],
        ["half change by this or less", "+₹100.00"],
        ["75% change by this or less", "+₹190.00"],
        ["95% change by this or less", "+₹199.00"],
        ["the highest", "+₹199.00"],
    ] == cells(part)


def test_offers(root: ET.Element) -> None:
    """Both sides of each; bars only for those that save something."""
    part = section(root, "offers")

    assert [
        "upper bar: today",
        "lower bar: proposed",
        "10% from 1,000promotion ten · only today-₹1,609.00",
        "50 offcoupon fifty · SAVE50₹0.00",
        "20% from 2,000promotion twenty · only proposed+₹2,000.00",
    ] == [text(each) for each in part.iter("li")]
    assert [
        "10% from 1,000promotion ten · only today",
        *("7", "0", "₹1,609.00", "₹0.00", "-₹1,609.00"),
    ] == cells(part)[0]
    assert 5 == len(cells(part))


def test_who_displaces_whom(root: ET.Element) -> None:
    """One pair on three carts."""
    assert [
        [
            "10% from 1,000promotion ten",
            "20% from 2,000promotion twenty",
            *("3", "₹1,000.00", "₹2,000.00", "0"),
        ]
    ] == cells(section(root, "displaced"))


def test_refusals_and_near_misses(root: ET.Element) -> None:
    """By offer and code; what is near is said by its definition."""
    refused = cells(section(root, "refusals"))

    assert [
        "10 from 100,000promotion huge",
        "below_minimumthe cart is short of its minimum",
        *("10", "10"),
    ] == refused[0]
    assert [
        "A code that no coupon hascoupon",
        "unknown_codeno coupon has this code",
        *("1", "1"),
    ] == refused[-1]
    assert [
        "20% from 2,000promotion twenty",
        *("below_minimum", "7", "2", "28.57%", "₹10.00"),
    ] == cells(section(root, "near"))[0]


def test_totals(root: ET.Element) -> None:
    """Those that are something, and as bars those that change."""
    part = section(root, "totals")

    assert [
        "Promotions | +₹391.00",
        "Total | -₹391.00",
        "To be paid | -₹391.00",
        "Saved by promotions | +₹391.00",
        "Saved in all | +₹391.00",
    ] == bars(part)
    assert ["To be paid", "₹15,781.00", "₹15,390.00", "-₹391.00"] in cells(part)
    assert ["Coupon", "₹100.00", "₹100.00", "₹0.00"] in cells(part)


def test_a_changed_order_opens_to_what_differs(root: ET.Element) -> None:
    """Its lines, its offers, and the rows that make the difference."""
    first, *others = section(root, "most").iter("details")

    assert 6 == len(others)
    assert "c102026-10-12 06:30 UTC · e-₹500.00" == text(first[0])
    assert "₹4,500.00 today, ₹4,000.00 then" in text(first[1])
    assert ["Lines", "Offers"] == [text(each) for each in first.iter("h3")]
    assert [["Promotions, tee", "-₹500.00"]] == cells(first)


def test_bad_rows(root: ET.Element) -> None:
    """By code, with the first of each."""
    part = section(root, "bad")

    assert "2 rows of 12 could not be priced by both stores" in text(part)
    assert [
        "count_out_of_range",
        "1",
        "bad-1",
        "this must lie between 1 and 1000000cart.cart_items[0].quantity",
    ] == cells(part)[0]


def test_it_claims_no_more_than_it_knows(root: ET.Element, found: Summary) -> None:
    """The break-even is arithmetic with its assumption; the job is named."""
    assert (
        "Shoppers would pay ₹391.00 less. Today an order pays ₹1,578.10 on average, so"
        " 1 order more of exactly that average would bring as much."
    ) in text(section(root, "break-even"))
    knows = text(section(root, "knows"))

    assert "each cart at the moment at which it was placed" in knows
    assert found.fingerprint in knows


# Other figures ------------------------------------------------------------------------


def test_nothing_at_all(tmp_path: Path) -> None:
    """Every section says in words that there is nothing."""
    none = summed(tmp_path, job=Job(store(), store()))
    root = parsed(report_html(none, title=""))
    said = {each.get("id"): text(each[1]) for each in root.iter("section")}

    assert "No stored total to check today's offers by" == text(next(root.iter("h1")))
    assert {
        "heard": "No cart was priced by both stores, so no offer was tried.",
        "parts": "No part of what is paid changes.",
        "spread": "No order changes.",
        "offers": "Neither store has an offer.",
        "displaced": "No offer takes the place of another on any cart.",
        "refusals": "Nothing was refused in either store.",
        "near": "No cart is short of a proposed offer by an amount or by units.",
        "totals": "Every total is 0 in both stores.",
        "most": "No order changes.",
        "bad": "Every row could be priced by both stores.",
    } == {
        name: said[name]
        for name in said
        if name not in ("paid", "orders", "break-even", "knows")
    }
    assert "No row says what was paid" in said["paid"]


def test_a_proposed_store_without_offers(tmp_path: Path) -> None:
    """It is not said of no offer that it applies somewhere."""
    job = Job(store(HUGE), store(), at="2026-10-12T12:00:00+05:30")
    root = parsed(report_html(summed(tmp_path, [row("c", "100")], job=job)))

    assert "The proposed store has no offer." == text(section(root, "heard")[1])


def test_offers_that_apply_somewhere(tmp_path: Path) -> None:
    """A proposed offer that some carts have and others do not is no trap."""
    job = Job(store(), store(TEN), at="2026-10-12T12:00:00+05:30")
    some = summed(tmp_path, [row("c", "100"), row("d", "2000")], job=job)
    root = parsed(report_html(some))

    assert "Every proposed offer applies somewhere, and none everywhere." == (
        text(section(root, "heard")[1])
    )


def test_all_as_it_was_paid(tmp_path: Path) -> None:
    """Nothing is listed, and nothing changes, so no bar is drawn for it."""
    job = Job(store(), store(HUGE), at="2026-10-12T12:00:00+05:30")
    same = summed(tmp_path, [row("c", "100", paid="100")], job=job)
    root = parsed(report_html(same))

    assert "today's store gives the same to the last digit" in text(
        section(root, "paid")
    )
    assert [] == bars(section(root, "totals"))
    assert "Never applied" in text(section(root, "heard"))
    assert "every cart at 2026-10-12T12:00:00+05:30" in text(section(root, "knows"))
    assert "do not lower what is paid in all" in text(section(root, "break-even"))


def test_what_is_not_explained_is_said(found: Summary) -> None:
    """Results that somebody changed do not pass for a sum."""
    totals = tuple(
        evolve(each, after=each.after + 1) if each.name == "to_be_paid" else each
        for each in found.totals
    )
    other = evolve(found, totals=totals)

    assert "Not explained: the results are not as they were written | +₹1.00" in bars(
        section(parsed(report_html(other)), "parts")
    )


def test_a_cart_that_is_not_found_again(found: Summary) -> None:
    """The page names it, and tells no rows."""
    most = section(parsed(report_html(found)), "most")

    assert 7 == text(most).count("was not found again as it was priced")
    assert "Cart c10 was not found again as it was priced; its rows" in text(most)


def test_a_cart_without_a_moment(tmp_path: Path) -> None:
    """Stores without offers need none; a guest is called so."""
    timeless = row("c", "1000")
    del timeless["placed_at"]
    wrap = {"name": "Wrap", "amount": "100.00", "tax_rate": "0"}
    job = Job(store(), dumps({"currency": "INR", "charges": [wrap]}))
    root = parsed(report_html(summed(tmp_path, [timeless], job=job)))

    (first,) = section(root, "most").iter("details")
    assert "cguest+₹100.00" == text(first[0])


def test_a_sample(tmp_path: Path) -> None:
    """With too few changed carts it says why there is no interval."""
    few = summed(tmp_path, ROWS, sample="0.5")
    root = parsed(report_html(few))

    assert "10 rows · 0 bad rows · a sample of 0.5" == text(list(root.iter("p"))[1])
    said = text(section(root, "sample"))
    assert "7 carts of it change, of 6 customers" in said
    assert "Fewer than 30 sampled carts change, so the page has no interval" in said
    assert "estimated" not in said


def test_a_sample_of_enough(tmp_path: Path) -> None:
    """The estimate with its interval, 12,334.00 to either side."""
    rows = [row(f"c{i}", "100", customer=f"u{i}") for i in range(40)]
    job = Job(store(), store(promotion("gift", amount_off(10))))
    enough = summed(tmp_path, rows, job=job, sample="0.01")

    assert (
        "estimated at -₹40,000.00, between -₹52,334.00 and -₹27,666.00 (95% interval"
    ) in text(section(parsed(report_html(enough)), "sample"))


def test_near_by_units_and_ends_of_buckets(tmp_path: Path) -> None:
    """Units are counted; what lies far out has no end."""
    three = promotion("three", free_goods(1, every_quantity=3, product="tee"))
    fall = promotion("fall", percentage_off(10))
    rows = [row(f"c{i}", "100") for i in range(40)] + [row("far", "90000")]
    found = summed(tmp_path, rows, job=Job(store(), store(three, fall)))
    root = parsed(report_html(found))

    assert [
        ["threepromotion three", "quantity_too_low", "41", "0", "0%", "2 units"]
    ] == (cells(section(root, "near")))
    assert "below -₹16.00 | 1 cart" == bars(section(root, "spread"))[0]
    assert (
        "threeNever applied: no cart has enough of its goods; the nearest is 2 units"
        " short (quantity_too_low on 41 carts).promotion three"
    ) == text(next(section(root, "heard").iter("li")))

    back = summed(tmp_path / "back", rows, job=Job(store(fall), store()))
    last = bars(section(parsed(report_html(back)), "spread"))[-1]
    assert "+₹16.00 or more | 1 cart" == last


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_is_markup(tmp_path: Path, name: str) -> None:
    """Offers, customers and carts are called as they like; the page stays a page."""
    usable = re.sub("[\ufffe\uffff]", "", name)[:200] or "x"
    gift = promotion("gift", percentage_off(10), name=usable)
    base = promotion("base", percentage_off(20), name=usable)
    rows = [row(usable, "100", customer=usable, paid="1")]
    job = Job(store(base), store(gift))
    found = summed(tmp_path, rows, job=job)
    differences = differences_of(found, job, write_carts(tmp_path, rows), tmp_path)
    page = report_html(found, differences, title=usable)

    assert 1 == len(differences)
    assert [] == list(parsed(page).iter("script"))
    assert 1 == len(found.displaced)


def test_names_in_a_sentence(tmp_path: Path) -> None:
    """What takes the place of another is told with the other's name."""
    found = summed(tmp_path, ROWS, job=Job(JOB.proposed, JOB.base))
    traps = [text(x) for x in section(parsed(report_html(found)), "heard").iter("li")]

    assert (
        "10% from 1,000In place of “20% from 2,000” on 3 carts, of which 3 would pay"
        " more.promotion ten"
    ) == traps[-1]


@pytest.mark.parametrize(
    ("locale", "currency", "expected"),
    [
        (None, "KWD", "KWD 0.101"),
        ("de_DE", "EUR", "0,10 €"),
        ("hi_IN", "INR", "₹0.10"),
        (None, "JPY", "¥0"),
    ],
)
def test_numbers_of_a_locale(
    tmp_path: Path, locale: str | None, currency: str, expected: str
) -> None:
    """Amounts as it writes them, with the currency's digits; words in English."""
    gift = promotion("gift", percentage_off(10))
    job = Job(store(currency=currency), store(gift, currency=currency))
    digits = CURRENCIES[currency].exponent
    price = str(Decimal("1.005").quantize(Decimal(1).scaleb(-digits)))
    found = summed(tmp_path, [row("c", price, currency=currency)], job=job)
    root = parsed(report_html(found, locale=locale))

    assert expected.replace(" ", "\u00a0") in text(section(root, "offers")).replace(
        " ", "\u00a0"
    )
    assert ("en", "Orders that change") == (
        root.get("lang"),
        text(section(root, "orders")[0]),
    )


def test_a_locale_and_a_title_are_checked(found: Summary) -> None:
    """As in every view."""
    with pytest.raises(CheckoutError, match="locale"):
        report_html(found, locale="xx_nowhere")
    with pytest.raises(CheckoutError, match="title"):
        report_html(found, title=5)  # type: ignore[arg-type]


# Words --------------------------------------------------------------------------------


def test_every_refusal_has_its_words() -> None:
    """No fact of one cart is left in braces; a code of another release has none."""
    said = {code: why(code) for code in REFUSAL_REASONS}

    assert [] == [code for code, words in said.items() if not words or "{" in words]
    assert "it had not started yet" == said["not_started"]
    assert "" == why("of_tomorrow")


def test_many_codes_are_cut(found: Summary) -> None:
    """Three are shown, and how many more there are."""
    many = evolve(found.offers[0], codes=("A", "B", "C", "D", "E"))

    assert "A, B, C and 2 more" == codes_of(many)


@pytest.mark.parametrize(
    ("trap", "expected"),
    [
        (
            {"code": "always_refused", "reasons": (("wrong_group", 4),)},
            (
                "Never applied: wrong_group on 4 carts; no other cart has goods that it"
                " is about."
            ),
        ),
        (
            {"code": "never_applied", "reasons": (("expired", 1), ("wrong_group", 1))},
            "Never applied: expired on 1 cart and wrong_group on 1 cart.",
        ),
        ({"code": "no_goods"}, "Never applied: no cart has goods that it is about."),
        ({"code": "no_code"}, "Never applied: no cart has its code."),
        ({"code": "always_applies"}, "Applies to all 10 carts."),
    ],
)
def test_traps_in_words(found: Summary, trap: Any, expected: str) -> None:
    """Each kind is a sentence of its own."""
    language = language_of(None, CURRENCIES["INR"])
    made = Trap(**{"offer": found.offers[0].offer, "carts": 10, **trap})

    assert expected == trap_text(language, made, 10)


def test_a_coupon_that_few_entered(found: Summary) -> None:
    """Where no cart has its code it was not refused either."""
    language = language_of(None, CURRENCIES["INR"])
    fifty = found.offers[2].offer
    made = Trap(code="always_refused", offer=fifty, carts=1, reasons=(("expired", 1),))

    assert (
        "Never applied: expired on 1 cart; no other cart has its code."
    ) == trap_text(language, made, 10)


def test_offers_that_save_nothing_have_no_bar(found: Summary) -> None:
    """A chart of zeros says less than the table."""
    nowhere = Applied(carts=0, saving=Decimal("0.00"))
    idle = tuple(evolve(x, base=nowhere, proposed=nowhere) for x in found.offers)
    root = parsed(report_html(evolve(found, offers=idle)))

    assert [] == bars(section(root, "offers"))


def test_a_customer_code(tmp_path: Path) -> None:
    """A coupon's own kind is named, so that a promotion of its id is another."""
    both = "same"
    job = Job(
        store(promotion(both, percentage_off(10))),
        store(coupon(both, amount_off(5), ["SAVE50"])),
    )
    found = summed(tmp_path, [row("c", "100", code="SAVE50")], job=job)
    root = parsed(report_html(found))

    assert [
        ["samepromotion same", "samecoupon same", "1", "₹10.00", "₹5.00", "1"]
    ] == cells(section(root, "displaced"))
