"""The server with the failing page in place of the overview."""

from pathlib import Path

from outreach.server.application import application
from tests.browser import cold  # noqa: F401 - nothing of it need be ready

app = application(Path(__file__).with_name("app.py"))
