# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What our docstrings write otherwise than Sphinx reads it.

A `word` between single backticks is code; where it is a public name, it is a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref


if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def public(
    _name: str,
    rawtext: str,
    text: str,
    _lineno: int,
    inliner: Inliner,
    *_rest: object,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Make code of a word, which `link` makes a link of if it is a public name."""
    code = nodes.literal(rawtext, text, classes=["xref"])
    env = inliner.document.settings.env
    reference = pending_xref(
        rawtext,
        code,
        refdomain="",
        reftype="public",
        reftarget=text.removesuffix("()"),
        refdoc=env.docname,
        refwarn=False,
        **{
            "py:module": env.ref_context.get("py:module"),
            "py:class": env.ref_context.get("py:class"),
        },
    )
    return [reference], []


def link(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, code: nodes.Element
) -> nodes.Node | None:
    """Return the link of a word, or the word itself if it is no public name."""
    if node["reftype"] != "public":
        return None
    domain = env.get_domain("py")
    found = domain.find_obj(  # type: ignore[attr-defined]
        env,
        node.get("py:module"),
        node.get("py:class"),
        node["reftarget"],
        None,
        1,
    )
    if len(found) != 1:
        return code
    return domain.resolve_xref(
        env,
        node["refdoc"],
        app.builder,
        "obj",
        node["reftarget"],
        node,
        code,
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the role and of what resolves it."""
    app.add_role("public", public)
    app.connect("missing-reference", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
