# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the site is built: `python -m sphinx -W -n -b html docs docs/_build/html`.

The build needs no network, and what it makes loads nothing from elsewhere.
"""

from __future__ import annotations

import sys

from importlib import metadata
from pathlib import Path


sys.path[:0] = [str(Path(__file__).parent / "_ext")]  # docstrings.py puts src there

project = "checkout-core"
author = "The checkout-core authors"
project_copyright = "2026, The checkout-core authors"
version = release = metadata.version("checkout-core")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "docstrings",  # docs/_ext: what our docstrings write otherwise than Sphinx reads
]
exclude_patterns = ["_build", "_ext"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

# Headings can be linked, as on a code host: page.md#a-heading.
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_inherit_docstrings = False
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 72
toc_object_entries = False
add_module_names = False

# A type of a signature that is not public, or not ours, has no page.
nitpick_ignore_regex = [("py:.*", ".*")]

# `word` in a docstring is code, and a link where it is a public name.
default_role = "public"

html_theme = "furo"
html_title = f"checkout-core {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    f"{theme}_css_variables": {
        "color-brand-primary": color,
        "color-brand-content": color,
    }
    for theme, color in {"light": "#0b5d52", "dark": "#5fc9b8"}.items()
}
