# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
django-oscar's basket, offers, strategy and order total, on objects in memory.

No database is configured, so a query would raise.  What Oscar asks tables for stands
in attributes instead: the lines of a basket, the products of a range, the offers that
an offer may be combined with.  A shop that asks its tables pays for that too.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import django

from django.conf import settings
from oscar import defaults


APPS = (
    "address",
    "analytics",
    "basket",
    "catalogue",
    "checkout",
    "communication",
    "customer",
    "offer",
    "order",
    "partner",
    "payment",
    "search",
    "shipping",
    "voucher",
    "wishlists",
)

settings.configure(
    DATABASES={},
    HAYSTACK_CONNECTIONS={
        "default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.flatpages",
        "django.contrib.sites",
        "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
        *(f"oscar.apps.{name}.apps.{name.title()}Config" for name in APPS),
    ],
    USE_TZ=True,
    **{
        **{name: value for name, value in vars(defaults).items() if name.isupper()},
        "OSCAR_DEFAULT_CURRENCY": "INR",
        "OSCAR_OFFERS_INCL_TAX": False,
    },
)
django.setup()

from oscar.apps.basket.models import Basket, Line  # noqa: E402
from oscar.apps.catalogue.models import Product, ProductClass  # noqa: E402
from oscar.apps.checkout.calculators import OrderTotalCalculator  # noqa: E402
from oscar.apps.offer.applicator import Applicator  # noqa: E402
from oscar.apps.offer.benefits import (  # noqa: E402
    AbsoluteDiscountBenefit,
    MultibuyDiscountBenefit,
    PercentageDiscountBenefit,
)
from oscar.apps.offer.conditions import CountCondition  # noqa: E402
from oscar.apps.offer.models import ConditionalOffer, Range  # noqa: E402
from oscar.apps.partner import prices, strategy  # noqa: E402
from oscar.apps.partner.models import StockRecord  # noqa: E402
from oscar.apps.shipping.methods import FixedPrice  # noqa: E402


class Members:
    """The products of a range, as a range of one's own says them."""

    def __init__(self, products: set[int]) -> None:
        self.products = products

    def contains_product(self, product: Product) -> bool:
        """Return whether the range has a product."""
        return product.pk in self.products


class NoOthers:
    """No restriction of what an offer is combined with."""

    def count(self) -> int:
        """Return how many offers an offer is restricted to."""
        return 0


class MemoryOffer(ConditionalOffer):
    """An offer that may be combined with every other."""

    combinations = NoOthers()

    class Meta:
        """The same table as the class above, which nobody asks."""

        app_label = "offer"
        proxy = True


class Lines(list[Line]):
    """Lines that are counted as a query set is."""

    def count(self) -> int:  # type: ignore[override]
        """Return how many lines there are."""
        return len(self)


class MemoryBasket(Basket):
    """A basket whose lines are at hand."""

    at_hand: Lines

    class Meta:
        """The same table as the class above, which nobody asks."""

        app_label = "basket"
        proxy = True

    def all_lines(self) -> Lines:
        """Return the lines."""
        return self.at_hand


class Rates(strategy.StockRequired, strategy.Structured):
    """Prices of India: a rate for each product, some of them in its price."""

    def __init__(self, items: dict[int, tuple[StockRecord, Decimal, bool]]) -> None:
        super().__init__()
        self.items = items

    def select_stockrecord(self, product: Product) -> StockRecord:
        """Return the only stock record of a product."""
        return self.items[product.pk][0]

    def pricing_policy(self, product: Product, stockrecord: StockRecord) -> Any:
        """Return the price without tax and the tax of a unit, to four places."""
        _, rate, inside = self.items[product.pk]
        price = stockrecord.price
        base = 100 + rate if inside else Decimal(100)
        tax = (price * rate / base).quantize(Decimal("0.0001"))
        net = price - tax if inside else price
        return prices.FixedPrice(stockrecord.price_currency, net, tax)


def offer_of(number: int, each: dict[str, Any], products: set[int]) -> MemoryOffer:
    """Return an offer of the workloads on *products*."""
    members = Range(pk=number, name=each["name"])
    members.proxy = Members(products)
    details = each["details"]
    least = 1
    if "discount_percent" in details:
        percent = Decimal(str(details["discount_percent"]))
        benefit = PercentageDiscountBenefit(range=members, value=percent)
    elif "fixed_discount_amount" in details:
        amount = Decimal(str(details["fixed_discount_amount"]))
        benefit = AbsoluteDiscountBenefit(range=members, value=amount)
    else:
        benefit = MultibuyDiscountBenefit(range=members)
        least = 3
    return MemoryOffer(
        pk=number,
        name=each["name"],
        exclusive=False,
        priority=-number,
        condition=CountCondition(range=members, value=least),
        benefit=benefit,
    )


def basket_of(document: dict[str, Any]) -> tuple[MemoryBasket, list[MemoryOffer], Any]:
    """Return a workload as Oscar knows it."""
    items = document["cart"]["cart_items"]
    kind = ProductClass(pk=1, name="goods", track_stock=False)
    known = {}
    basket = MemoryBasket(pk=1)
    basket.at_hand = Lines()
    for number, item in enumerate(items, 1):
        product = Product(pk=number, title=item["product_name"], product_class=kind)
        record = StockRecord(
            pk=number,
            product=product,
            price=Decimal(item["selling_price"]),
            price_currency="INR",
        )
        rate = Decimal(item["tax_rate"])
        known[number] = record, rate, item["price_including_tax"]
        basket.at_hand.append(
            Line(
                pk=number,
                basket=basket,
                product=product,
                stockrecord=record,
                quantity=item["quantity"],
            )
        )
    basket.strategy = Rates(known)
    offers = []
    store = document["store"]
    for number, each in enumerate([*store["promotions"], *store["coupons"]], 1):
        details = each["details"]
        wanted = set(details.get("category_id", ()))
        if details.get("products"):
            wanted = {row["buy_from_category_id"] for row in details["products"]}
        chosen = {
            i
            for i, item in enumerate(items, 1)
            if not wanted or not wanted.isdisjoint(item["category_ids"])
        }
        offers.append(offer_of(number, each, chosen))
    shipping = document["cart"]["shipping"]
    cost = Decimal(shipping["estimated_cost"])
    tax = (cost * Decimal(shipping["tax_rate"]) / 100).quantize(Decimal("0.01"))
    return basket, offers, FixedPrice(cost, cost + tax)


def price(basket: MemoryBasket, offers: list[MemoryOffer], shipping: Any) -> Any:
    """Do what a request does once the basket is loaded."""
    for line in basket.at_hand:
        line.clear_discount()
        # Oscar asks the strategy once for every line that it loads.
        vars(line).pop("_info", None)
    basket.reset_offer_applications()
    Applicator().apply_offers(basket, offers)
    charge = shipping.calculate(basket)
    total = OrderTotalCalculator().calculate(basket, charge)
    saved = basket.total_incl_tax_excl_discounts - basket.total_incl_tax
    return total.incl_tax, basket.total_tax + charge.incl_tax - charge.excl_tax, saved


def carts(_: str, documents: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return for each workload what prices it, and what tells its figures."""

    def told(found: Any) -> dict[str, str]:
        paid, tax, saved = map(str, found)
        return {"to_be_paid": paid, "total_tax": tax, "total_savings": saved}

    return {
        name: (partial(price, *basket_of(document)), told)
        for name, document in documents.items()
    }
