import pytest

from outreach.views import palette


def _luminance(colour):
    parts = [part / 255 for part in palette.rgb(colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2 contrast ratio."""
    high, low = sorted([_luminance(one), _luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_by_hand():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("level", palette.LEVEL)
def test_a_levels_marker_stands_out_from_the_town_and_from_paper(level):
    assert contrast(palette.LEVEL[level], palette.TOWN) >= 3
    assert contrast(palette.LEVEL[level], palette.PAPER) >= 3


@pytest.mark.parametrize("name", ["INK", "FAINT", "PATH"])
def test_text_can_be_read(name):
    assert contrast(getattr(palette, name), palette.PAPER) >= 4.5


@pytest.mark.parametrize(
    "colours",
    [palette.BASIS, palette.AREA, palette.STATUS, palette.COMPONENT],
    ids=["basis", "area", "status", "component"],
)
def test_lines_and_bars_stand_out_from_paper(colours):
    assert [name for name, colour in colours.items() if contrast(colour, palette.PAPER) < 3] == []


def test_a_towns_name_can_be_read_on_every_fill():
    assert [fill for fill in (palette.TOWN, palette.MISSING, palette.NOUGHT) if contrast(palette.INK, fill) < 4.5] == []


@pytest.mark.parametrize("ramp", [palette.LITERACY, palette.GAP, palette.BASES], ids=["literacy", "gap", "bases"])
def test_a_ramp_darkens_all_the_way(ramp):
    luminances = [_luminance(colour) for colour in ramp]
    assert luminances == sorted(luminances, reverse=True) and len(set(luminances)) == len(ramp)


def test_a_ramp_keeps_its_ends_and_refuses_more_than_it_has():
    assert palette.ramp(palette.GAP, 2) == [palette.GAP[0], palette.GAP[-1]]
    assert palette.ramp(palette.GAP, 1) == [palette.GAP[2]]
    with pytest.raises(ValueError, match="a ramp of 5 colours cannot give 6"):
        palette.ramp(palette.GAP, 6)


def test_a_colour_for_deck():
    assert palette.rgb("#ff8000", 0.5) == [255, 128, 0, 128]
