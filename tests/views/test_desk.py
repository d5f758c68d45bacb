"""What the data desk tells, without a screen."""

from types import SimpleNamespace

import pandas as pd

from outreach.figures import effect_of
from outreach.measures import changes
from outreach.memo import Memo
from outreach.screen import filing
from outreach.views import desk
from tests.conftest import TODAY
from tests.towns import CHANGLE

LEVELS = [
    SimpleNamespace(
        number=one, at="2026-11-24T12:00:00+00:00", who="王芳", why="试", table="levels", counts={"added": one}
    )
    for one in range(1, 13)
]


def test_cells_are_read_by_their_names_and_removals_come_first(district, say):
    bases = district.bases.copy()
    bases.loc[0, ["area_code", "level"]] = [CHANGLE, "national"]
    bases = pd.concat([bases.drop(index=3), bases.loc[[1]].assign(base_id="new-one")], ignore_index=True)
    draft = SimpleNamespace(table="bases", key=["base_id"], before=district, now=district.bases, then=bases, base=None)
    found = desk.changed(say, draft, changes.proposed(draft), filing.columns("bases", say.language))
    kinds = found.rows["change"].tolist()
    assert kinds[0] == say("desk.change_removed") and kinds[-1] == say("desk.change_added")
    towns = district.areas.set_index("area_code")[f"name_{say.language}"]
    assert (
        towns[CHANGLE] in found.rows["after"].tolist()
        and say.pick(district.levels.set_index("level").loc["national"], "name") in found.rows["after"].tolist()
    )
    assert say.pick(district.bases.loc[3], "name") in found.rows["what"].iloc[0]


def test_ranks_come_with_their_band_and_a_missing_figure_looks_missing(district, say):
    figures = pd.DataFrame(
        [
            (CHANGLE, "median_rank", 3.0, 5.0),
            (CHANGLE, "rank_low", 2.0, 4.0),
            (CHANGLE, "rank_high", 6.0, 7.0),
            ("320614", "share", float("nan"), 0.2),
        ],
        columns=["area_code", "measure", "before", "after"],
    )
    statuses = pd.DataFrame({"before": ["no_report"], "after": ["achieved"]}, index=["T02"])
    draft = SimpleNamespace(before=district, after=district)
    rows = desk.effect(say, draft, (statuses, figures)).rows
    assert rows[["before", "after"]].values.tolist() == [
        [say("status.no_report"), say("status.achieved")],
        [say("desk.rank", rank=3, low=2, high=6), say("desk.rank", rank=5, low=4, high=7)],
        [say("format.missing"), "20.0%"],
    ]
    nothing = statuses[:0], figures[:0]
    assert desk.effect(say, draft, nothing) is None and desk.effect_note(say, draft, nothing, figures) == say(
        "desk.effect_none"
    )
    assert (
        desk.effect_note(say, draft, None, figures) == say("desk.effect_unknown")
        and desk.effect_note(say, draft, None, None) == ""
    )


def test_the_newest_change_is_told_first(district, say):
    overview = pd.DataFrame({"table": ["levels"], "title": ["L"], "row_meaning": ["r."], "rows": [6]})
    assert [number for number, *_ in desk.entries(say, LEVELS, overview)] == list(range(12, 2, -1))
    assert desk.log(say, district, LEVELS, overview).rows["number"].tolist() == list(range(12, 0, -1))
    assert desk.log(say, district, [], overview) is None
    assert desk.facts(say, "levels", overview, LEVELS, None)[1][2] == say("desk.changed_by", who="王芳", why="试")


def test_no_figures_are_compared_where_a_table_is_missing(district):
    draft = SimpleNamespace(before=SimpleNamespace(missing=("places",)), after=district)
    assert effect_of(draft, TODAY, Memo(1)) is None and effect_of(None, TODAY, Memo(1)) is None
