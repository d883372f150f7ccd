# exercise: package_layout
"""A package: `helper` can be imported from here."""
