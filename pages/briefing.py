"""Briefing: the scenes one after another, big, with the speaker's notes on a second window."""

from outreach import views
from outreach.screen import briefing, cached, panels, shell

selection, say = shell.begin("briefing", reads=())
slides = briefing.scenes(selection)

panels.heading(say("briefing.title"))
briefing.play(selection, say, slides, shell.audience())
briefing.arrange(selection, say, shell.audience())
panels.rows(cached.once(views.briefing.listed, say, cached.district(), slides), say)
