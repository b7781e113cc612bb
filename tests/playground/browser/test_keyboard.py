# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The playground by keyboard: what has the focus, and that it can be seen."""

from __future__ import annotations

from typing import Any


def test_tabs_by_keyboard(page: Any) -> None:
    """The arrows go from one to the next, past those that are not there."""
    from selenium.webdriver.common.keys import Keys

    page.open("#scenario=coupon")
    tab = page.driver.find_element("id", "tab-receipt")
    tab.send_keys(Keys.ARROW_RIGHT)
    second = page.run("document.activeElement.id")
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)

    assert ("tab-explanation", True) == (
        second,
        page.run("document.getElementById('receipt-panel').hidden"),
    )


def test_the_focus_stays(page: Any) -> None:
    """Whoever adds or removes by key is still at the place, not at the top."""
    page.open("#scenario=coupon")
    focused = "document.activeElement.id"
    press = "(button => { button.focus(); button.click(); })"
    removes = "document.getElementById('cart.cart_items[0].remove')"
    page.run(f"{press}(document.getElementById('add-coupon'))")
    added = page.run(focused)
    page.run(f"{press}({removes})")
    following = page.run(focused)
    page.run(f"{press}({removes})")
    last = page.run(focused)
    page.run(f"{press}(document.getElementById('return-goods'))")

    assert ("add-coupon", "cart.cart_items[0].remove", "add-line") == (
        added,
        following,
        last,
    )
    assert "return-nothing" == page.run(focused)


def test_no_field_hides_behind_the_bar(page: Any) -> None:
    """On a phone, the bar at the foot never lies on what has the focus."""
    page.open("#scenario=refund", width=390)
    motion = {"name": "prefers-reduced-motion", "value": "reduce"}
    page.command("Emulation.setEmulatedMedia", features=[motion])
    hidden = page.run(
        "[...document.querySelectorAll('#form :is(input, select, button)')]"
        ".filter((each) => { each.focus(); return"
        " each.getBoundingClientRect().bottom"
        " > document.querySelector('.bar').getBoundingClientRect().top; })"
        ".map((each) => each.id)"
    )

    assert [] == hidden
