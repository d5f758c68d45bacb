"""Bases: where each one is, of what kind and level, for whom, and how well its position is known."""

from outreach.screen import shell

shell.show("bases")
