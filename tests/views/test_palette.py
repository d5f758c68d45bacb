import tomllib

import pytest

from outreach.home import find_root
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


def dark(colour):
    return palette.tone(colour, True)


@pytest.mark.parametrize("name", ["INK", "FAINT", "PATH"])
def test_text_can_be_read_on_a_dark_page(name):
    assert contrast(dark(getattr(palette, name)), dark(palette.PAPER)) >= 4.5
    assert contrast(dark(palette.INK), dark(palette.LAND)) >= 4.5


@pytest.mark.parametrize(
    "colours",
    [palette.BASIS, palette.AREA, palette.STATUS, palette.COMPONENT, palette.LEVEL, palette.SIDE, palette.ROLE],
    ids=["basis", "area", "status", "component", "level", "side", "role"],
)
def test_lines_bars_and_markers_stand_out_from_a_dark_page_and_a_dark_town(colours):
    for ground in (palette.PAPER, palette.TOWN):
        assert [name for name, colour in colours.items() if contrast(dark(colour), dark(ground)) < 3] == []


def test_what_is_said_in_a_statuss_colour_can_be_read_in_both_tones():
    for tone in (False, True):
        paper = palette.tone(palette.PAPER, tone)
        assert [
            one for one, colour in palette.STATUS.items() if contrast(palette.tone(colour, tone), paper) < 4.5
        ] == []


def test_the_dark_theme_has_the_palettes_colours():
    theme = tomllib.loads((find_root() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]["dark"]
    assert theme["backgroundColor"] == dark(palette.PAPER) and theme["textColor"] == dark(palette.INK)
    assert theme["secondaryBackgroundColor"] == dark(palette.LAND) and theme["borderColor"] == dark(palette.GRID)
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 4.5
