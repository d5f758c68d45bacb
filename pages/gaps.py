"""Gaps: where the facilities fall short, in what, and why."""

from outreach.screen import shell

shell.show("gaps")
