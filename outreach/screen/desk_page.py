"""Data desk: a table as a workbook to fill in, what a filled one would change, and the way back."""

from collections.abc import Callable

import pandas as pd

from outreach import views
from outreach.district import District
from outreach.figures import Figures, effect_of
from outreach.measures import changes
from outreach.screen import cached, controls, desk, desk_log, filing, layout, panels, rounds_page, shell
from outreach.selection import DESKS, Selection
from outreach.words import Words


def show() -> None:
    """The page of the data desk, which lives from what is handed in and is never made without somebody at it."""
    at = shell.begin("desk")
    say, district = at.say, at.whole
    towns = at.selection.desk == "towns"
    panels.heading(say("desk.title"), say("rounds.lede" if towns else "desk.lede"))
    officer = desk.enter(say)
    controls.segments(at.selection, "desk", say("rounds.part"), {one: say(f"rounds.part_{one}") for one in DESKS})
    if towns:
        rounds_page.show(at, officer)
        _history(say, officer, district, filing.log(), at.read.overview())
        return
    overview, log = at.read.overview(), filing.log()
    table = at.selection.table or "bases"
    ask = Figures(at.whole, at.today, at.cached)
    draft = _handed_in(at.selection, say, table, overview, log, lambda: ask.towns_to_ask if table == "register" else ())
    differences = desk.once(changes.proposed, draft)
    with layout.waiting(say("desk.working_out")):
        moved = desk.once(effect_of, draft, at.today, at.cached)
    _judged(say, district, draft, differences, moved, filing.columns(table, say.language))
    counts = desk.once(changes.counts, differences)
    desk.accept(say, officer, draft, counts, desk.once(changes.overruled_by, draft))
    _history(say, officer, district, log, overview)
    with layout.folding(say("desk.place")):
        desk.place(say, cached.once(views.desk.place_map, say, district))


def _handed_in(
    selection: Selection,
    say: Words,
    table: str,
    overview: pd.DataFrame,
    log: list[filing.Change],
    first: Callable[[], tuple[str, ...]],
) -> filing.Draft | None:
    """The table as a workbook to fill in, its questions in the order of the towns `first`, and the file handed in for it."""
    left, right = layout.beside(1, 1)
    with left:
        desk.step(say, 1)
        controls.one(selection.with_(table=table), "table", say("desk.table"), views.desk.titles(overview, say))
        panels.figures(views.desk.facts(say, table, overview, log, filing.dated(table)))
        desk.template(say, table, first)
    with right:
        desk.step(say, 2)
        return desk.handed_in(say, table)


def _judged(
    say: Words,
    district: District,
    draft: filing.Draft | None,
    differences: pd.DataFrame | None,
    moved: tuple[pd.DataFrame, pd.DataFrame] | None,
    columns: views.desk.Columns,
) -> None:
    """What is wrong with the file, what others changed meanwhile, what it would change, and which figures move."""
    theirs = desk.once(changes.meantime, draft)
    desk.step(say, 3)
    desk.verdict(say, draft, differences)
    panels.rows(desk.once(views.desk.faults, say, district, draft, columns), say, files=False)
    panels.rows(desk.once(views.desk.meantime, say, draft, theirs, columns), say, files=False)
    desk.join(say, draft, desk.once(changes.both, draft))
    panels.figures(views.desk.counted(say, desk.once(changes.counts, differences)))
    panels.rows(desk.once(views.desk.changed, say, draft, differences, columns), say, files=False)
    panels.rows(desk.once(views.desk.effect, say, draft, moved), say, files=False)
    panels.note(views.desk.effect_note(say, draft, moved, differences))
    desk_log.said(say, *desk_log.PRESSED)


def _history(
    say: Words, officer: desk.Officer, district: District, log: list[filing.Change], overview: pd.DataFrame
) -> None:
    """The newest changes with the way back, every table, and the whole log."""
    desk.heading(say("desk.log"), say("desk.log_how"))
    desk_log.damaged(say, filing.damaged())
    known = filing.with_inside(overview, say.language)
    desk_log.history(say, officer, views.desk.entries(say, log, known))
    with layout.folding(say("desk.tables_title")):
        panels.rows(views.desk.tables(say, district, overview, log), say)
    with layout.folding(say("desk.log_all")):
        panels.rows(views.desk.log(say, district, log, known), say)
