# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every block of code of the README and of every page runs, or says why it does not."""

from __future__ import annotations

import re
import sqlite3

from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest

from checkout_core import CheckoutError
from tests.docs.blocks import Block, blocks, run
from tests.docs.tables import pages
from tests.paths import DOCS, README, ROOT


PAGES = [README, *pages()]

#: What a page needs beside what all tests need, with its least version.
NEEDS = re.compile(r"^<!-- needs: (\w+) ?([\d.]*) -->$", re.MULTILINE)

#: The page with the most commands, each of them a process.
SLOW = DOCS / "how-to" / "command-line.md"

#: What a block that is wrong raises; a session that prints something else, the first.
WRONG = (AssertionError, ValueError, SyntaxError, sqlite3.Error, CheckoutError)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            each,
            id=each.relative_to(ROOT).as_posix(),
            marks=pytest.mark.slow if each == SLOW else (),
        )
        for each in PAGES
    ],
)
def test_the_blocks_of_a_page_run(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """Each does what the page says it does."""
    text = page.read_text("utf-8")
    for module, least in NEEDS.findall(text):
        why = f"{module} {least} of an extra is not installed".replace("  ", " ")
        pytest.importorskip(module, minversion=least or None, reason=why)
    found = list(blocks(text))
    commands = "".join(x.text for x in found if x.language == "sh" and not x.kind)
    for tool in ("bash", "curl"):
        if (tool in commands or (commands and tool == "bash")) and not which(tool):
            pytest.skip(f"this machine has no {tool} to run the page's commands")
    monkeypatch.chdir(tmp_path)

    counts = run(page, tmp_path)
    record_property("blocks", dict(counts))

    assert len(found) == counts.total()


def test_blocks_are_found() -> None:
    """Each with its language, its line and what the comment above it says."""
    text = """\
Text.

```python
>>> 1
1
```

<!-- not run: it needs a network -->

```sh
pip install it
```

- <!-- not this one -->

  ```json
  {}
  ```

```{toctree}
page
```

~~~text
```
~~~
"""

    assert [
        Block(language="python", text=">>> 1\n1\n", line=4, kind="", what=""),
        Block(
            language="sh",
            text="pip install it\n",
            line=11,
            kind="not run",
            what="it needs a network",
        ),
        Block(language="json", text="{}\n", line=17, kind="", what=""),
        Block(language="text", text="```\n", line=25, kind="", what=""),
    ] == list(blocks(text))


@pytest.mark.parametrize(
    "text",
    [
        "```python\n>>> 1\n2\n```\n",
        "```python\nraise ValueError\n```\n",
        "```sh\nfalse\n```\n",
        "```sh\necho one\n```\n\n<!-- output -->\n\n```text\ntwo\n```\n",
        "```json\n{,}\n```\n",
        '```json\n{"cart": {"currency": "INR", "cart_items": [{}]}}\n```\n',
        "```toml\na = \n```\n",
        "```sql\nSELECT FROM\n```\n",
        "```cobol\nSTOP RUN.\n```\n",
        "<!-- file: app.py -->\n```python\nif\n```\n",
        "<!-- not run -->\n```sh\nfalse\n```\n",
    ],
)
def test_what_is_wrong_is_found(text: str, tmp_path: Path) -> None:
    """A block that does not do what it shows fails."""
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")

    with pytest.raises(WRONG):
        run(page, tmp_path)


def test_what_is_right_passes(tmp_path: Path) -> None:
    """Files, commands and what they print, in one folder."""
    page = tmp_path / "page.md"
    page.write_text(
        """\
<!-- file: cart.json -->
```json
{"cart": {"currency": "INR", "cart_items": [
  {"product_id": "tee", "quantity": 1, "selling_price": "100", "tax_rate": "5"}]}}
```

```sh
total=$(checkout-core price cart.json --format cart | grep -c to_be_paid || :)
```

```sh
echo one; sleep 60 &
```

<!-- output -->
```text
one
```
""",
        "utf-8",
    )

    assert {"json file": 1, "sh": 2, "text output": 1} == run(page, tmp_path)
