"""The Chinese font that pictures and papers are set in."""

import re
from collections.abc import Collection
from functools import cache

from outreach.exports import ExportError

CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Zen Hei",
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def installed() -> frozenset[str]:
    """The families of the machine's own fonts, asked once; again as long as none of them has Chinese, for one may be installed."""
    found = _families()
    if not any(one in found for one in CHINESE):
        _families.cache_clear()
    return found


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def chinese(text: str, families: Collection[str] | None = None) -> str:
    """The family that Chinese is set in; the first wanted where the text has none, for then it does not matter.

    Raises ExportError("no_chinese_font") where the text has Chinese in it and the machine no font to set it in.
    """
    found = next((one for one in CHINESE if one in (installed() if families is None else families)), None)
    if found is None and _HAN.search(text):
        raise ExportError("no_chinese_font")
    return found or CHINESE[0]


def sound() -> bool:
    """Whether the machine has a font for Chinese."""
    return any(one in installed() for one in CHINESE)
