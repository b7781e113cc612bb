# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random places and kinds of supply, suppliers, categories and codes."""

from typing import Any

from tests.oracle.money import minor, text
from tests.oracle.states import STATES

from .chance import Chance, Document


#: Few states, so that they are often the same: two without a legislature.
CODES = ("29", "29", "29", "27", "27", "33", "04", "26", "07", "97")
KINDS = (
    "regular",
    "sez_with_payment",
    "sez_without_payment",
    "export_with_payment",
    "export_without_payment",
    "deemed_export",
)
#: Ids in the order of code points, which is neither that of numbers nor of letters.
IDS = ("10", "9", "Z", "a", "b", "mh", "é")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SELLER = ("seller_state", "seller_gstin")
POLICIES = ("place_of_supply", "export")
HSN = (None, "6109", "6109", "61091000", "996331", "9968", "8471")
UNITS = (None, None, "PCS", "NOS", "kgs")


def spelled(chance: Chance, code: str) -> str:
    """Return one of the spellings of a state."""
    letters, names = next(
        (letters.split(), names.split("|"))
        for each, letters, names in STATES
        if each == code
    )
    ways = [code, *names, names[0].upper(), names[0].replace(" ", ""), *letters]
    ways += [f"{code}-{names[0]}", names[0].replace("and", "&")]
    ways += [f"IN-{letter}" for letter in letters]
    ways += [f"{letter[0]}.{letter[1].lower()}. " for letter in letters]
    return chance.one(ways)


def gstin(chance: Chance, code: str) -> str:
    """Return a GSTIN of a state, with its check digit."""
    body = f"{code}AAB{chance.one('CFHP')}{chance.one('CST')}"
    body += f"{chance.number(0, 9999):04}{chance.one('DQR')}1Z"
    total = 0
    for i, each in enumerate(body):
        tens, ones = divmod(DIGITS.index(each) * (1 + i % 2), 36)
        total += tens + ones
    return body + DIGITS[-total % 36]


def add(chance: Chance, document: Document) -> Document:
    """Return the document with what only India knows of."""
    cart, store = document["cart"], document["store"]
    policies(chance, store["tax"])
    if cart["currency"] != "INR" and not {*SELLER} & {*store["tax"]}:
        # A seller who is not in India has none of this.
        store["tax"] = {k: v for k, v in store["tax"].items() if k not in POLICIES}
        return document
    addresses(chance, cart)
    kinds(chance, cart, store)
    codes(chance, cart, store)
    if chance.often(0.9):
        supplied(chance, cart, store)
    if chance.often(0.15):
        zones(chance, cart, store)
    if chance.often(0.06):
        spoilt(chance, cart, store)
    return document


def kinds(chance: Chance, cart: Document, store: Document) -> None:
    """Say which kind of supply it is, and where."""
    if chance.often(0.3):
        cart["supply_type"] = chance.one(KINDS)
    if chance.often(0.12):
        place = chance.one(["96", "Other Countries", "97", *"....."])
        cart["place_of_supply"] = (
            spelled(chance, chance.one(CODES)) if place == "." else place
        )
    if cart.get("supply_type", "regular") != "regular" or "export" in store["tax"]:
        for line in cart["cart_items"]:
            if line.get("tax_category") == "reverse_charge" and chance.often(0.95):
                line["tax_category"] = "zero"


def codes(chance: Chance, cart: Document, store: Document) -> None:
    """Note codes of lines and charges."""
    for line in cart["cart_items"]:
        described(chance, line)
    if chance.often(0.4):
        store["handling_hsn_code"] = chance.one(HSN)
    for charge in (*store["charges"], cart.get("shipping")):
        if charge is not None and chance.often(0.4):
            charge["hsn_code"] = chance.one(HSN)


def policies(chance: Chance, tax: Document) -> None:
    """Note who sells, which address decides, and how exports are taxed."""
    tax.pop("seller_state", None)
    if chance.often(0.9):
        code = chance.one(CODES[:-1])
        if chance.often(0.7):
            tax["seller_state"] = spelled(chance, code)
        if "seller_state" not in tax or chance.often(0.3):
            tax["seller_gstin"] = gstin(chance, code)
    if chance.often(0.5):
        tax["place_of_supply"] = chance.one(["delivery", "gstin", "gstin"])
    if chance.often(0.4):
        tax["export"] = chance.one(["with_tax", "lut"])


def addresses(chance: Chance, cart: Document) -> None:
    """Spell states in every way, and note who is registered."""
    for key in ("shipping_address", "billing_address"):
        address = cart.get(key)
        if address is None:
            continue
        address = dict(address)
        cart[key] = address
        if address.get("country") == "Germany":
            address["state"] = chance.one([None, "Bayern"])
            continue
        if chance.often(0.8):
            address["state"] = spelled(chance, chance.one(CODES))
        if chance.often(0.4):
            address["business_name"] = "Sai Traders"
            address["tax_identification_number"] = gstin(chance, chance.one(CODES))


def described(chance: Chance, line: Document) -> None:
    """Note a code and a unit, and sometimes that the tariff says nil."""
    line["hsn_code"] = chance.one(HSN)
    line["unit"] = line.get("unit") or chance.one(UNITS)
    if line.get("tax_category") == "zero" and chance.often(0.5):
        line["tax_category"] = "nil_rated"


def supplied(chance: Chance, cart: Document, store: Document) -> None:
    """Let others supply some of it, some of them not registered."""
    ids = chance.some(IDS, 1)[: chance.number(1, 3)]
    found = {ident: seller(chance, ident) for ident in ids}
    store["suppliers"] = found
    for line in cart["cart_items"]:
        line["supplier"] = chance.one([None, *ids, *ids])
        if not line["supplier"]:
            continue
        if chance.often(0.1):
            line["section_9_5"] = True
            continue
        who = found[line["supplier"]]
        if not who.get("registered", "gstin" in who):
            line.pop("tax_slabs", None)
            line |= {"tax_rate": "0", "cess_rate": None}
    for charge in store["charges"]:
        if chance.often(0.3):
            charge["supplier"] = chance.one(["", *ids])
    shipping = cart.get("shipping")
    if shipping is not None and chance.often(0.25):
        costs(chance, cart, shipping)


def seller(chance: Chance, ident: str) -> Document:
    """Return a supplier, often known by its GSTIN alone, sometimes not registered."""
    code = chance.one(CODES[:-1])
    found: Document = {"name": f"Seller {ident}"}
    if chance.often(0.6):
        found["gstin"] = gstin(chance, code)
    if "gstin" not in found or chance.often(0.5):
        found["state"] = chance.maybe(0.95, spelled(chance, code))
    if chance.often(0.1) or ("gstin" not in found and chance.often(0.5)):
        found["registered"] = chance.often(0.6)
    return found


def costs(chance: Chance, cart: Document, shipping: Document) -> None:
    """Say what each supplier's delivery costs."""
    named = sorted({line["supplier"] or "" for line in cart["cart_items"]})
    rest = minor(shipping["estimated_cost"], chance.exponent)
    found: dict[str, Any] = {}
    for ident in named[:-1]:
        part = chance.one([0, chance.number(0, rest), rest])
        found[ident] = text(part, chance.exponent)
        rest -= part
    shipping["suppliers"] = {**found, named[-1]: text(rest, chance.exponent)}


def zones(chance: Chance, cart: Document, store: Document) -> None:
    """Let the store's table say what delivery costs."""
    address = cart.get("shipping_address") or {}
    if not address.get("state"):
        return
    cart.pop("shipping", None)

    def rate() -> Document:
        found: Document = {"type": "flat", "amount": chance.money(0, 9900)}
        found["price_including_tax"] = chance.often(0.5)
        if chance.often(0.6):
            found["tax_rate"] = chance.rate()
        return found

    rows: list[Document] = []
    for _ in range(chance.number(1, 4)):
        way = chance.one(["states", "states", "states", "postal_codes"])
        named = [spelled(chance, chance.one(CODES)) for _ in range(chance.number(1, 2))]
        codes = [chance.one(["56", "560", "4", "1"])]
        rows.append({way: named if way == "states" else codes, "rate": rate()})
    rows.append({"countries": [chance.one(["India", "IN"])], "rate": rate()})
    if chance.often(0.9):
        rows.append({"countries": ["Germany"], "rate": rate()})
    chance.random.shuffle(rows)
    store["shipping_rates"] = {"type": "by_zone", "zones": rows}


def spoilt(chance: Chance, cart: Document, store: Document) -> None:
    """Break one rule."""
    line = chance.one(cart["cart_items"])
    suppliers = store.get("suppliers") or {}
    way = chance.number(1, 9)
    if way == 1:
        line["supplier"] = "mhh"
    elif way == 2:
        store["suppliers"] = {**suppliers, "u": {"name": "Asha", "state": "MH"}}
        line |= {"supplier": "u", "section_9_5": None, "tax_category": None}
        line |= chance.one([{"tax_rate": "5"}, {"tax_rate": "0", "cess_rate": "1"}])
        line.pop("tax_slabs", None)
    elif way == 3:
        line |= {"section_9_5": True, "supplier": chance.one([None, ""])}
    elif way == 4:
        line |= {"tax_category": "nil_rated", "tax_rate": "5"}
    elif way == 5:
        store["suppliers"] = {**suppliers, "": {"name": "Nobody", "state": "KA"}}
    elif way == 6:
        other = {"name": "x", "state": "KA", "gstin": gstin(chance, "27")}
        store["suppliers"] = {**suppliers, "x": other}
    elif way == 7:
        cart["place_of_supply"] = chance.one(["XX", "98", "Karnatakaa"])
    elif way == 8:
        cart["billing_address"] = {"state": "XX"}
    elif cart.get("shipping") is not None:
        cart["shipping"]["suppliers"] = {"": "0.00"}
