"""Notebooks into pages: self-contained HTML reports and the index that leads to them."""
