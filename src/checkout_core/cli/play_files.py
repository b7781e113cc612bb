# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The files of the playground: the page, the engine as an archive, and Pyodide.

Promises that a site is a table of names: what is not in it cannot be asked for.
"""

from __future__ import annotations

import io
import shutil
import zipfile

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checkout_core.currencies import CURRENCIES
from checkout_core.playground.answers import SCENARIOS
from checkout_core.version import installed_version
from checkout_core.views.language import LANGUAGES, Language
from checkout_core.views.markup import escaped


if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


#: The media type of a file, by the ending of its name.
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "json": "application/json",
        "svg": "image/svg+xml",
        "wasm": "application/wasm",
        "zip": "application/zip",
    }
)

INDEX = "index.html"
#: The engine, as the page unpacks it.
ARCHIVE = "engine.zip"
#: Where a site has Pyodide, and the files of it that the page loads.
PYODIDE = "pyodide/"
PYODIDE_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)

#: The packages that the engine consists of.
_PACKAGES = ("checkout_core", "attr", "attrs", "babel")
#: Parts of them that no price needs: rooms that do I/O, and the page itself.
_LEFT_OUT = (
    "checkout_core/adapters/",
    "checkout_core/cli/",
    "checkout_core/playground/page/",
    "checkout_core/service/",
    "checkout_core/testing/",
    "checkout_core/transports/",
)
_LOCALE_DATA = "babel/locale-data/"
#: The same archive has the same bytes: no file has a time of its own.
_TIME = (1980, 1, 1, 0, 0, 0)

#: What the page may do: run its own scripts and WebAssembly, and reach no other server.
#: The style of a page of the views is in that page.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{origin};"
    " worker-src 'self'; connect-src 'self'{origin};"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'none'"
)

#: The files of a site by their names, each made when it is asked for.
Site = Mapping[str, Callable[[], bytes]]


def type_of(name: str) -> str:
    """
    Return the media type of a file of a site.

    >>> type_of("pyodide/pyodide.asm.wasm")
    'application/wasm'
    """
    return TYPES[name.rpartition(".")[2]]


def policy(pyodide: str) -> str:
    """
    Return the content security policy of a page that loads Pyodide from an address.

    >>> "script-src 'self' 'wasm-unsafe-eval';" in policy("pyodide/")
    True
    >>> policy("https://cdn.example/314/").count(" https://cdn.example;")
    2
    """
    parts = urlsplit(pyodide)
    origin = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return _POLICY.format(origin=origin)


def site(*, endpoint: str = "", pyodide: str = "", assets: Path | None = None) -> Site:
    """
    Return the files of a page.

    *endpoint* is where a server answers, "" for nowhere; *pyodide* is the base address
    of Pyodide, "" for none; *assets* is the folder of Pyodide's files, None if they are
    not part of the site.
    """
    folder = files("checkout_core.playground") / "page"
    found: dict[str, Callable[[], bytes]] = {
        name: each.read_bytes for name, each in _walked(folder, "")
    }
    page = folder / INDEX
    found[INDEX] = lambda: _index(page.read_text("utf-8"), endpoint, pyodide).encode()
    if pyodide:
        found[ARCHIVE] = archive
    if assets is not None:
        for name in PYODIDE_FILES:
            found[f"{PYODIDE}{name}"] = (assets / name).read_bytes
    return found


def _index(text: str, endpoint: str, pyodide: str) -> str:
    """Return the page with its settings and its choices filled in."""
    for name, value in (
        ('http-equiv="Content-Security-Policy"', policy(pyodide)),
        ('name="endpoint"', endpoint),
        ('name="pyodide"', pyodide),
    ):
        empty = f'<meta {name} content="">'
        text = text.replace(empty, f'<meta {name} content="{value}">')
    for name, options in (("scenario", _scenarios()), ("locale", _languages())):
        start, select, rest = text.partition(f'<select id="{name}">')
        text = start + select + rest.replace("</select>", f"{options}</select>", 1)
    return text


def _scenarios() -> str:
    """Return the documents to start from as choices."""
    return "".join(
        f'<option value="{name}">{escaped(title)}</option>'
        for name, title in SCENARIOS.items()
    )


def _languages() -> str:
    """Return the languages as choices, each by its own name; English has no locale."""
    found = ""
    for code in LANGUAGES:
        words, value = (
            Language.of(code, CURRENCIES["INR"]),
            "" if code == "en" else code,
        )
        found += (
            f'<option value="{value}" lang="{code}" dir="{words.direction}">'
            f"{escaped(words.locale.display_name)}</option>"
        )
    return found


def missing(assets: Path) -> list[str]:
    """Return the names of Pyodide's files that a folder does not have."""
    return [name for name in PYODIDE_FILES if not (assets / name).is_file()]


@cache
def archive() -> bytes:
    """
    Return the engine as an archive: this package and the two that it requires.

    The same files make the same bytes.  Of babel's locales it has those of `LANGUAGES`.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, read in _engine():
            packed.writestr(zipfile.ZipInfo(name, _TIME), read(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _engine() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the files of the engine, and what names its version."""
    for package in _PACKAGES:
        folder = Path(import_module(package).__path__[0])
        for name, each in _walked(folder, f"{package}/"):
            if _is_needed(name):
                yield name, each.read_bytes
    version = installed_version()
    head = f"Metadata-Version: 2.1\nName: checkout-core\nVersion: {version}\n"
    yield f"checkout_core-{version}.dist-info/METADATA", head.encode


def _is_needed(name: str) -> bool:
    if name.startswith(_LOCALE_DATA):
        language = name.removeprefix(_LOCALE_DATA).partition(".")[0].partition("_")[0]
        return language == "root" or language in LANGUAGES
    # Another process may write into the folder of what is compiled just now.
    unneeded = "/__pycache__/" in name or name.endswith(".pyi")
    return not name.startswith(_LEFT_OUT) and not unneeded


def _walked(
    folder: Traversable | Path, prefix: str
) -> Iterator[tuple[str, Traversable | Path]]:
    """Yield the files below a folder with their names in it, in the order of names."""
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir():
            yield from _walked(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each


def export(found: Site, folder: Path) -> int:
    """
    Write all files of a site into a new folder, and return how many they are.

    Whatever goes wrong, nothing is left of it; raises `OSError`.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True)
        for name, read in found.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(read())
    except BaseException:
        for each in made[-1:]:
            shutil.rmtree(each, ignore_errors=True)
        raise
    return len(found)


__all__ = [
    "ARCHIVE",
    "INDEX",
    "PYODIDE",
    "PYODIDE_FILES",
    "TYPES",
    "Site",
    "archive",
    "export",
    "missing",
    "policy",
    "site",
    "type_of",
]
