# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The build hook: the wheel holds each message catalogue compiled, and not its source.

hatchling runs it for a wheel, from the tree or from an unpacked source distribution.
An editable installation needs nothing: there `Language` reads the `.po` files.
"""

from __future__ import annotations

import tempfile

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


#: What `gettext` reads of a header; the rest would name the day and Babel's version.
HEADERS = ("Language", "MIME-Version", "Content-Type", "Plural-Forms")


class Timeless(Catalog):
    """A catalogue whose bytes depend on its messages alone."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers that say how the messages are read."""
        return [row for row in super().mime_headers if row[0] in HEADERS]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)


def compiled(source: Path) -> bytes:
    """Return the `.mo` of a `.po` file; raise `ValueError` for a fuzzy message."""
    # The language stands in the path: catalogues/<language>/LC_MESSAGES/<domain>.po
    catalogue = Timeless(locale=source.parent.parent.name)
    with source.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    for message in catalogue:
        if message.id and message.fuzzy:
            fault = f"{source}: {message.id!r} is marked as fuzzy; check it"
            raise ValueError(fault)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


class CompileCatalogues(BuildHookInterface[BuilderConfig]):
    """Adds to the wheel a `.mo` for each `.po`, and leaves the sources alone."""

    PLUGIN_NAME = "custom"

    folder: tempfile.TemporaryDirectory[str]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder that lasts as long as the build, even if it fails."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory(prefix="catalogues-")
        sources = Path(self.root, "src")
        for i, source in enumerate(sorted(sources.rglob("*.po"))):
            target = Path(self.folder.name, f"{i}.mo")
            target.write_bytes(compiled(source))
            place = source.relative_to(sources).with_suffix(".mo").as_posix()
            build_data["force_include"][str(target)] = place

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Remove the folder."""
        if version != "editable":
            self.folder.cleanup()
