"""How the documentation is built: ``make docs``. Offline, warnings are errors."""

from importlib.metadata import version as version_of

project = "iidsp_analysis"
copyright = "2026, the iidsp_analysis contributors"
version = release = version_of("iidsp-analysis")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_heading_anchors = 3

autodoc_typehints = "none"
autodoc_member_order = "bysource"
# The fields of a dataclass are told in its docstring; once is enough.
autodoc_default_options = {"members": True, "undoc-members": False, "show-inheritance": True}
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
# Types in docstrings are plain words ("series of float"): several objects bear such a name, and none is meant.
suppress_warnings = ["ref.python"]

html_theme = "furo"
html_title = "iidsp_analysis"
html_show_sourcelink = False
# No font and no script from elsewhere: the pages open from a disk.
html_theme_options = {"footer_icons": []}
