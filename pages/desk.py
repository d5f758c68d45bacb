"""Data desk: a table as a workbook to fill in, what a filled one would change, and the way back."""

from outreach import measures, views
from outreach.figures import effect_of
from outreach.screen import cached, controls, desk, filing, layout, panels, shell

selection, say = shell.begin("desk", reads=())
district, today = cached.district(), layout.today()
panels.heading(say("desk.title"), say("desk.lede"))
officer = desk.enter(say)

overview = cached.overview(say.language)
log = filing.log()
table = selection.table or "bases"
columns = filing.columns(table, say.language)

left, right = layout.beside(1, 1)
with left:
    desk.step(say, 1)
    controls.one(selection.with_(table=table), "table", say("desk.table"), views.desk.titles(overview, say))
    panels.figures(views.desk.facts(say, table, overview, log, filing.dated(table)))
    desk.template(say, table)
with right:
    desk.step(say, 2)
    draft = desk.handed_in(say, table)

differences = desk.once(measures.changes.proposed, draft)
theirs = desk.once(measures.changes.meantime, draft)
overruled = desk.once(measures.changes.overruled_by, draft)
counts = desk.once(measures.changes.counts, differences)
with layout.waiting(say("desk.working_out")):
    moved = desk.once(effect_of, draft, today, cached.once)

desk.step(say, 3)
desk.verdict(say, draft, differences)
panels.rows(desk.once(views.desk.faults, say, district, draft, columns), say, files=False)
panels.rows(desk.once(views.desk.meantime, say, draft, theirs, columns), say, files=False)
desk.join(say, draft, desk.once(measures.changes.both, draft))
panels.figures(views.desk.counted(say, counts))
panels.rows(desk.once(views.desk.changed, say, draft, differences, columns), say, files=False)
panels.rows(desk.once(views.desk.effect, say, draft, moved), say, files=False)
panels.note(views.desk.effect_note(say, draft, moved, differences))
desk.said(say)
desk.accept(say, officer, draft, counts, overruled)

desk.heading(say("desk.log"), say("desk.log_how"))
desk.history(say, officer, views.desk.entries(say, log, overview))
with layout.folding(say("desk.tables_title")):
    panels.rows(views.desk.tables(say, district, overview, log), say)
with layout.folding(say("desk.log_all")):
    panels.rows(views.desk.log(say, district, log, overview), say)
with layout.folding(say("desk.place")):
    desk.place(say, cached.once(views.desk.place_map, say, district))
