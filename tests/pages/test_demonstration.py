import pytest

from outreach.synth import CODE, write
from tests.conftest import PAGES

SIGNS = {"bases", "heaps", "gathered"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return write(tmp_path_factory.mktemp("pages") / "demo", 8, 60, 3)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_demonstration_opens_and_every_picture_says_what_it_is(demo, stage, language):
    marked = {}
    for page in PAGES:
        played = stage.play(page, language, district=demo, area=f"{CODE}001", base="base-0001")
        for name in {"bases_map", "siting_map"} & set(played.exhibits):
            marked[name] = {layer.get("name") for layer in played.exhibits[name].vector["layer"]} & SIGNS
        assert played.blocks, page
        without = [name for name, exhibit in played.exhibits.items() if not exhibit.credits.demonstration]
        assert without == [], page
    assert marked["siting_map"] == marked["bases_map"] != set()
