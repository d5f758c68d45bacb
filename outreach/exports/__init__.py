"""Exhibits as files: pictures, sheets, slides and papers."""

from collections.abc import Mapping
from typing import Any

from outreach import __version__

MADE_BY = f"outreach-atlas {__version__}"  # stands in the properties of every file that has any


class ExportError(Exception):
    """A file that cannot be made. `rule` names the sentence (`exports.<rule>`), `details` fills it."""

    def __init__(self, rule: str, details: Mapping[str, Any] | None = None):
        super().__init__(f"{rule}: {dict(details or {})}")
        self.rule, self.details = rule, dict(details or {})
