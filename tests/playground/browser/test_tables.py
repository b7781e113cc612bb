# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The pages of the views as a browser lays them out, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checkout_core.refunds import RefundPolicy, cancellation
from checkout_core.views import LANGUAGES, html, refund_html
from tests.factories.carts import AT, checkout, line
from tests.factories.spoken import GOODS, less, sold


if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome


WIDE = """return [...document.querySelectorAll('.scroll')]
    .filter((each) => each.scrollWidth > each.clientWidth)
    .map((each) => [each.querySelector('caption').textContent,
        each.scrollWidth - each.clientWidth])"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_fits_a_window(driver: Chrome, tmp_path: Path, language: str) -> None:
    """Nothing is cut 1000 pixels wide, however long the words of a language are."""
    goods = [{**each, "hsn_code": "6109"} for each in GOODS[:-1]]
    order, store = sold(
        checkout(
            [*goods, line("Boots 2 x 12500.00 at 18 inside")],
            less(10, "Ten"),
            cart={"shipping_address": {"state": "Karnataka"}},
            store={"tax": {"seller_state": "Karnataka"}},
        )
    )
    note = cancellation(order, id="5", at=AT, policy=RefundPolicy())
    size = {"width": 1000, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    found = []
    for text in (
        html(order, store, locale=language),
        refund_html(order, note, locale=language),
    ):
        (tmp_path / "page.html").write_text(text, "utf-8")
        driver.get((tmp_path / "page.html").as_uri())
        found.append(driver.execute_script(WIDE))

    assert [[], []] == found
