"""Every measure of every town and of the district in one long table, for a spreadsheet or another program."""

from outreach.measures.everything.record import Record
from outreach.measures.everything.rows import parquet, written
from outreach.measures.everything.table import everything

__all__ = ["Record", "everything", "parquet", "written"]
