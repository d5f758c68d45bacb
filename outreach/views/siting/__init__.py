"""Where new bases would serve most people, how sure that is, and what a place of one's own choice would do."""

from outreach.views.siting import answer, curve, on_map, said, trial

__all__ = ["answer", "curve", "on_map", "said", "trial"]
