from base64 import b64decode, b64encode

from outreach.views import palette, tones


def test_markup_and_a_maps_colours_are_those_of_a_dark_ground():
    given = '<p style="color:#1C2733">[28,39,51,128] [28,39,51] #1c27334</p>'
    assert tones.darkened(given) == '<p style="color:#eef2f6">[238,242,246,128] [28,39,51] #1c27334</p>'


def test_a_picture_inside_is_darkened_too():
    inside = b64encode(b'<path fill="#ffffff"/>').decode()
    found = tones.darkened(f'"data:image/svg+xml;base64,{inside}"')
    assert b64decode(found.split(",")[1].rstrip('"')) == b'<path fill="#11181f"/>'


def test_a_spec_is_darkened_and_its_rows_are_not():
    given = {
        "mark": {"color": "#1C2733"},
        "scale": {"range": ["#ffffff", "red"]},
        "data": {"values": [{"x": "#ffffff"}]},
    }
    found = tones.spec(given)
    assert found["mark"]["color"] == "#eef2f6" and found["scale"]["range"] == ["#11181f", "red"]
    assert found["data"] == given["data"]


def test_a_page_has_a_property_for_every_colour_of_its_styles():
    for dark in (False, True):
        told = tones.properties(dark)
        assert f"--outreach-paper: {palette.tone(palette.PAPER, dark)}" in told and "--outreach-accent" in told
