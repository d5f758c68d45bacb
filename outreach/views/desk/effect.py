"""What a file handed in would do to the figures."""

import pandas as pd

from outreach.views.areas import town_names
from outreach.views.desk.draft import Handed
from outreach.views.desk.listed import listed, names_of
from outreach.views.exhibit import Exhibit, formatted
from outreach.words import Words

Moved = tuple[pd.DataFrame | None, pd.DataFrame]
"""The targets' statuses and the figures that change, as `figures.effect_of` tells them."""


def effect(say: Words, draft: Handed | None, found: Moved | None) -> Exhibit | None:
    """What the change would do to the figures, before and after; None where no figure changes or none can be worked out."""
    rows = _moved(say, draft, found) if draft is not None and found else []
    if draft is None or not rows:
        return None
    return listed(
        say,
        draft.before,
        "desk_effect",
        say("desk.effect_title"),
        say("desk.effect_sentence", n=len(rows)),
        rows,
        ("of", "figure", "before", "after"),
    )


def effect_note(say: Words, draft: Handed | None, found: Moved | None, differences: pd.DataFrame | None) -> str:
    """That no figure changes, or that nobody can tell; nothing where there is a change to tell of, or none to judge."""
    if differences is None or not len(differences):
        return ""
    if draft is None or found is None:
        return say("desk.effect_unknown")
    return "" if _moved(say, draft, found) else say("desk.effect_none")


def _moved(say: Words, draft: Handed, found: Moved) -> list[tuple[str, str, str, str]]:
    statuses, figures = found
    after_it = draft.after or draft.before
    targets = {**names_of(say, draft.before, "targets"), **names_of(say, after_it, "targets")}
    rows: list[tuple[str, str, str, str]] = []
    for target, before, after in statuses.itertuples() if statuses is not None else ():
        was, is_now = (
            say(f"status.{one}") if isinstance(one, str) else say("format.missing") for one in (before, after)
        )
        name = say("plan.numbered", number=target, name=targets.get(target, ""))
        rows.append((name, say("desk.figure_status"), was, is_now))
    names = {
        **town_names(say, draft.before.areas),
        **town_names(say, after_it.areas),
        after_it.home.code: say("format.district"),
    }
    by = {(area, measure): (before, after) for area, measure, before, after in figures.itertuples(index=False)}
    for (area, measure), (before, after) in by.items():
        if measure in ("rank_low", "rank_high"):
            continue
        if measure == "median_rank":
            ends = [by[area, end] for end in ("rank_low", "rank_high")]
            was, is_now = (_rank(say, value, low, high) for value, low, high in zip((before, after), *ends))
        else:
            was, is_now = (_figure(say, measure, value) for value in (before, after))
        if was != is_now:
            rows.append((names.get(area, area), say(f"desk.figure_{measure}"), was, is_now))
    return rows


def _figure(say: Words, measure: str, value: float) -> str:
    if pd.isna(value):
        return say("format.missing")
    return formatted(value, {"bases": "integer", "share": "percent"}[measure]) if measure != "gap" else f"{value:.1f}"


def _rank(say: Words, value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return say("format.missing")
    return say("desk.rank", rank=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
