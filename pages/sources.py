"""Data notes: what every table holds, where it comes from, and its files to take along."""

from outreach.screen import shell

shell.show("sources")
