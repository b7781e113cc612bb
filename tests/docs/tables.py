# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tables of the pages, made from the literals of the source.

A table stands in a page between two comments, `<!-- table: NAME -->` and
`<!-- end -->`; `python -m tests.docs.tables` writes every one again, and a test fails
where a page and the source differ.  So a page can be read as it stands in the tree.
"""

from __future__ import annotations

import inspect
import re

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from checkout_core import errors, ledger, offers, reasons, statuses
from checkout_core.backtest.messages import MESSAGES as BACKTEST_MESSAGES
from checkout_core.cli.ending import STATUSES
from checkout_core.currencies import CASH_STEPS, CURRENCIES
from checkout_core.juspay.messages import MESSAGES as JUSPAY_MESSAGES
from checkout_core.ledger.rows import COUNTS, KINDS, POSTINGS
from checkout_core.orders import TRANSITIONS
from checkout_core.orders.transitions import MONEY_EVENTS
from checkout_core.papers.gstr1.messages import MESSAGES as GSTR1_MESSAGES
from checkout_core.papers.inv01.messages import MESSAGES as INV01_MESSAGES
from checkout_core.tax.regimes import REGIMES
from checkout_core.tenders import TENDERS
from tests.docs import schemas
from tests.paths import DOCS
from tests.public_names import MODULES


REGION = re.compile(
    r"^<!-- table: (?P<name>[\w.-]+) -->\n(?P<text>.*?)^<!-- end -->$",
    re.DOTALL | re.MULTILINE,
)

#: Where the pages of the modules are.
API = DOCS / "reference" / "api"
SIGNS = {1: "+", -1: "\N{MINUS SIGN}"}


def pages() -> Iterator[Path]:
    """Yield every page of the site, without what was built."""
    for path in sorted(DOCS.rglob("*.md")):
        if "_build" not in path.parts:
            yield path


def cell(text: object) -> str:
    """Return a text as a cell of a table: on one line, without a bar."""
    return " ".join(str(text).split()).replace("|", "&#124;")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Return the lines of a table."""
    titles = list(head)
    return [
        f"| {' | '.join(titles)} |",
        f"|{'---|' * len(titles)}",
        *(f"| {' | '.join(map(cell, row))} |" for row in rows),
    ]


def code(*words: str) -> str:
    """Return words as code, separated by commas."""
    return ", ".join(f"`{each}`" for each in words)


def facts(*texts: str) -> str:
    """Return the words in braces of some texts, each once."""
    return code(*dict.fromkeys(re.findall(r"\{(\w+)", " ".join(texts))))


# Tables -----------------------------------------------------------------------------


def modules() -> list[str]:
    """Return every public module, and what it is; the site's menu has them too."""
    rows = []
    for module in MODULES:
        about = (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0]
        rows.append((f"[{module}]({module}.md)", cell(about)))
    menu = [f"{each.removeprefix('checkout_core.')} <{each}>" for each in MODULES]
    toctree = ["", "```{toctree}", ":hidden:", "", *menu, "```"]
    return [*table(("module", "what it is"), rows), *toctree]


def module_page(module: str) -> str:
    """Return the page of a module, to which the site adds its names."""
    about = (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0]
    anchor = module.replace(".", "")
    return (
        f"# {module}\n\n{cell(about)}\n\nThe site lists its names here, from the"
        " docstrings; in the tree, [public names](../../public-names.md"
        f"#{anchor}) has them in a table.\n"
    )


def refusals() -> list[str]:
    """Return the codes of refusals, with what shopper and agent read."""
    rows = []
    for name, each in reasons.REFUSAL_REASONS.items():
        shopper = " / ".join(filter(None, (each.shopper, each.shopper_one_line)))
        agent = " / ".join(filter(None, (each.agent, each.agent_for_good)))
        rows.append((code(name), shopper, agent, facts(shopper, agent)))
    return table(("code", "the shopper reads", "the agent reads", "facts"), rows)


def tender_reasons() -> list[str]:
    """Return the codes of tenders that pay less than was asked."""
    rows = [
        (code(name), text, facts(text)) for name, text in reasons.TENDER_REASONS.items()
    ]
    return table(("code", "the agent reads", "facts"), rows)


def totals() -> list[str]:
    """Return every total: what it is, and the rows that it sums."""
    meaning = schemas.attributes(ledger.Totals)
    rows = []
    for name, kinds in ledger.SUMS.items():
        signs = [f"{SIGNS[sign]} `{kind}`" for kind, sign in kinds]
        rows.append((code(name), meaning[name], " ".join(signs).removeprefix("+ ")))
    return table(("total", "what it is", "sum of the rows"), rows)


def row_kinds() -> list[str]:
    """Return every kind of row: what it is, and where it counts."""
    feeds = {
        kind: [name for name, kinds in ledger.SUMS.items() if kind in dict(kinds)]
        for kind in KINDS
    }
    rows = []
    for kind, meaning in KINDS.items():
        first, sign = POSTINGS.get(kind, ("", 0))
        part = f"net, {SIGNS[sign]}" if sign else "tax"
        unit = "points" if kind in COUNTS else "money"
        place = f"{part} of `{first}`" if first else ""
        rows.append((code(kind), meaning, unit, place, code(*feeds[kind])))
    head = ("kind", "what it is", "unit", "part of the posting", "part of the totals")
    return table(head, rows)


def tenders() -> list[str]:
    """Return the kinds of tenders, in the order in which they pay."""
    rows = [
        (
            code(name),
            code(each.argument),
            code(each.balance) if each.balance else "",
            code(*filter(None, (each.row, each.count_row))),
            code(*filter(None, (each.total, each.count_total))),
            "yes" if each.earns_points else "no",
        )
        for name, each in TENDERS.items()
    ]
    head = ("tender", "asked for in", "balance", "rows", "totals", "earns points")
    return table(head, rows)


def faults() -> list[str]:
    """Return the codes of faults of the engine."""
    return messages(errors.MESSAGES)


def juspay_faults() -> list[str]:
    """Return the codes of faults of what Juspay would refuse."""
    return messages(JUSPAY_MESSAGES)


def backtest_faults() -> list[str]:
    """Return the codes of faults that keep a back-test from being run."""
    return messages(BACKTEST_MESSAGES)


def inv01_faults() -> list[str]:
    """Return the codes of faults of what the portal of e-invoices would refuse."""
    return messages(INV01_MESSAGES)


def gstr1_faults() -> list[str]:
    """Return the codes of faults that keep a document out of a return."""
    return messages(GSTR1_MESSAGES)


def messages(found: Mapping[str, str]) -> list[str]:
    """Return a table of codes with their messages."""
    rows = [(code(name), text) for name, text in sorted(found.items())]
    return table(("code", "message"), rows)


def order_statuses() -> list[str]:
    """Return every status of an order, and where its events lead."""
    rows = []
    for status, events in TRANSITIONS.items():
        ways = ", ".join(f"{event} → `{there}`" for event, there in events.items())
        rows.append((code(status), ways or "it ends here"))
    return table(("status", "what may happen, and where it leads"), rows)


def payment_statuses() -> list[str]:
    """Return every status of the payments of an order."""
    return [f"- `{each}`" for each in statuses.PaymentStatus]


def money_events() -> list[str]:
    """Return the events of money."""
    return [f"- `{each}`" for each in MONEY_EVENTS]


def benefits() -> list[str]:
    """Return every benefit: the vendor's type, the constructor, what it gives."""
    makers = {
        "percentage_discount": "percentage_off",
        "fixed_discount": "amount_off",
        "accelerated_rewards": "bonus_points",
    }
    rows = []
    for name, each in offers.BENEFITS.items():
        kind = each.type
        if each.discount_type:
            kind += f"` with `discount_type` `{each.discount_type}"
        if each.kind:
            kind += f"` with our own `kind` `{each.kind}"
        about = (inspect.getdoc(each) or "").partition("\n\n")[0]
        maker = makers.get(name, name)
        may = " and ".join(f"{one}s" for one in each.kinds)
        page = f"[{code(maker)}](benefits/{maker}.md)"
        rows.append((page, f"`{kind}`", may, about))
    head = ("Python", "the vendor's type", "of", "what it gives")
    return table(head, rows)


def regimes() -> list[str]:
    """Return the tax regimes."""
    rows = []
    for name, each in REGIMES.items():
        about = (inspect.getdoc(each) or "").partition("\n\n")[0]
        keys = code(*each.keys)
        needed = code(*each.needed) if each.needed else "none"
        like = "their own" if each.charges_like_goods else "one tax at the same rate"
        rows.append((code(name), about, keys, needed, like))
    head = (
        "regime",
        "what it is",
        "keys it has",
        "keys it needs",
        "a charge taxed as the goods are has",
    )
    return table(head, rows)


def currencies() -> list[str]:
    """Return the currencies by their number of decimals, and the coins."""
    rows = []
    for exponent in sorted({each.exponent for each in CURRENCIES.values()}):
        found = [each.code for each in CURRENCIES.values() if each.exponent == exponent]
        rows.append((exponent, len(found), " ".join(found)))
    return table(("decimals", "how many", "codes"), rows)


def cash_steps() -> list[str]:
    """Return the smallest coin of each currency of which it is known."""
    by_step: dict[str, list[str]] = {}
    for name, step in CASH_STEPS.items():
        by_step.setdefault(str(step), []).append(name)
    rows = [(step, " ".join(found)) for step, found in by_step.items()]
    return table(("step", "currencies"), rows)


#: What is limited, and the constant that limits it.
LIMITS = (
    ("characters of a document", "wire.text", "MAX_CHARACTERS"),
    ("characters of a stored quote, order or refund", "wire.text", "MAX_STORED"),
    ("levels of a document, one within the other", "wire.text", "MAX_NESTING"),
    ("lines of a cart", "cart.line", "MAX_LINES"),
    ("categories of a line", "cart.line", "MAX_CATEGORIES"),
    ("promotions, and coupons, of a store", "store.store", "MAX_OFFERS"),
    ("charges of a store", "store.charges", "MAX_CHARGES"),
    ("groups of promotions of a store", "store.groups", "MAX_GROUPS"),
    ("suppliers of a store", "store.suppliers", "MAX_SUPPLIERS"),
    ("zones of delivery, and their places of a kind", "store.shipping", "MAX_ZONES"),
    ("slabs of a rate of delivery", "store.shipping", "MAX_SLABS"),
    ("tax classes of a store", "store.tax_classes", "MAX_CLASSES"),
    ("periods of a tax class", "store.tax_classes", "MAX_PERIODS"),
    ("slabs of a line's tax", "tax.rates", "MAX_SLABS"),
    ("components of a line's tax", "tax.rates", "MAX_COMPONENTS"),
    ("codes of a cart", "cart.cart", "MAX_CODES"),
    ("rows of an offer", "offers", "MAX_ROWS"),
    ("characters of an identifier", "checks", "MAX_ID"),
    ("characters of a name or a note", "checks", "MAX_NOTE"),
    ("units of a line", "checks", "MAX_QUANTITY"),
    ("digits of an amount before the point", "money", "MAX_DIGITS"),
    ("decimals of a rate", "money", "MAX_DECIMALS"),
    (
        "changes, and pauses, of a subscription",
        "subscriptions.subscription",
        "MAX_CHANGES",
    ),
    ("years a subscription is looked at", "subscriptions.calendar", "DEFAULT_YEARS"),
)


def limits() -> list[str]:
    """Return every limit."""
    rows = []
    for what, module, constant in LIMITS:
        most = getattr(import_module(f"checkout_core.{module}"), constant)
        rows.append((what, f"{most:,}"))
    return table(("what", "at most"), rows)


def exit_statuses() -> list[str]:
    """Return the exit statuses of the command."""
    return table(("exit status", "meaning"), STATUSES.items())


#: Every table by the name that pages have for it.
TABLES: Mapping[str, Callable[[], list[str]]] = {
    "backtest-faults": backtest_faults,
    "benefits": benefits,
    "cash-steps": cash_steps,
    "currencies": currencies,
    "exit-statuses": exit_statuses,
    "faults": faults,
    "gstr1-faults": gstr1_faults,
    "inv01-faults": inv01_faults,
    "juspay-faults": juspay_faults,
    "limits": limits,
    "modules": modules,
    "money-events": money_events,
    "order-statuses": order_statuses,
    "payment-statuses": payment_statuses,
    "refusals": refusals,
    "regimes": regimes,
    "row-kinds": row_kinds,
    "schema-checkout": schemas.checkout,
    "schema-offers": schemas.details,
    "schema-quote": schemas.quote,
    "tender-reasons": tender_reasons,
    "tenders": tenders,
    "totals": totals,
}


def written(text: str) -> str:
    """Return the text of a page with each of its tables as the source has it."""

    def fresh(found: re.Match[str]) -> str:
        name = found["name"]
        lines = "\n".join(TABLES[name]())
        return f"<!-- table: {name} -->\n\n{lines}\n\n<!-- end -->"

    return REGION.sub(fresh, text)


def main() -> None:
    """Write every page of a module, and every table of every page again."""
    for module in MODULES:
        (API / f"{module}.md").write_text(module_page(module), "utf-8")
    for page in pages():
        page.write_text(written(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
