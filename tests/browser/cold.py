"""The server without what it makes ready before anybody asks: for a test that has one of its own and opens a page or two."""

from outreach import apart
from outreach.server import warming
from outreach.server.application import app

__all__ = ["app"]

warming._pages = lambda first: iter(())
warming._briefing = lambda: iter(())
apart.OURS.ready = lambda: None
