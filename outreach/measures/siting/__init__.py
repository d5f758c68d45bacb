"""Where one more base, or several, would serve most people, or bring the worst-off nearest; and what one site would do."""

from outreach.measures.siting import answer, centre, cover, median, sites, task, trial

__all__ = ["answer", "centre", "cover", "median", "sites", "task", "trial"]
