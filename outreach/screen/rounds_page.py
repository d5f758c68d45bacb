"""The towns' reports at the data desk: who has reported, the sheets to send, what those that came back would change."""

from dataclasses import replace
from datetime import date

import pandas as pd

from outreach import views
from outreach.contents.at import At
from outreach.district import District
from outreach.figures import effect_of, towns_reported
from outreach.measures import changes
from outreach.screen import cached, desk, desk_log, filing, layout, panels, returns, rounds
from outreach.views.exhibit import Exhibit
from outreach.words import Words


def show(at: At, officer: desk.Officer) -> None:
    """The part of the desk that asks the towns and takes back what they answer."""
    say, kept = at.say, returns.kept()
    if kept.faults:
        desk.broken(say("rounds.damaged", file=kept.faults[0].file, fault=say.fault(kept.faults[0])))
        return
    towns, options = returns.towns(say.language), views.returns.rounds(say, kept)
    first = layout.slot()  # what sheets in hand would change comes in sight at once
    left, right = layout.beside(3, 2)
    with left:
        chosen = _listed(at, kept, options) if options else ""
        if not options:
            panels.note(say("rounds.none"))
        rounds.opening(say, officer, towns, at.today, not options)
    with right:
        top = layout.slot()
        if chosen:
            rounds.sending(say, kept, chosen, towns)
            if not at.whole.home.desk.telephone:
                panels.note(say("rounds.office_wanting"))
        files = rounds.handed_in(say)
        found = rounds.taking(say, files, kept, at.today) if files else None
        with top:
            desk_log.said(say, "opened", "told")
    with first if found else layout.slot():
        desk.heading(say("rounds.judged"), say("rounds.judged_how"))
        if found:
            rounds.verdict(say, found)
            _judged(at, officer, files, found)
        else:
            panels.note(say("rounds.nothing"))
    desk_log.said(say, *desk_log.PRESSED)


def _listed(at: At, kept: returns.Reports, options: dict[str, str]) -> str:
    """Which round is looked at, who has reported in it, and whom to remind."""
    say = at.say
    chosen = rounds.choice(options, say("rounds.round"))
    of, found = kept.round(chosen), cached.once(towns_reported, kept.rounds, kept.returns, at.today)
    panels.rows(cached.once(_standing, say, at.whole, kept, chosen, found, at.today), say)
    rounds.reminders(say, views.returns.reminders(say, at.whole, of, found))
    return chosen


def _standing(
    say: Words, district: District, kept: returns.Reports, chosen: str, found: pd.DataFrame, on: date
) -> Exhibit:
    return views.returns.standing(say, district, kept.round(chosen), found, on)


def _judged(at: At, officer: desk.Officer, files: returns.Files, found: returns.Taking) -> None:
    """What the sheets in hand say: whose they are, faults, conflicts, answers, cells and figures that would change; then the way on."""
    say = at.say
    with layout.waiting(say("desk.working_out")):
        moved = desk.once(effect_of, found if found.tables else None, at.today, at.cached)
    sheets, taken, opposed = desk.once(returns.told, found, say.language)
    panels.rows(views.returns.files(say, sheets), say, files=False)
    panels.rows(desk.once(views.returns.faults, say, found.faults), say, files=False)
    panels.rows(views.returns.conflicts(say, opposed), say, files=False)
    panels.rows(views.returns.answers(say, taken, found.again), say, files=False)
    for part in desk.once(returns.parts, found):
        panels.rows(desk.once(_cells, say, part), say, files=False)
    if found.tables:
        panels.rows(views.desk.effect(say, found, moved), say, files=False)
    rounds.accept(say, officer, files, found, at.today)


def _cells(say: Words, part: returns.Part) -> Exhibit | None:
    """The cells of one table that sheets would change."""
    differences = changes.of_table(part.now, part.then, part.key)
    exhibit = views.desk.changed(say, part, differences, filing.columns(part.table, say.language))
    if exhibit is None:
        return None
    title = say("rounds.changes_title", table=filing.title(part.table, say.language))
    return replace(exhibit, name=f"desk_changes_{part.table}", title=title)
