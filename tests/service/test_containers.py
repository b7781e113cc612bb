# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The container files: what they name exists, and secrets come from files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

from pathlib import Path
from typing import Any

import pytest

from checkout_core.cli import command_parser
from tests.paths import DOCS


FOLDER = DOCS / "containers"
ROOT = DOCS.parent


@pytest.fixture(scope="module")
def compose() -> Any:
    """Return the compose file, with its merges done."""
    yaml = pytest.importorskip("yaml", reason="the docs' extra reads YAML")
    return yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))


def run(folder: Path, *arguments: str, **environment: str) -> list[str]:
    """Return the lines that a program in place of checkout-core prints."""
    program = folder / "checkout-core"
    program.write_text('#!/bin/sh\necho "$@"\nenv\n')
    program.chmod(0o755)
    done = subprocess.run(
        ["sh", str(FOLDER / "entrypoint.sh"), *arguments],
        env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr), done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(shutil.which("sh") is None, reason="this machine has no sh")
def test_secrets_come_from_files(tmp_path: Path) -> None:
    """A variable that names a file becomes what the file holds, and others stay."""
    (tmp_path / "secret").write_text("a 'quoted' $secret\n")
    lines = run(
        tmp_path,
        *("serve", "--host", "a b"),
        CHECKOUT_CORE_SECRET_FILE=str(tmp_path / "secret"),
        JUSPAY_API_KEY="as it is",
    )

    assert "serve --host a b" == lines[0]
    assert {
        "CHECKOUT_CORE_SECRET=a 'quoted' $secret",
        "JUSPAY_API_KEY=as it is",
    } == {each for each in lines if re.match("CHECKOUT|JUSPAY", each)}


def test_the_image_is_made_of_what_there_is() -> None:
    """Files that are copied, and extras that are installed; not as root."""
    text = (FOLDER / "Dockerfile").read_text("utf-8")
    copied = re.findall(
        r"^COPY (?!--from)(?:--chmod=\d+ )?(.+) \S+$", text, re.MULTILINE
    )
    names = [name for each in copied for name in each.split()]
    extras = re.findall(r"\$wheel\[(.+)\]", text)[0].split(",")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert [] == [name for name in names if not (ROOT / name).exists()]
    assert set() == set(extras) - set(project["optional-dependencies"])
    assert "\nUSER shop\n" in text


def test_the_commands_are_ours(compose: Any) -> None:
    """Each is one that the command line takes."""
    for service in ("migrate", "shop"):
        words = [
            re.sub(r"\$\{\w+:-(.*)\}", r"\1", each)
            for each in compose["services"][service]["command"]
        ]
        given = command_parser().parse_args(words)

        assert "postgresql://checkout@database/checkout" == given.database


def test_every_secret_is_a_file_that_the_entrypoint_reads(compose: Any) -> None:
    """None stands in the file itself."""
    known = set(compose["secrets"])
    script = (FOLDER / "entrypoint.sh").read_text("utf-8")
    for service in compose["services"].values():
        files = {
            name: value
            for name, value in service["environment"].items()
            if name.endswith("_FILE")
        }

        assert set(service["secrets"]) == {
            value.removeprefix("/run/secrets/") for value in files.values()
        }
        assert set(service["secrets"]) <= known
    shop = compose["services"]["shop"]["environment"]
    for name in shop:
        assert f"{name.removesuffix('_FILE')}" in script
