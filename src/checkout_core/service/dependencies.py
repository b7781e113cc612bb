# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The dependencies of every route: catalogue, database, gateway, clock.

Knows nothing of requests and answers.
"""

from __future__ import annotations

import secrets

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from checkout_core.cart import Customer
from checkout_core.errors import CheckoutError
from checkout_core.money.exact import to_decimal
from checkout_core.pricing import quote
from checkout_core.refunds import RefundPolicy
from checkout_core.service.counted import CounterNames, codes_of, names_for_cart
from checkout_core.service.ended import EndedSessions
from checkout_core.service.limits import Limits
from checkout_core.service.priced_carts import PricedCart, PricedCarts, PricingFacts
from checkout_core.store import Redemptions
from checkout_core.store.compiled import code_key
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import CartPolicy


if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from checkout_core.cart import Cart
    from checkout_core.gateway import Gateway
    from checkout_core.http import Transport
    from checkout_core.orders import Order
    from checkout_core.service.catalogue import Catalogue
    from checkout_core.service.ports import Counts, Database, Unit
    from checkout_core.service.standard_webhooks import Receiver
    from checkout_core.service.tokens import Caller, Tokens
    from checkout_core.store import Store


#: Letters and digits that do not look alike.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: One of them for each byte: they are 32, so each has as many bytes as any other.
_LETTERS = (_ALPHABET * 8).encode()
#: An id on a payment page has at most 17 characters, and an attempt adds up to four.
NUMBER_LENGTH = 12


def now() -> datetime:
    """Return the moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id(length: int = NUMBER_LENGTH) -> str:
    """Return a random id that cannot be guessed."""
    return secrets.token_bytes(length).translate(_LETTERS).decode()


@contextmanager
def paths_of_contents() -> Iterator[None]:
    """Let faults name the keys of a stored cart, which has no cart around them."""
    try:
        yield
    except CheckoutError as error:
        raise CheckoutError(
            evolve(each, path=each.path.removeprefix("cart.")) for each in error.faults
        ) from None


def no_fields(_: Order) -> None:
    """Return no fields of an order's payments."""


@frozen(kw_only=True)
class App:
    """
    The dependencies and settings of the service.

    Attributes:
        catalogue: the catalogue and its customers.
        database: where carts, orders and payments are stored.
        gateway: the merchant's account at a payment gateway.
        transport: sends requests to the gateway.
        tokens: checks who is calling.
        carts: what a cart needs before it can be paid, `CartPolicy()` by default.
        refunds: the refund policy, `RefundPolicy()` by default.
        lease: how long only the request that began an attempt may continue it, more
            than three timeouts of the transport (30 seconds by default); after a crash
            a retry waits until it ends.
        fulfilment_window: how long after it began a payment may still come, so that it
            is asked for (48 hours by default): longer than a payment link is open.
        sweep: how often each process does what is due, such as asking for payments and
            sending refunds; every 15 seconds by default, None for never.
        limits: how much one caller may ask for, `Limits()` by default.
        priced_carts: the carts that this process priced last.
        cors_origins: the origins whose pages may call from a browser, such as
            `https://shop.example`; none by default.
        ended: the sessions that have ended, as far as this process knows.
        outgoing: where webhooks are sent, None (the default) for nowhere.
        stopping: set when the service is about to end; what runs in the background then
            ends too.
        fields: returns the host's further fields of an order's payments, in the
            gateway's names; None (the default) for those of the gateway's settings.
            A shopper's request has none: they are what the merchant's books and
            reports go by.
        more_routes: routes of the host that are served too, such as pages for people;
            none by default.  They have no token, no limits and no log line of ours.
        clock: returns the present moment, by default the system's.
    """

    catalogue: Catalogue
    database: Database
    gateway: Gateway
    transport: Transport
    tokens: Tokens
    carts: CartPolicy = field(factory=CartPolicy)
    refunds: RefundPolicy = field(factory=RefundPolicy)
    lease: timedelta = timedelta(seconds=30)
    fulfilment_window: timedelta = timedelta(hours=48)
    sweep: timedelta | None = timedelta(seconds=15)
    limits: Limits = field(factory=Limits)
    priced_carts: PricedCarts = field(factory=PricedCarts, repr=False, eq=False)
    cors_origins: tuple[str, ...] = ()
    ended: EndedSessions = field(factory=EndedSessions, repr=False, eq=False)
    outgoing: Receiver | None = None
    stopping: Event = field(factory=Event, repr=False, eq=False)
    fields: Callable[[Order], Mapping[str, Any] | None] = no_fields
    more_routes: tuple[BaseRoute, ...] = field(default=(), repr=False)
    clock: Callable[[], datetime] = now

    def facts(
        self,
        unit: Unit,
        contents: Mapping[str, Any],
        caller: Caller,
        names: Callable[[Store, Iterable[str]], CounterNames] = names_for_cart,
    ) -> PricingFacts:
        """
        Return what is stored that decides about the price of a cart.

        *names* says which counters are asked for, given the codes of the cart.
        """
        store = self.catalogue.store
        asked = names(store, codes_of(contents))
        counts = unit.counters.read(
            offers=asked.offers,
            codes=asked.codes,
            budgets=asked.budgets,
            customer_id=caller.id,
        )
        cards = contents.get("gift_cards")
        return PricingFacts(
            customer=self.customer(unit, caller, counts),
            redemptions=self.redemptions(caller, counts),
            spent=unit.gift_cards.spent(map(code_key, cards)) if cards else {},
        )

    def customer(self, unit: Unit, caller: Caller, counts: Counts) -> Customer:
        """Return the customer as they are now; of a guest nothing is known."""
        if not caller.known:
            return Customer()
        owner = caller.id
        before = self.catalogue.customers.get(owner, Customer()).offer_redemptions
        redeemed = {**before, **counts.customer}
        balances = unit.balances.get(owner)
        return self.catalogue.customer(owner, balances, redeemed, counts.orders)

    def redemptions(self, caller: Caller, counts: Counts) -> Redemptions:
        """
        Return what offers and codes were redeemed for, in the store and here.

        What a guest redeemed is counted by the id of their session, which no document
        shows; what a known customer redeemed is in their `Customer`.
        """
        store = self.catalogue.store
        before, exponent = store.redemptions, store.currency.exponent
        taken = {
            name: to_decimal(each, exponent) for name, each in counts.taken.items()
        }
        return Redemptions(
            {**before.offers, **counts.offers},
            {**before.codes, **counts.codes},
            {**before.discounts, **taken},
            None if caller.known else counts.customer,
        )

    def priced(
        self, unit: Unit, cart_id: str, contents: Mapping[str, Any], caller: Caller
    ) -> PricedCart:
        """Return a stored cart with its price now; raise `CheckoutError` if invalid."""
        facts, at = self.facts(unit, contents, caller), self.clock()
        text = dumps(contents)
        known = self._known(cart_id, text, facts)
        if known is not None and (known.at, known.facts) == (at, facts):
            return known
        cart = self._read(cart_id, contents, facts) if known is None else known.cart
        store = self.catalogue.store
        with paths_of_contents():
            found = quote(cart, store, at=at, redemptions=facts.redemptions)
        priced = PricedCart(
            catalogue=self.catalogue,
            policy=self.carts,
            contents=text,
            facts=facts,
            at=at,
            cart=cart,
            quote=found,
        )
        self.priced_carts.keep(cart_id, priced)
        return priced

    def cart(
        self, cart_id: str, contents: Mapping[str, Any], facts: PricingFacts
    ) -> Cart:
        """Return a stored cart; raise `CheckoutError` if it is invalid."""
        known = self._known(cart_id, dumps(contents), facts)
        return self._read(cart_id, contents, facts) if known is None else known.cart

    def _read(
        self, cart_id: str, contents: Mapping[str, Any], facts: PricingFacts
    ) -> Cart:
        return self.catalogue.cart(cart_id, contents, facts.customer, facts.spent)

    def _known(
        self, cart_id: str, contents: str, facts: PricingFacts
    ) -> PricedCart | None:
        """Return the kept cart if it was made of the same contents by the same shop."""
        known = self.priced_carts.get(cart_id)
        is_same = (
            known is not None
            and known.catalogue is self.catalogue
            and known.policy is self.carts
            and known.facts.customer == facts.customer
            and known.facts.spent == facts.spent
            and known.contents == contents
        )
        return known if is_same else None

    def open_balances(self) -> None:
        """Open accounts for new customers, with the balances of the catalogue."""

        def work(unit: Unit) -> None:
            for name, customer in self.catalogue.customers.items():
                unit.balances.open(name, self.catalogue.balances(customer))

        self.database.write(work)
