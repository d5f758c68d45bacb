"""Colours by meaning; map, chart and legend ask for the same one.

The sequential ramps are ColorBrewer's PuBu, Oranges and BuGn without their palest class; the levels take their hues from
Okabe and Ito's set, darkened until they reach 3 : 1 on the town fill. No meaning rests on colour alone.
"""

LITERACY = ("#d0d9ea", "#97b8d8", "#4f93c3", "#15689f", "#063a63")
GAP = ("#fde3c8", "#fdbe85", "#f58b3c", "#cf5208", "#7f2704")
BASES = ("#dcefe6", "#a3d8c4", "#5bb893", "#24875f", "#0a4d33")

LEVEL = {
    "national": "#b3261e",
    "provincial": "#8a2a86",
    "municipal": "#0063a8",
    "district": "#00664c",
    "town": "#7a5c00",
    "village": "#4b4b4b",
    "none": "#5c6b7a",
}
GROUP_SHAPE = {"venue": "square", "nature": "triangle", "education": "diamond", "community": "circle"}

BASIS = {"official": "#063a63", "survey": "#00664c", "modelled": "#8a5a00", "demonstration": "#b3261e"}
AREA = {"district": "#b3261e", "city": "#0063a8", "province": "#00664c", "nation": "#5c6b7a"}
STATUS = {
    "achieved": "#00664c",
    "on_track": "#00664c",
    "behind": "#9a5b00",
    "far_behind": "#b3261e",
    "missed": "#b3261e",
    "below": "#9a5b00",
    "no_report": "#5c6b7a",
    "no_final_report": "#5c6b7a",
    "within_error": "#9a5b00",
    "not_assessable": "#5c6b7a",
}

ROLE = {"first": "#b3261e", "member": "#0063a8", "towns": "#7a5c00"}
COMPONENT = {
    "facilities": "#cf5208",
    "coverage": "#0063a8",
    "access": "#2b86ab",
    "tiers": "#8a2a86",
    "literacy": "#00664c",
}
TIER = {"met": "#00664c", "missing": "#fdbe85", "unconfirmed": "#e3e6e9"}
BIVARIATE = {  # (literacy, access): low literacy reddens, low access bluens; Stevens' scheme, lightest where both are high
    ("high", "high"): "#e8e8e8",
    ("high", "mid"): "#b8d6be",
    ("high", "low"): "#73ae80",
    ("mid", "high"): "#b5c0da",
    ("mid", "mid"): "#90b2b3",
    ("mid", "low"): "#5a9178",
    ("low", "high"): "#6c83b5",
    ("low", "mid"): "#567994",
    ("low", "low"): "#2a5a5b",
}
REACHED = {"covered": "#2a78ad", "gained": "#b8480a", "uncovered": "#3a4754"}
SITE = "#c1121f"
TRIAL = "#6a1b9a"
SIDE = {"better": "#0063a8", "same": "#5c6b7a", "worse": "#b35900", "open": "#5c6b7a"}
GROUPS = ("#0063a8", "#8a2a86", "#00664c", "#9a5b00")  # of people: by residence, sex, age and education
BAND = "#b9c4ce"
PATH = "#b3261e"
PICKED = "#1c2733"
MISSING = "#e3e6e9"
NOUGHT = "#ffffff"
HATCH = "#5c6b7a"
TOWN = "#f3efe4"
TOWN_EDGE = "#8d97a1"
OUTLINE = "#3a4754"
LAND = "#eceff2"
NEIGHBOUR_EDGE = "#c3cad1"
WATER = "#c9dff0"
CANAL = "#7fb2d6"
INK = "#1c2733"
FAINT = "#5c6b7a"
GRID = "#dfe4e9"
PAPER = "#ffffff"

DARK = {  # the colour of the same meaning on a dark ground; the ramps turn, so that the most still stands out
    "#ffffff": "#11181f",
    "#1c2733": "#eef2f6",
    "#5c6b7a": "#a3b1be",
    "#dfe4e9": "#2d3944",
    "#eceff2": "#1a232c",
    "#f3efe4": "#2b333b",
    "#8d97a1": "#74818d",
    "#3a4754": "#c3ced8",
    "#c3cad1": "#3c4853",
    "#c9dff0": "#12324a",
    "#7fb2d6": "#2f6f9c",
    "#e3e6e9": "#39434d",
    "#b9c4ce": "#4d5a66",
    "#b3261e": "#ff8f85",
    "#8a2a86": "#e79be3",
    "#0063a8": "#6db8f2",
    "#00664c": "#4fc9a4",
    "#7a5c00": "#e0b94a",
    "#4b4b4b": "#c4c4c4",
    "#8a5a00": "#e5b163",
    "#9a5b00": "#f0ae5c",
    "#b35900": "#f5a35c",
    "#2b86ab": "#58b6dc",
    "#2a78ad": "#5fb0e6",
    "#b8480a": "#ff9a5c",
    "#c1121f": "#ff6b6b",
    "#6a1b9a": "#c792ea",
    **{light: dark for colours in (LITERACY, GAP, BASES) for light, dark in zip(colours, reversed(colours))},
}


ACCENT = {"light": "#0b5a8f", "dark": "#6db8f2"}  # of what can be clicked


def tone(colour: str, dark: bool) -> str:
    """The colour of the same meaning on a light or on a dark ground."""
    return DARK.get(colour, colour) if dark else colour


def rgb(colour: str, opacity: float = 1.0) -> list[int]:
    """`#rrggbb` as deck.gl wants it: red, green, blue, alpha, each 0 to 255."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [round(255 * opacity)]


def ramp(colours: tuple[str, ...], count: int) -> list[str]:
    """`count` colours of a ramp, spread from its palest to its darkest. Raises ValueError beyond its length."""
    if not 1 <= count <= len(colours):
        raise ValueError(f"a ramp of {len(colours)} colours cannot give {count}")
    if count == 1:
        return [colours[len(colours) // 2]]
    return [colours[round(i * (len(colours) - 1) / (count - 1))] for i in range(count)]
