"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach.screen import shell

shell.show("literacy")
