# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The playground as people use it: in a browser, by mouse, keyboard and link."""

from __future__ import annotations

import functools
import http.server
import json
import threading

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.cli.play_files import export, policy, site
from checkout_core.cli.play_server import PlayServer
from checkout_core.playground.answers import SCENARIOS, answer
from checkout_core.views import LANGUAGES


if TYPE_CHECKING:
    from selenium.webdriver import Chrome


FOLDER = files("checkout_core.playground") / "page" / "scenarios"
#: The tabs of the results, as the address names them.
VIEWS = ("receipt", "explanation", "order", "juspay")
QUANTITY = "cart.cart_items[0].quantity"


def text_of(scenario: str) -> str:
    """Return the document of a scenario as the page shows it."""
    return (FOLDER / f"{scenario}.json").read_text("utf-8").rstrip()


def request_of(scenario: str, locale: str | None = None) -> str:
    """Return what the page asks."""
    return json.dumps({"document": text_of(scenario), "locale": locale})


# What is shown -----------------------------------------------------------------------


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_is_shown(page: Any, scenario: str) -> None:
    """Price, receipt, order and request are those of the engine."""
    page.open(f"#scenario={scenario}")
    found = json.loads(answer(request_of(scenario)))

    assert found["to_be_paid"] == page.text("paid") == page.text("paid-bar")
    assert found["receipt"] == page.text("receipt").rstrip()
    assert (found["order"], found["juspay"]) == (
        page.text("order"),
        page.text("juspay"),
    )
    assert text_of(scenario) == page.document()
    assert "Priced by the engine behind the local server." == page.text("engine")


def test_the_waterfall_is_in_the_page(page: Any) -> None:
    """Its bars open, and stay open while something else is typed."""
    page.open("#scenario=bogo")
    frame = "document.getElementById('html').contentDocument"
    page.until(f"{frame}.querySelectorAll('details').length > 2")
    page.run(f"{frame}.querySelector('summary').click()")
    page.type(QUANTITY, "7")
    page.until("document.getElementById('paid').textContent === '₹542.80'")
    page.until(f"{frame}.body.textContent.includes('₹542.80')")

    assert page.run(f"{frame}.querySelector('details').open")
    assert page.run(
        "document.getElementById('html').clientHeight"
        f" >= {frame}.documentElement.scrollHeight"
    )


def test_a_refund_is_shown(page: Any) -> None:
    """The credit note, and what goes back beside what was paid."""
    page.open("#scenario=refund&view=refund")
    note = json.loads(answer(request_of("refund")))["refund"]

    assert note["note"] == page.text("note").rstrip()
    assert f"{note['amount']} goes back" == page.text("refunded")
    assert page.run("document.getElementById('refund-panel').checkVisibility()")

    page.type("returns.returned[1]", "1")
    # The second kind of goods is all of it: 450.00 less 39.15, and its 5 %.
    page.until("document.getElementById('note').textContent.includes('Brass diya')")
    assert '"returned": {"0": 1, "1": 1}' in page.document()


@pytest.mark.parametrize("locale", [each for each in LANGUAGES if each != "en"])
def test_languages(page: Any, locale: str) -> None:
    """The receipt is in the language, and reads from its side."""
    page.open(f"#scenario=bogo&locale={locale}")
    receipt = "document.getElementById('receipt')"

    found = json.loads(answer(request_of("bogo", locale)))

    assert found["receipt"] == page.text("receipt").rstrip()
    assert locale == page.run(f"{receipt}.lang")
    assert ("rtl" if locale == "ar" else "ltr") == page.run(f"{receipt}.dir")


def test_a_name_is_no_markup(page: Any) -> None:
    """Whatever a link holds is shown as text and never run."""
    script = "document.title='evil'"
    evil = f"<img src=x onerror={script}><script>{script}</script>"
    document = json.loads(text_of("coupon"))
    document["cart"]["cart_items"][0]["product_name"] = evil
    page.open()
    page.write(json.dumps(document))
    page.until("document.getElementById('receipt').textContent.includes('onerror')")

    assert "checkout-core playground" == page.run("document.title")
    assert 0 == page.run("document.querySelectorAll('img').length")


@pytest.mark.parametrize("kind", ["html", "svg", "document"])
def test_what_is_saved(page: Any, kind: str) -> None:
    """It is what the views made, whole, or the document as it was typed."""
    page.open("#scenario=bogo")
    found = json.loads(answer(request_of("bogo"))) | {"document": text_of("bogo")}
    page.until("document.getElementById('save-html').disabled === false")
    page.run(
        "(() => { URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };"
        " document.getElementById(`save-${arguments[0]}`).click(); })()",
        kind,
    )

    assert found[kind] == page.awaited("return await window.saved.text()")


# Editing -----------------------------------------------------------------------------


def test_the_form_edits_the_document(page: Any) -> None:
    """One value changes, and every other character stays as it was typed."""
    page.open("#scenario=coupon")
    page.type(QUANTITY, "3")
    page.until("document.getElementById('paid').textContent === '₹1,729.58'")

    assert (
        text_of("coupon").replace('"quantity": 2', '"quantity": 3') == page.document()
    )
    assert "" == page.run("document.getElementById('scenario').value")


def test_the_document_edits_the_form(page: Any) -> None:
    """Both show the same at any time, numbers as they are spelled."""
    page.open("#scenario=coupon")
    page.write(text_of("coupon").replace('"499.00"', "499.50"))
    page.until("document.getElementById('paid').textContent === '₹1,231.30'")

    assert "499.50" == page.run(
        "document.querySelector('[data-path=\"cart.cart_items[0].selling_price\"]').value"
    )


def test_points_and_credit(page: Any) -> None:
    """They pay a part; an emptied field goes, and what stood beside it stays."""
    page.open("#scenario=coupon")
    page.type("cart.loyalty_points_redeemed", "100")
    page.type("customer.loyalty_points_balance", "150")
    page.type("store.loyalty.value_per_point", "0.25")
    page.type("cart.credit_balance_used", "50")
    page.type("customer.credit_balance", "20.30")
    page.type("store.loyalty.points_per_unit", "0.01")
    # 1,230.30 less 100 points at 0.25, and all the credit there is.
    page.until("document.getElementById('paid').textContent === '₹1,185.00'")
    page.type("customer.loyalty_points_balance", "")
    page.until("document.getElementById('paid').textContent === '₹1,210.00'")
    found = json.loads(page.document())

    assert {"credit_balance": "20.30"} == found["customer"]
    assert (100, "50") == (
        found["cart"]["loyalty_points_redeemed"],
        found["cart"]["credit_balance_used"],
    )
    assert {"value_per_point": "0.25", "points_per_unit": "0.01"} == found["store"][
        "loyalty"
    ]


def test_what_the_form_does_not_know_is_kept(page: Any) -> None:
    """A new line and a new coupon stand beside keys of the host."""
    page.open("#scenario=slab-goods")
    document = json.loads(text_of("slab-goods"))
    document["cart"]["metadata"] = {"till": "7"}
    page.write(json.dumps(document, indent=2))
    for title in ("Add a line", "Add a coupon"):
        page.run(
            "[...document.querySelectorAll('#form button')]"
            ".find((each) => each.textContent === arguments[0]).click()",
            title,
        )
    found = json.loads(page.document())

    assert document["cart"]["metadata"] == found["cart"]["metadata"]
    assert document["cart"]["cart_items"] == found["cart"]["cart_items"][:-1]
    assert document["store"]["promotions"] == found["store"]["promotions"]
    assert ["CODE1"] == found["store"]["coupons"][0]["coupon_code"]
    page.until("document.getElementById('receipt').textContent.includes('Product 4')")
    assert page.run("document.getElementById('faults').hidden")


@pytest.mark.parametrize(
    ("gift", "field", "value", "paid"),
    [
        # 998.00 + 250.00 less 10 %, 5 % of 225.00, and 70.80 for delivery.
        ("percentage", "details.discount_percent", "10", "₹1,205.25"),
        # Less 48.00: 9.62 of it off the tea, which adds 5 % of 240.38.
        ("fixed-amount", "details.fixed_discount_amount", "48", "₹1,282.82"),
        # One of two tees is free.
        ("buy-x-get-y", "details.products[0].buy_product_id", "tee", "₹832.30"),
    ],
)
def test_every_kind_of_offer(
    page: Any, gift: str, field: str, value: str, paid: str
) -> None:
    """The form changes what an offer gives, and the engine takes it."""
    page.open("#scenario=coupon")
    page.run(
        "((select) => { select.value = arguments[0];"
        " select.dispatchEvent(new Event('change')); })"
        "(document.getElementById('store.coupons[0].gift'))",
        gift,
    )
    page.type(f"store.coupons[0].{field}", value)
    if gift == "buy-x-get-y":
        page.type("store.coupons[0].details.products[0].get_product_id", value)
    page.until(f"document.getElementById('paid').textContent === '{paid}'")

    assert page.run("document.getElementById('faults').hidden")


def test_removing(page: Any) -> None:
    """A card goes from the document; an emptied field does too."""
    page.open("#scenario=coupon")
    page.run("document.querySelector('[aria-label=\"Remove Assam tea\"]').click()")
    page.type("cart.coupon_code", "")
    page.until("document.getElementById('paid').textContent === '₹1,068.80'")
    found = json.loads(page.document())

    assert ["tee"] == [each["product_id"] for each in found["cart"]["cart_items"]]
    assert "coupon_code" not in found["cart"]


# Faults ------------------------------------------------------------------------------


def test_a_fault_is_shown_at_its_field(page: Any) -> None:
    """In words beside the field and in the list, which leads there."""
    page.open("#scenario=coupon")
    page.type(QUANTITY, "two")
    field = f"document.querySelector('[data-path=\"{QUANTITY}\"]')"
    page.until(f"{field}.ariaInvalid === 'true'")
    why = page.run(f"document.getElementById({field}.getAttribute('aria-describedby'))")

    assert "this must be a whole number, written without a point" == why.text
    assert f'{QUANTITY} {why.text} (got "two")' == page.text("fault-list")
    assert ("₹1,230.30", False) == (
        page.text("paid"),
        page.run("document.getElementById('stale').hidden"),
    )

    page.run("document.querySelector('#fault-list button').click()")
    assert page.run(f"document.activeElement === {field}")

    page.type(QUANTITY, "2")
    page.until(f"{field}.ariaInvalid === null")
    assert page.run("document.getElementById('faults').hidden")


def test_a_fault_without_a_field_leads_to_its_line(page: Any) -> None:
    """The JSON is shown, and what is wrong is selected."""
    page.open("#scenario=coupon")
    page.write(text_of("coupon").replace('"INR"', '"RUPEES"'))
    page.until("document.querySelector('#fault-list button')")
    page.run("document.querySelector('#fault-list button').click()")
    selected = page.run(
        "((area) => area.value.slice(area.selectionStart, area.selectionEnd))"
        "(document.getElementById('json'))"
    )

    assert '"RUPEES"' == selected
    assert "4" == page.run("document.querySelector('.marked').textContent.trim()")


def test_a_document_that_is_no_json(page: Any) -> None:
    """The form steps aside, and the line is marked."""
    page.open("#scenario=coupon")
    page.write(text_of("coupon").replace('"cart":', '"cart"'))
    page.until("document.querySelector('.marked')")

    assert "3" == page.run("document.querySelector('.marked').textContent.trim()")
    assert [True, False] == page.run(
        "['form', 'form-off'].map((id) => document.getElementById(id).hidden)"
    )


# The address -------------------------------------------------------------------------


def test_a_link_shows_the_same(page: Any) -> None:
    """Document, language and view stand in the address, which no server sees."""
    page.open("#scenario=bogo&locale=de")
    page.type(QUANTITY, "11")
    page.run("document.getElementById('tab-order').click()")
    page.until("location.hash.includes('z=') && location.hash.includes('view=order')")
    # Five of the eleven are free: 288.00 + 280.00 + 70.80.
    page.until("document.getElementById('paid').textContent.startsWith('638,80')")
    shown = [page.document(), page.text("receipt"), page.text("order")]
    page.open(page.run("location.hash"))

    assert shown == [page.document(), page.text("receipt"), page.text("order")]
    assert page.run("document.getElementById('order-panel').checkVisibility()")


def test_a_document_that_is_too_long_for_a_link(page: Any) -> None:
    """It says so, and is priced all the same."""
    page.open("#scenario=coupon")
    letters = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(9000))
    document = json.loads(text_of("coupon"))
    document["cart"]["customer_note"] = letters
    page.write(json.dumps(document, ensure_ascii=False))
    page.until("document.getElementById('link-note').textContent.includes('too long')")

    assert "" == page.run("location.hash")
    assert page.run("document.getElementById('faults').hidden")


@pytest.mark.parametrize(
    "fragment", ["#z=AAAA", "#z=%25", "#z=", "#scenario=none&view=x"]
)
def test_a_link_that_is_broken(page: Any, fragment: str) -> None:
    """The page starts as if there were none."""
    page.open(fragment)

    assert ("₹1,230.30", "coupon") == (
        page.text("paid"),
        page.run("document.getElementById('scenario').value"),
    )


# Looks -------------------------------------------------------------------------------


def test_themes(page: Any) -> None:
    """It follows the reader's theme, and so does what is inside."""
    grounds = []
    for dark in (False, True):
        page.open(dark=dark)
        page.until(
            "document.getElementById('html')"
            ".contentDocument.querySelector('h2') !== null"
        )
        grounds.append(
            [
                page.run("getComputedStyle(document.body).backgroundColor"),
                page.run(
                    "getComputedStyle(document.getElementById('html')"
                    ".contentDocument.body).color"
                ),
            ]
        )

    assert ["rgb(241, 243, 246)", "rgb(29, 39, 51)"] == grounds[0]
    assert ["rgb(13, 17, 22)", "rgb(231, 236, 241)"] == grounds[1]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_wider_than_the_window(page: Any, scenario: str) -> None:
    """In no tab, on a phone or a small laptop."""
    page.open(f"#scenario={scenario}")
    tabs = page.run("[...document.querySelectorAll('[role=tab]')].map((x) => x.id)")
    found = {}
    for width in (320, 390, 1024):
        page.size(width)
        for tab in tabs:
            page.run("document.getElementById(arguments[0]).click()", tab)
            found[width, tab] = page.run("document.documentElement.scrollWidth")

    assert {} == {key: wide for key, wide in found.items() if wide > key[0]}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1440])
def test_accessible(
    page: Any,
    npm: Path,
    width: int,
    dark: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    """axe-core finds nothing: contrast, names, roles; with faults and without."""
    axe = (npm / "axe-core" / "axe.min.js").read_text("utf-8")
    page.open("#scenario=refund", width=width, dark=dark)
    found = []
    for tab in (
        "tab-json",
        "tab-form",
        *(f"tab-{each}" for each in (*VIEWS, "refund")),
    ):
        page.run("document.getElementById(arguments[0]).click()", tab)
        found += violations(page, axe, tab)
    page.type(QUANTITY, "two")
    page.until("document.querySelector('[aria-invalid=true]')")
    found += violations(page, axe, "faults")

    assert [] == found


@pytest.mark.parametrize("locale", [None, "ar"])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_of_the_views_are_accessible(
    page: Any,
    npm: Path,
    tmp_path: Path,
    dark: bool,  # noqa: FBT001 - a parameter of pytest
    locale: str | None,
) -> None:
    """The page within the page, where no script may run, is checked by itself."""
    axe = (npm / "axe-core" / "axe.min.js").read_text("utf-8")
    page.theme(dark=dark)
    found = []
    for scenario in SCENARIOS:
        shown = json.loads(answer(request_of(scenario, locale)))
        for part in filter(None, (shown, shown["refund"])):
            path = tmp_path / "price.html"
            path.write_text(part["html"], "utf-8")
            page.driver.get(path.as_uri())
            page.run(
                "document.querySelectorAll('details').forEach((x) => x.open = true)"
            )
            found += violations(page, axe, scenario)
    page.requested()

    assert [] == found


def violations(page: Any, axe: str, where: str) -> list[str]:
    """Return what axe-core finds in a page, but not in its frames."""
    page.driver.execute_script(axe)
    result = page.awaited(
        "return (await axe.run(document, { iframes: false })).violations"
    )
    return [
        f"{where}: {each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in result
        for node in each["nodes"]
    ]


# The engine in the browser -----------------------------------------------------------


def test_the_engine_in_the_page(local_page: Any) -> None:
    """The local server answers until the engine is there, and then is asked no more."""
    page = local_page.open("#scenario=bogo")
    page.until(
        "document.getElementById('engine').textContent.includes('No server')", 120
    )
    assert page.text("engine").startswith(
        "Priced by the engine in this page, on Python 3."
    )

    page.awaited(
        "window.asked = []; const fetched = window.fetch;"
        " window.fetch = (...all) => { asked.push(all[0]); return fetched(...all); };"
    )
    page.type(QUANTITY, "7")
    page.until("document.getElementById('paid').textContent === '₹542.80'")

    assert [] == page.run("window.asked")


def test_both_engines_answer_alike(local_page: Any) -> None:
    """Byte for byte, for every scenario in every language, and for faults."""
    page = local_page.open()
    requests = [
        request_of(name, code) for name in SCENARIOS for code in (None, *LANGUAGES)
    ]
    requests += ["", '{"document": "{"}', '{"document": "{\\"cart\\": 7}"}']
    both = page.awaited(
        """
        const { Engine } = await import("./engine.js");
        const endpoint = "answer", pyodide = "pyodide/", says = () => {};
        const engine = new Engine({ endpoint, pyodide, says });
        engine.start();
        while (!engine.local) { await new Promise((done) => setTimeout(done, 50)); }
        const found = [];
        for (const request of args[0]) {
          found.push([await engine.answer(request), await engine.fetched(request)]);
        }
        return found;
        """,
        requests,
    )

    assert [[answer(each)] * 2 for each in requests] == both


def test_a_pyodide_that_is_not_there(page: Any, driver: Chrome) -> None:
    """The page says so, and the local server prices on."""
    found = site(endpoint="answer", pyodide="nowhere/")
    with PlayServer("127.0.0.1", 0, found, policy("nowhere/")) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        other = type(page)(driver, server.url).open("#scenario=bogo")
        other.until(
            "document.getElementById('engine').textContent.includes('could not')"
        )
        other.type(QUANTITY, "7")
        other.until("document.getElementById('paid').textContent === '₹542.80'")
        said = other.text("engine")
        other.complaints()
        other.requested()
        server.shutdown()
        thread.join()

    assert said.startswith(
        "Priced by the engine behind the local server."
        " The engine could not be loaded into this page: "
    )


def test_a_page_without_a_server(
    driver: Chrome, npm: Path, tmp_path: Path, local_page: Any
) -> None:
    """What was written to a folder needs nothing but a host for files."""
    export(site(pyodide="pyodide/", assets=npm / "pyodide"), tmp_path / "page")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    handler = functools.partial(Quiet, directory=str(tmp_path / "page"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        page = type(local_page)(driver, f"http://127.0.0.1:{server.server_address[1]}/")
        page.driver.get(f"{page.base}#scenario=bogo&locale=hi")
        page.until("document.getElementById('paid').textContent.trim()", 120)
        shown = page.text("receipt")
        hosts = page.requested()
        server.shutdown()
        thread.join()

    assert json.loads(answer(request_of("bogo", "hi")))["receipt"] == shown.rstrip()
    assert hosts <= {page.base.split("/")[2], "data", "blob", "about"}
