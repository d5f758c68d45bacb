"""A monitoring and evaluation report as a Word file that an office goes on writing in: native headings, lists, tables and captions."""

from outreach.exports.report.parts import Cover, Figure, Heading, Part, Report, Table, Text, Told, Turn, exhibits
from outreach.exports.report.writer import Writer, mark_of
from outreach.words import Words


def docx(report: Report, say: Words, tell: Told = lambda _share: None) -> bytes:
    """The report as a file. Raises ExportError where the machine has no font to draw Chinese in."""
    return Writer(report, say, tell).written()


__all__ = ["Cover", "Figure", "Heading", "Part", "Report", "Table", "Text", "Turn", "docx", "exhibits", "mark_of"]
