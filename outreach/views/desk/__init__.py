"""What the data desk tells: a table as it is, what a file would change, what is wrong with it, and who changed what before."""

from outreach.views.desk.changes import changed, counted, faults, meantime
from outreach.views.desk.effect import effect, effect_note
from outreach.views.desk.listed import Columns
from outreach.views.desk.log import entries, log
from outreach.views.desk.place import place_map
from outreach.views.desk.tables import facts, tables, titles

__all__ = [
    "Columns",
    "changed",
    "counted",
    "effect",
    "effect_note",
    "entries",
    "facts",
    "faults",
    "log",
    "meantime",
    "place_map",
    "tables",
    "titles",
]
