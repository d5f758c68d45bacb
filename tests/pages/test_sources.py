import pytest

from outreach.tables import MODELS


@pytest.mark.parametrize("table", MODELS)
def test_every_table_can_be_looked_at(visit, table):
    assert visit("sources", table=table, lang="en").failed == []


def test_a_table_is_chosen_at_a_touch(visit):
    seen = visit("sources")
    seen.at.selectbox(key="control-table-zh").set_value("bases")
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "table": "bases"}
