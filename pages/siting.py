"""Siting: where new bases would serve most people, and what a site of one's own would do."""

from outreach.screen import shell

shell.show("siting")
