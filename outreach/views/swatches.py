"""The signs of a legend, drawn once for the page and for the files."""

from outreach.views import palette
from outreach.views.exhibit import Swatch

WIDTH, HEIGHT = 22, 16


def drawn(swatch: Swatch) -> str:
    """The sign as elements of SVG in a box of WIDTH × HEIGHT, which cuts it; its meaning stands beside it in words."""
    lines = "".join(f'<path d="M{x} 16 L{x + 16} 0" stroke="{palette.HATCH}"/>' for x in range(-16, 22, 5))
    falling = "".join(f'<path d="M{x} 0 L{x + 16} 16" stroke="{palette.HATCH}"/>' for x in range(-16, 22, 5))
    paint = (
        f'fill="{palette.PAPER}" stroke="{swatch.colour}" stroke-width="2.5"'
        if swatch.hollow
        else f'fill="{swatch.colour}"'
    )
    return {
        "area": f'<rect width="22" height="16" fill="{swatch.colour}" stroke="{palette.TOWN_EDGE}"/>',
        "hatch": f'<rect width="22" height="16" fill="{palette.PAPER}" stroke="{palette.TOWN_EDGE}"/>{lines}',
        "falling": f'<rect width="22" height="16" fill="{palette.PAPER}" stroke="{palette.TOWN_EDGE}"/>{falling}',
        "missing": f'<rect width="22" height="16" fill="{palette.MISSING}" stroke="{palette.TOWN_EDGE}"/>{lines}',
        "line": f'<path d="M0 8 H22" stroke="{swatch.colour}" stroke-width="2.5"/>',
        "dashed": f'<path d="M0 8 H22" stroke="{swatch.colour}" stroke-width="2.5" stroke-dasharray="5 3"/>',
        "ring": f'<circle cx="11" cy="8" r="7" fill="none" stroke="{swatch.colour}"/>',
        "square": f'<rect x="5" y="2" width="12" height="12" {paint}/>',
        "triangle": f'<path d="M11 1 L19 15 L3 15 Z" {paint}/>',
        "diamond": f'<path d="M11 0.5 L19 8 L11 15.5 L3 8 Z" {paint}/>',
        "circle": f'<circle cx="11" cy="8" r="6" {paint}/>',
        "path": f'<path d="{swatch.path}" transform="translate(11 8) scale(7.5)" fill="{swatch.colour}" fill-rule="evenodd"/>',
    }[swatch.kind]
