"""Overview: the district at a glance."""

from outreach.screen import shell

shell.show("overview")
