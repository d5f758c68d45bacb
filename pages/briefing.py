"""Briefing: the scenes one after another, big, with the speaker's notes on a second window."""

from outreach.screen import shell

shell.show("briefing")
