# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The wheel and the source distribution, as they are built: what is in them."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from babel.messages.pofile import read_po

from tests.paths import ROOT


pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling, which builds, is not installed"
)

#: Copies of what others publish, each with its licence; no distribution has them.
OTHER_LICENCES = "tests/papers/published/"

#: What is made here and belongs to no distribution.
MADE = shutil.ignore_patterns(
    ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "_build", "node_modules"
)


def build(tree: Path, target: Path, *arguments: str, **environment: str) -> None:
    """Build a wheel and a source distribution of *tree* into *target*, nothing else."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(target), *arguments],
        cwd=tree,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both of the tree in which the tests stand."""
    folder = tmp_path_factory.mktemp("built")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the source distribution."""
    folder = tmp_path_factory.mktemp("unpacked")
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    """Open the wheel."""
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files that were built, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_built_elsewhere_and_later(built: Path, tmp_path: Path) -> None:
    """Folder, times, permissions, umask and hash seed leave no trace."""
    tree = tmp_path / "a folder of another name"
    shutil.copytree(ROOT, tree, ignore=MADE)
    for path in tree.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(path.stat().st_mode & 0o700)
    before = os.umask(0o077)
    try:
        build(tree, tmp_path / "dist", PYTHONHASHSEED="7", TZ="Asia/Kolkata")
    finally:
        os.umask(before)

    assert 2 == len(contents(built))
    assert contents(built) == contents(tmp_path / "dist")


def test_built_from_the_source_distribution(
    built: Path, unpacked: Path, tmp_path: Path
) -> None:
    """It gives the wheel that the tree gives, and itself."""
    build(unpacked, tmp_path)

    assert contents(built) == contents(tmp_path)


def test_the_source_distribution_holds_the_repository(unpacked: Path) -> None:
    """Every file of our licence that git knows, and what the build says of itself."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is an unpacked source distribution; git knows nothing of it")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = {path for path in listed.split("\0") if path and (ROOT / path).exists()}
    packed = {
        path.relative_to(unpacked).as_posix()
        for path in unpacked.rglob("*")
        if path.is_file()
    }

    theirs = {path for path in files if path.startswith(OTHER_LICENCES)}
    assert files - theirs | {"PKG-INFO"} == packed


def test_the_wheel_holds_the_package(wheel: zipfile.ZipFile) -> None:
    """Each file of the sources, and the catalogues compiled."""
    sources = ROOT / "src"
    expected = {
        path.relative_to(sources)
        .with_suffix(".mo" if path.suffix == ".po" else path.suffix)
        .as_posix()
        for path in sources.rglob("*")
        if path.is_file()
        and path.suffix not in {".pot", ".pyc"}
        and ".egg-info" not in path.parent.name
    }

    assert expected == {name for name in wheel.namelist() if ".dist-info/" not in name}


def catalogues() -> list[Path]:
    """Return the catalogues of messages."""
    return sorted((ROOT / "src").rglob("*.po"))


@pytest.mark.parametrize(
    "source", catalogues(), ids=lambda source: source.parent.parent.name
)
def test_a_compiled_catalogue(source: Path, wheel: zipfile.ZipFile) -> None:
    """It says what its source says, in singular and each plural."""
    place = source.relative_to(ROOT / "src").with_suffix(".mo").as_posix()
    found = gettext.GNUTranslations(BytesIO(wheel.read(place)))
    with source.open("rb") as file:
        written = read_po(file, locale=source.parent.parent.name)
    said: list[object] = []
    told: list[object] = []
    for message in written:
        if message.pluralizable:
            numbers = range(200)
            rule = gettext.c2py(written.plural_expr)
            strings = list(message.string or ())
            one, several = list(message.id)
            said += [strings[rule(number)] for number in numbers]
            told += [found.ngettext(one, several, number) for number in numbers]
        elif message.id:
            said.append(message.string)
            told.append(found.gettext(str(message.id)))

    assert said == told
    assert written.num_plurals > 0


def test_a_compiled_catalogue_names_no_day(wheel: zipfile.ZipFile) -> None:
    """Nor the program that made it: its bytes follow from its messages."""
    headers = {
        name
        for place in wheel.namelist()
        if place.endswith(".mo")
        for name in gettext.GNUTranslations(BytesIO(wheel.read(place))).info()
    }

    assert {"language", "mime-version", "content-type", "plural-forms"} == headers


def test_a_message_that_nobody_checked(tmp_path: Path) -> None:
    """A fuzzy message stops the build, which leaves nothing behind."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    tree = tmp_path / "tree"
    shutil.copytree(ROOT, tree, ignore=MADE)
    (source, *_) = sorted(tree.rglob("*.po"))
    text = source.read_text(encoding="utf-8")
    source.write_text(
        f'{text}\n#, fuzzy\nmsgid "no such message"\nmsgstr "x"\n', encoding="utf-8"
    )

    with pytest.raises(subprocess.CalledProcessError) as raised:
        build(tree, tmp_path / "dist", "-t", "wheel", TMPDIR=str(temporary))

    assert b"'no such message' is marked as fuzzy; check it" in raised.value.stderr
    assert [] == list(temporary.iterdir())
