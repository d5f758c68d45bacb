"""A text as a QR code, to be taken along on a telephone."""

from io import BytesIO

import segno

QUIET = 4  # modules of white around it, as ISO/IEC 18004 wants


def svg(text: str) -> str:
    """The text (UTF-8, any script) as a QR code in SVG without sizes, which fills whatever holds it.

    Raises segno.DataOverflowError for a text longer than a QR code can hold (some 2,300 bytes).
    """
    return _made(text).svg_inline(border=QUIET, omitsize=True, dark="#000000", light="#ffffff")


def png(text: str, scale: int = 10) -> bytes:
    """The text as a QR code in PNG, `scale` pixels a module."""
    found = BytesIO()
    _made(text).save(found, kind="png", scale=scale, border=QUIET, dark="#000000", light="#ffffff")
    return found.getvalue()


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, encoding="utf-8")
