"""What a change of the tables would do to the figures."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from outreach.figures import Figures
from outreach.measures import effect
from tests.towns import CHANGLE

ON = date(2025, 6, 30)
TOWN = CHANGLE


def judged(district, on):
    return Figures(district, on).judged


@pytest.fixture(scope="module")
def before(district):
    return judged(district, ON)


def test_no_change_changes_no_figure(district, before):
    statuses, figures = effect.between(before, judged(district, ON))
    assert statuses.empty and figures.empty


def test_the_order_of_rows_is_nothing(district, before):
    turned = replace(district, bases=district.bases[::-1].reset_index(drop=True), progress=district.progress)
    statuses, figures = effect.between(before, judged(turned, ON))
    assert statuses.empty and figures.empty


def test_a_base_more_is_counted_in_its_town_and_in_the_district(district, before):
    own = district.bases[
        (district.bases["area_code"] == TOWN)
        & (district.bases["status"] != "planned")
        & district.bases["part_of"].isna()
    ]
    new = (
        own[:1].assign(base_id="one-more")
        if len(own)
        else district.bases[:1].assign(base_id="one-more", area_code=TOWN)
    )
    statuses, figures = effect.between(
        before, judged(replace(district, bases=pd.concat([district.bases, new], ignore_index=True)), ON)
    )
    counts = figures[figures["measure"] == "bases"].set_index("area_code")
    assert set(counts.index) == {TOWN, district.home.code}
    assert (counts["after"] - counts["before"]).tolist() == [1, 1] and statuses.empty


def test_a_report_changes_the_status_of_its_target_and_of_no_other(district, before):
    target = district.targets[district.targets["kind"] == "count"].iloc[0]
    report = {
        "target_id": target["target_id"],
        "date": pd.Timestamp("2025-06-01"),
        "value": float(target["target_value"]),
        "basis": "official",
    }
    progress = (
        pd.DataFrame([report]).reindex(columns=district.progress.columns).astype(district.progress.dtypes.to_dict())
    )
    statuses, figures = effect.between(before, judged(replace(district, progress=progress), ON))
    assert statuses.loc[target["target_id"]].tolist() == ["no_report", "achieved"] and len(statuses) == 1
    assert figures.empty


def test_another_official_share_moves_the_district_and_every_town(district, before):
    row = district.literacy[
        (district.literacy["area_code"] == district.home.code) & (district.literacy["group"] == "all")
    ].index
    literacy = district.literacy.copy()
    literacy.loc[row, "share"] += 0.02
    figures = effect.between(before, judged(replace(district, literacy=literacy), ON))[1]
    moved = figures[figures["measure"] == "share"].set_index("area_code")
    whole = moved.loc[district.home.code]
    assert whole["after"] - whole["before"] == pytest.approx(0.02)
    assert (moved["after"] > moved["before"]).all() and len(moved) > 10


def test_a_town_that_loses_its_bases_has_a_larger_gap_and_its_rank_comes_with_its_band(district, before):
    bases = district.bases[district.bases["area_code"] != TOWN]
    figures = effect.between(before, judged(replace(district, bases=bases.reset_index(drop=True)), ON))[1]
    gap = figures[(figures["measure"] == "gap") & (figures["area_code"] == TOWN)]
    assert (gap["after"] > gap["before"]).tolist() == [True]
    ranks = figures[figures["measure"].isin(["median_rank", "rank_low", "rank_high"])]
    assert len(ranks) and (ranks.groupby("area_code")["measure"].nunique() == 3).all()


def test_an_area_that_only_one_side_has_is_missing_on_the_other(before):
    there = effect.Judged(before.statuses, before.areas.drop(index=TOWN))
    figures = effect.between(there, before)[1]
    assert set(figures["area_code"]) == {TOWN} and figures["before"].isna().all() and figures["after"].notna().all()
    figures = effect.between(before, there)[1]
    assert set(figures["area_code"]) == {TOWN} and figures["after"].isna().all()
