# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The pages of reference/api: each public name once, on the page of its own module.

A page in the tree has a title and a sentence; when the site is built, the names of the
module's `__all__` follow, with their docstrings.  A `word` between single backticks is
code; where it is a public name, it is a link.
"""

from __future__ import annotations

import inspect
import re
import sys

from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from docutils import nodes
from sphinx.addnodes import pending_xref, pending_xref_condition
from sphinx.util.nodes import make_refnode


ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from checkout_core.offers.benefits.own import OwnBenefit  # noqa: E402
from tests.public_names import MODULES, comment, names, sentence  # noqa: E402


if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.parsers.rst.states import Inliner
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


API = "reference/api/"
#: Constants whose value is longer are shown without it.
SHORT = 60


# Where a name stands ----------------------------------------------------------------


def homes() -> dict[int, tuple[str, str]]:
    """
    Return the module and the name of each public object, by its identity.

    Of several modules that have it, it belongs to the innermost that defines it.
    """
    found: dict[int, tuple[str, str]] = {}
    for module in sorted(MODULES, key=len):
        for name in names(module):
            each = getattr(import_module(module), name)
            if not hasattr(each, "__qualname__"):
                continue
            if id(each) not in found or f"{each.__module__}.".startswith(f"{module}."):
                found[id(each)] = module, name
    return found


HOMES = homes()


def body(module: str) -> str:
    """Return the names of a module as reStructuredText."""
    own, elsewhere = [], []
    for name in names(module):
        each = getattr(import_module(module), name)
        home, real = HOMES.get(id(each), (module, name))
        if home == module:
            own.append(directive(module, name, each))
        else:
            said = sentence(module, name)
            elsewhere.append(f"- :py:obj:`{name} <{home}.{real}>`: {said}")
    more = ["Also here:", "", *elsewhere, ""] if elsewhere else []
    return "\n".join([*more, *own])


def directive(module: str, name: str, each: object) -> str:
    """Return what documents one name."""
    if inspect.isclass(each):
        kind = "autoexception" if issubclass(each, Exception) else "autoclass"
        # What our own benefits have in common stands in classes that are not public.
        ours = issubclass(each, OwnBenefit)
        more = "   :inherited-members: Generic\n" if ours else ""
        return f".. {kind}:: {module}.{name}\n   :members:\n{more}"
    if inspect.isfunction(each):
        return f".. autofunction:: {module}.{name}\n"
    value = repr(each)
    shown = isinstance(each, int | str | tuple | frozenset) and len(value) <= SHORT
    options = f"   :value: {value}\n" if shown else ""
    text = comment(module, name) or inspect.getdoc(each) or ""
    first = " ".join(text.partition("\n\n")[0].split())
    return f".. py:data:: {name}\n{options}\n   {first}\n"


def add_names(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the names of a module below the title of its page."""
    module = docname.removeprefix(API)
    if docname.startswith(API) and module in MODULES:
        about = inspect.getdoc(import_module(module)) or ""
        head = f".. py:module:: {module}\n\n{about}\n"
        text = f"{head}\n{body(module)}"
        source[0] = f"# {module}\n\n````{{eval-rst}}\n{text}\n````\n"


# Docstrings -------------------------------------------------------------------------

ATTRIBUTES = re.compile(r"^Attributes:\n((?:    .*\n?|\n)*)", re.MULTILINE)
ARGUMENTS = re.compile(r"^Args:\n((?:    .*\n?|\n)*)", re.MULTILINE)
ENTRY = re.compile(
    r"^    (\w[\w, \n]*):\s+(.*(?:\n {8}.*|\n(?=\n {8}))*)", re.MULTILINE
)
#: The plural of a name, "`Line`s", which reStructuredText does not read.
PLURAL = re.compile(r"`([^`\n]+)`(?=\w)")


def spell_attributes(
    _app: Sphinx,
    what: str,
    _name: str,
    kind: object,
    _options: object,
    lines: list[str],
) -> None:
    """Make an entry of each attribute, with its type; properties have their own."""
    lines[:] = [PLURAL.sub(r"`\1`\\ ", line) for line in lines]
    lines[:] = ARGUMENTS.sub(spelt_arguments, "\n".join(lines)).splitlines()
    text = "\n".join(lines)
    if what not in {"class", "exception"} or not (found := ATTRIBUTES.search(text)):
        return
    types = {}
    if inspect.isclass(kind) and attrs.has(kind):
        types = {each.name: each.type for each in attrs.fields(kind)}
    entries = []
    for several, said in ENTRY.findall(found[1]):
        for name in re.split(r",\s+", several):
            if isinstance(inspect.getattr_static(kind, name, None), property):
                continue
            entries += [f".. py:attribute:: {name}", *typed(types.get(name)), ""]
            entries += [f"   {line.strip()}" for line in said.splitlines()]
            entries.append("")
    before, after = text[: found.start()], text[found.end() :]
    lines[:] = [*before.splitlines(), *after.splitlines(), "", *entries]


def spelt_arguments(found: re.Match[str]) -> str:
    """Return the arguments of a call as fields."""
    entries = [
        f":param {name}: {' '.join(said.split())}"
        for several, said in ENTRY.findall(found[1])
        for name in re.split(r",\s+", several)
    ]
    return "\n".join(["", *entries, "", ""])


def without_signature(
    _app: Sphinx, what: str, _name: str, kind: object, *_rest: object
) -> tuple[str, str] | None:
    """Leave out the signature of what nobody calls: a choice, a protocol."""
    if what == "class" and inspect.isclass(kind):
        uncalled = issubclass(kind, Enum) or getattr(kind, "_is_protocol", False)
        if uncalled:
            return "", ""
    return None


def typed(kind: object) -> list[str]:
    """Return the option of an entry that says its type."""
    if kind is None:
        return []
    text = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    short = re.sub(r"(?:\w+\.)+(\w+)", r"\1", text)
    return [f"   :type: {short}"]


# Words ------------------------------------------------------------------------------


def public(
    _name: str,
    rawtext: str,
    text: str,
    _lineno: int,
    inliner: Inliner,
    *_rest: object,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Make code of a word, which `link` makes a link of if it is a public name."""
    code = nodes.literal(rawtext, text)
    env = inliner.document.settings.env
    reference = pending_xref(
        rawtext,
        code,
        refdomain="",
        reftype="public",
        reftarget=text.removesuffix("()"),
        refdoc=env.docname,
        refwarn=False,
    )
    reference["module"] = env.ref_context.get("py:module")
    reference["class"] = env.ref_context.get("py:class")
    return [reference], []


def link(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, code: nodes.Element
) -> nodes.Node | None:
    """Return the link of a word, or the word itself if it is no public name."""
    if node["reftype"] != "public":
        return None
    objects = env.get_domain("py").objects  # type: ignore[attr-defined]
    for full in meant(node["reftarget"], node["module"] or "", node["class"] or ""):
        if full in objects:
            page, anchor = objects[full][:2]
            return make_refnode(app.builder, node["refdoc"], page, anchor, code, full)
    return code


def meant(word: str, module: str, kind: str) -> Iterator[str]:
    """
    Yield what a word on the page of *module*, in the text of a class, may mean.

    A word in small letters means something of its class or its module; what begins
    with a capital, or holds a point, is a name that any page can speak of.
    """
    if kind:
        yield f"{module}.{kind}.{word}"
    yield f"{module}.{word}"
    first, _, rest = word.partition(".")
    if first[:1].isupper() and (home := home_of(first, module)):
        yield f"{home}.{rest}".rstrip(".")
    path, _, name = word.rpartition(".")
    if path:
        for module_ in (path, f"checkout_core.{path}"):
            if module_ in MODULES:
                each = getattr(import_module(module_), name, None)
                yield ".".join(HOMES.get(id(each), (module_, name)))


# Types ------------------------------------------------------------------------------


def place_types(_app: Sphinx, tree: nodes.document) -> None:
    """Point each type of a signature at the page of its name, or leave it a word."""
    for node in list(tree.findall(pending_xref)):
        target = node["reftarget"]
        if node["refdomain"] != "py" or target.startswith("checkout_core."):
            continue
        if home := home_of(target, node.get("py:module") or ""):
            node["reftarget"] = home
            node["refspecific"] = False
        else:
            node.replace_self(words(node))


def words(node: nodes.Element) -> list[nodes.Node]:
    """Return what is shown of a type: its short name, where there are two."""
    found = [each for each in node.children if isinstance(each, pending_xref_condition)]
    short = [each for each in found if each["condition"] == "resolved"]
    return list((short or [node])[0].children)


def home_of(name: str, module: str) -> str | None:
    """Return the full public name that *name* has on the page of *module*."""
    found = [f"{home}.{name}" for home, each in HOMES.values() if each == name]
    near = [each for each in found if each.startswith(f"{module}.")]
    room = [each for each in found if each.split(".")[1] == f"{module}..".split(".")[1]]
    core = [each for each in found if each.split(".")[1] not in {"juspay", "testing"}]
    return next(iter(near or room or core or found), None)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of all this."""
    app.add_role("public", public)
    app.connect("source-read", add_names)
    app.connect("autodoc-process-docstring", spell_attributes, priority=400)
    app.connect("autodoc-process-signature", without_signature)
    app.connect("doctree-read", place_types)
    app.connect("missing-reference", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
