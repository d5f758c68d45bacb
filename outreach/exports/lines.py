"""Text broken into lines where nothing measures it: a Chinese sign is as wide as it is high, a Latin one about half that."""

import re
import unicodedata
from functools import lru_cache

_NEVER_FIRST = "，。、；：！？）》」』”’…～·%％,.;:!?)"
_PIECES = re.compile(r"[（《“‘(]*[A-Za-z0-9À-ɏ'’\-–+.,%/&=?_#@:]+|\s+|[（《“‘(]*.", re.DOTALL)


def width(text: str) -> float:
    """The width of the text, in letters as high as the font's size."""
    return _on(0.0, text)


def _on(wide: float, text: str) -> float:
    """The width of a line this wide with the text after it, sign by sign: as the whole would be measured."""
    for sign in text:
        wide += _width(sign)
    return wide


@lru_cache(8192)
def _width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’—…":
        return 1.0
    return 0.3 if sign in " .,;:'|ilI!" else 0.68 if sign.isupper() else 0.57


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than room at this size; at least one line.

    A line breaks at spaces and between Chinese signs, never before a closing one; a word longer than a line is broken.
    """
    lines = []
    for paragraph in text.split("\n"):
        line, wide = "", 0.0
        for piece in _PIECES.findall(paragraph):
            if line and size * _on(wide, piece.rstrip()) > room and piece not in _NEVER_FIRST:
                lines.append(line.rstrip())
                line = piece.lstrip()
                wide = width(line)
            else:
                line += piece
                wide = _on(wide, piece)
            while size * wide > room and len(line) > 1 and not re.search(r"[\s\u3000-\u9fff]", line):
                cut = max(1, int(room / size / 0.6))
                if cut >= len(line):
                    break
                lines.append(line[:cut])
                line = line[cut:]
                wide = width(line)
        lines.append(line.rstrip())
    return lines
