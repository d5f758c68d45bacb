"""Public screen: for somebody passing by, the nearest base and when it is open, a town in plain words, a quiz."""

from outreach.screen import shell

shell.show("kiosk")
