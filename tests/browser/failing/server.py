"""The server with the failing page in place of the overview."""

from pathlib import Path

from outreach.server.application import application

app = application(Path(__file__).with_name("app.py"))
