"""Plan: where every target stands, who answers for what, and what is owed before the next plenary."""

from outreach.screen import shell

shell.show("plan")
