"""A value under its number format, as a cell."""

from datetime import datetime, time

from outreach.tables import number_formats
from outreach.tables.cells import Cell


def dated_cell(at: datetime | time, code: str) -> str:
    """A moment that is written as such, under a format that tells how it is shown."""
    if isinstance(at, datetime):
        since = at.replace(tzinfo=None) - datetime(1899, 12, 30)
        serial = since.days + since.seconds / 86400
    else:
        serial = (at.hour * 3600 + at.minute * 60 + at.second) / 86400
    usual = "yyyy/m/d h:mm:ss" if serial % 1 and serial >= 1 else "yyyy/m/d" if serial >= 1 else "h:mm:ss"
    return numbered(serial, code if number_formats.dated(code) else usual, False)


def flag(value: bool) -> Cell:
    return Cell("TRUE" if value else "FALSE", held="true" if value else "false")


def numbered(value: float, code: str, epoch_1904: bool = False) -> str:
    """A cell with a number under a number format."""
    if value != value or abs(value) == float("inf"):
        return str(value)
    seen = number_formats.number(value, code, epoch_1904)
    if number_formats.dated(code):
        at = number_formats.moment(value, epoch_1904)
        if at is None:
            return Cell(seen or number_formats.held(value), held=number_formats.held(value), kind="unshown")
        if value < 1:
            return Cell(seen or str(at.time()), held=str(at.time()), kind="time")
        held = at.date().isoformat() if at.time() == time() else at.isoformat(" ")
        return Cell(seen or held, held=held, kind="date" if seen else "unshown")
    held = number_formats.held(value)
    if seen is None:
        return Cell(held, held=held, kind="unshown")
    return held if seen == held else Cell(seen, held=held, kind="number")
