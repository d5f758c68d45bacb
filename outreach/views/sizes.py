"""How large things are drawn: at a desk, on a projector read from eight metres, on a touch screen.

A projected picture 3.3 m wide (150 inches) at 1920 × 1080 has pixels of 1.73 mm. From eight metres a letter of 28 pixels
then spans 21 minutes of arc and one of 24 pixels 18, where ISO 9241-303 asks for 16 at least and 20 to 22 to read with
ease: what is read aloud is 28 pixels or more, what is looked up 24, and nothing on a slide is below 22.
"""

from dataclasses import dataclass

from outreach.views import palette

FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


@dataclass(frozen=True)
class Sizes:
    """Pixels on the screen. map_width is what a map can count on, for its first zoom."""

    text: int
    small: int
    marker: int
    stroke: float
    map_height: int
    map_width: int
    step: int


BROWSE = Sizes(text=13, small=12, marker=19, stroke=2, map_height=500, map_width=590, step=26)
PRESENT = Sizes(text=28, small=24, marker=32, stroke=4, map_height=760, map_width=1160, step=46)
KIOSK = Sizes(text=26, small=24, marker=44, stroke=4, map_height=780, map_width=740, step=60)
NARROW, NARROWER = 350, 450  # pixels: what a phone's map has across, and a map less wide than the second is a phone's
ALL = (BROWSE, PRESENT, KIOSK)


def vega_config(sizes: Sizes) -> dict[str, object]:
    """The Vega-Lite config that gives every chart these sizes, our fonts and our ink."""
    words = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": sizes.text,
        "titleFontSize": sizes.text,
        "labelColor": palette.INK,
        "titleColor": palette.INK,
        "titleFontWeight": "normal",
    }
    # read aloud are the description and the table of the same rows, not marks without a name
    return {
        "font": FONT,
        "mark": {"aria": False},
        "background": palette.PAPER,
        "view": {"stroke": None},
        "axis": {
            **words,
            "gridColor": palette.GRID,
            "domainColor": palette.FAINT,
            "tickColor": palette.FAINT,
            "labelLimit": 20 * sizes.text,
            "titlePadding": 8,
        },
        "legend": {**words, "labelLimit": 23 * sizes.text, "symbolSize": sizes.marker * 9, "rowPadding": 4},
        "header": words,
        "title": {
            "font": FONT,
            "fontSize": sizes.text + 3,
            "subtitleFont": FONT,
            "subtitleFontSize": sizes.small,
            "anchor": "start",
            "color": palette.INK,
            "subtitleColor": palette.FAINT,
        },
        "text": {"font": FONT, "fontSize": sizes.small, "color": palette.INK},
        "point": {"size": sizes.marker * 7},
        "line": {"strokeWidth": sizes.stroke},
        "rule": {"strokeWidth": sizes.stroke},
    }
