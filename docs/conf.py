"""The manual, built by Sphinx from Markdown; see docs/decisions/0010-manual.md."""

from iscm import __version__

project = "ISCM Hub"
author = "the ISCM Hub maintainers"
copyright = "2026 the ISCM Hub maintainers"
release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
nitpicky = True  # a link that leads nowhere stops the build

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "ISCM Hub"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5394", "color-brand-content": "#0b5394"},
    "dark_css_variables": {"color-brand-primary": "#6fb1e8", "color-brand-content": "#6fb1e8"},
}
