"""Data notes: what every table holds, where it comes from, and its files to take along."""

from outreach import views
from outreach.screen import cached, controls, panels, shell

selection, say = shell.begin("sources", reads=())
district = cached.district()
described = cached.dictionary(say.language)
table = selection.table or "areas"

panels.heading(say("sources.title"), say("sources.lede"))
panels.rows(cached.once(views.sources.tables, say, district, cached.overview(say.language)), say)
controls.one(selection, "table", say("sources.table"), cached.once(views.sources.titles, described))
panels.rows(cached.once(views.sources.dictionary, say, district, described, table), say)
panels.rows(cached.once(views.sources.rows_of, say, district, table, described), say)
panels.rows(cached.once(views.sources.kinds, say, district), say, files=False)
panels.rows(cached.once(views.sources.listed, say, district), say)
panels.rows(cached.once(views.sources.geometry, say, district), say, files=False)
