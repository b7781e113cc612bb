# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Installs each extra of a wheel alone, and uses what it promises.

    .venv/bin/python .ci/extras.py dist/checkout_core-*.whl [EXTRA ...]

Each gets a fresh environment; there its modules are imported with warnings as errors,
and its command must end well.  A new extra costs one row of `EXTRAS`.
"""

from __future__ import annotations

import email
import subprocess
import sys
import tempfile
import time
import zipfile

from pathlib import Path


CORE = ("checkout_core", "checkout_core.views", "checkout_core.juspay")
DEMO = ("checkout-core", "demo")
PYTHON = ("python", "-c")

#: What each extra makes importable, and a command that shows that it works; the row ""
#: is the package alone.
EXTRAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "": (
        CORE,
        (
            *PYTHON,
            (
                "from checkout_core import Cart, Line, Store, quote\n"
                "from checkout_core.views import receipt\n"
                "cart = Cart('INR', [Line('tee', 1, '499.00', tax_rate=5)])\n"
                "assert 'कुल' in receipt(quote(cart, Store('INR')), locale='hi_IN')"
            ),
        ),
    ),
    "all": ((*CORE, "checkout_core.service"), ("checkout-core", "doctor")),
    "backtest": (
        ("checkout_core.backtest.running",),
        (
            *PYTHON,
            (
                "import json, os, tempfile\n"
                "from pathlib import Path\n"
                "from checkout_core.backtest import Job, run\n"
                "os.chdir(tempfile.mkdtemp())\n"
                "row = {'cart_id': 1, 'cart': {'currency': 'INR', 'cart_items': []}}\n"
                "Path('carts.jsonl').write_text(json.dumps(row))\n"
                "store = json.dumps({'currency': 'INR'})\n"
                "found = run(Job(store, store), 'carts.jsonl', 'out', workers=1)\n"
                "assert {'empty_cart': 1} == found.tally.faults"
            ),
        ),
    ),
    "browser": (("selenium.webdriver",), DEMO),
    "cli": (("rich", "shtab"), ("checkout-core", "completion", "bash")),
    "dev": (("importlinter", "mypy", "pyright"), ("twine", "--version")),
    "django": (
        (
            "checkout_core.integrations.django",
            "checkout_core.integrations.rest_framework",
        ),
        ("django-admin", "version"),
    ),
    "docs": (("furo", "myst_parser"), ("sphinx-build", "--version")),
    "examples": (("celery", "django", "fastapi"), ("flask", "--version")),
    "fast": (("httptools", "uvloop"), DEMO),
    "fastapi": (
        ("checkout_core.integrations.fastapi",),
        (
            *PYTHON,
            (
                "from decimal import Decimal\n"
                "from checkout_core.integrations.fastapi import ExactJSONResponse\n"
                "assert b'1.50' == ExactJSONResponse(Decimal('1.50')).body"
            ),
        ),
    ),
    "httpx": (("checkout_core.transports.httpx",), DEMO),
    "metrics": (("prometheus_client",), DEMO),
    "jose": (
        ("checkout_core.transports.jwt",),
        (
            *PYTHON,
            (
                "from checkout_core.juspay import JwtCredentials\n"
                "from checkout_core.testing.gateway import new_pair\n"
                "private, public = new_pair()\n"
                "assert JwtCredentials('m', 'k', private, public).keys"
            ),
        ),
    ),
    "msgspec": (
        ("checkout_core.integrations.msgspec",),
        (
            *PYTHON,
            (
                "from decimal import Decimal\n"
                "from checkout_core.integrations.msgspec import encode\n"
                "assert b'1.50' == encode(Decimal('1.50'))"
            ),
        ),
    ),
    "orjson": (
        ("checkout_core.integrations.orjson",),
        (
            *PYTHON,
            (
                "import orjson\nfrom decimal import Decimal\n"
                "from checkout_core.integrations.orjson import default\n"
                "assert b'1.50' == orjson.dumps(Decimal('1.50'), default=default)"
            ),
        ),
    ),
    "postgres": (("psycopg",), DEMO),
    "pdf": (
        # It loads Pango, which is the system's; without it the extra is named.
        ("checkout_core.views.pdf",),
        DEMO,
    ),
    "pydantic": (
        ("checkout_core.integrations.pydantic",),
        (
            *PYTHON,
            (
                "from pydantic import TypeAdapter\n"
                "from checkout_core.integrations.pydantic import CheckoutDocument\n"
                "assert TypeAdapter(CheckoutDocument).json_schema()"
            ),
        ),
    ),
    "qr": (
        ("segno",),
        (
            *PYTHON,
            (
                "from checkout_core.views.qr import qr_svg\n"
                "assert qr_svg('INV/1').startswith('<svg')"
            ),
        ),
    ),
    "service": (("checkout_core.service",), ("checkout-core", "serve", "--help")),
    "spark": (
        # A session needs Java, and an import of PySpark does not.
        ("checkout_core.backtest.spark",),
        DEMO,
    ),
    "sqlalchemy": (
        ("checkout_core.integrations.sqlalchemy",),
        (
            *PYTHON,
            (
                "from checkout_core.integrations.sqlalchemy import QuoteType\n"
                "assert 'QuoteType()' == repr(QuoteType())"
            ),
        ),
    ),
    "test": (("pytest", "hypothesis", "hatchling"), ("pytest", "--version")),
    "testing": (
        (
            "checkout_core.testing.gateway",
            "checkout_core.testing.server",
            "checkout_core.testing.strategies",
        ),
        DEMO,
    ),
    "validators": (("beancount.loader", "lxml.etree", "peppol", "saxonche"), DEMO),
}


def main(wheel: Path, chosen: list[str]) -> int:
    """Try each extra; print a line for each, and return how many failed."""
    given = set(provided(wheel)) | {""}
    unlike = sorted(given ^ set(EXTRAS))
    if unlike:
        print(f"these stand only in the wheel or only in .ci/extras.py: {unlike}")
        return 1
    return sum(not usable(wheel, extra) for extra in chosen or sorted(EXTRAS))


def provided(wheel: Path) -> list[str]:
    """Return the extras that the metadata of a wheel name."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("/METADATA")]
        metadata = email.message_from_string(archive.read(name).decode())
    return metadata.get_all("Provides-Extra", [])


def usable(wheel: Path, extra: str) -> bool:
    """Install one extra in a fresh environment and use it; say how it went."""
    started = time.monotonic()
    modules, command = EXTRAS[extra]
    with tempfile.TemporaryDirectory(prefix="extra-") as folder:
        programs = Path(folder, "bin")
        wanted = f"{wheel.resolve()}[{extra}]" if extra else f"{wheel.resolve()}"
        imports = "\n".join(f"import {module}" for module in modules)
        steps = (
            ("uv", "venv", "-q", "--python", sys.executable, "--clear", folder),
            (
                "uv",
                "pip",
                "install",
                "-q",
                "--python",
                str(programs / "python"),
                wanted,
            ),
            (str(programs / "python"), "-W", "error", "-c", imports),
            (str(programs / command[0]), *command[1:]),
        )
        for step in steps:
            program = Path(sys.executable).parent / step[0]
            done = subprocess.run(
                (str(program), *step[1:]), check=False, capture_output=True, text=True
            )
            if done.returncode:
                print(f"FAILED  {extra or 'no extra'}: {' '.join(step)}")
                print(done.stdout + done.stderr)
                return False
    print(f"ok      {extra or 'no extra'}, {time.monotonic() - started:.1f} s")
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
