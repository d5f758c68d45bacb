import pandas as pd
import pytest

from outreach.measures import areas, gaps, literacy, reach
from tests.measures.conftest import four_towns, tiers_of


def numbers(grid):
    points, where = (
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
    )
    tiers = tiers_of(grid)
    return {
        "modelled": literacy.modelled.modelled(grid.areas, grid.groups, 0.14).table,
        "surveyed": literacy.surveyed.surveyed(grid.areas, grid.groups, grid.survey).table,
        "direct": literacy.answers.direct(grid.survey),
        "coverage": reach.coverage.coverage(points, where, 5, district="d"),
        "nearest": reach.distances.nearest(points, where),
        "per_10k": reach.located.bases_per_10k(grid.bases, grid.areas).to_frame(),
        "by_level": reach.located.counts_by(grid.bases, grid.areas, "level"),
        "tiers": tiers,
        "completeness": gaps.tiers.completeness(tiers),
    }


def test_towns_come_in_code_order_without_the_district(grid):
    assert areas.towns(grid.areas[::-1]).index.tolist() == ["a", "b", "c", "e"]
    assert areas.districts(grid.areas).index.tolist() == ["d"]


def test_a_town_listed_twice_is_refused(grid):
    with pytest.raises(ValueError, match="areas: listed twice: a"):
        areas.towns(pd.concat([grid.areas, grid.areas.iloc[[1]]]))


def test_how_the_columns_were_read_changes_no_number():
    plain, nullable = four_towns(), four_towns()
    for name, table in vars(nullable).items():
        setattr(nullable, name, table.convert_dtypes())
    expected, found = numbers(plain), numbers(nullable)
    for name, table in expected.items():
        pd.testing.assert_frame_equal(
            table, found[name], check_dtype=False, check_index_type=False, check_column_type=False, obj=name
        )
