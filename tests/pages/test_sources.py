import pytest

from outreach.tables import MODELS


@pytest.mark.parametrize("table", ["bases", "sources", "survey"])
def test_a_table_in_the_address_is_looked_at(visit, table):
    assert visit("sources", table=table, lang="en").failed == []


@pytest.mark.parametrize("table", MODELS)
def test_every_table_is_shown_with_its_dictionary(stage, district, table):
    shown = stage.play("sources", "en", table=table).exhibits
    described = shown[f"dictionary_{table}"]
    assert described.rows["column"].tolist() == district.table(table).columns.tolist()
    columns = described.rows["column"].tolist()
    rows = [one for one in shown.values() if [column.name for column in one.columns] == columns]
    assert [len(one.rows) for one in rows] == [len(district.table(table))]


def test_a_table_is_chosen_at_a_touch(visit):
    seen = visit("sources")
    seen.at.selectbox(key="control-table-zh").set_value("bases")
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "table": "bases"}
