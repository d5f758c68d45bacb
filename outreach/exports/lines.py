"""Text broken into lines where nothing measures it: a Chinese sign is as wide as it is high, a Latin one about half that."""

import re
import unicodedata

_NEVER_FIRST = "，。、；：！？）》」』”’…～·%％,.;:!?)"
_PIECES = re.compile(r"[（《“‘(]*[A-Za-z0-9À-ɏ'’\-–+.,%/&=?_#@:]+|\s+|[（《“‘(]*.", re.DOTALL)


def width(text: str) -> float:
    """The width of the text, in letters as high as the font's size."""
    return sum(map(_width, text))


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
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and size * width(line + piece.rstrip()) > room and piece not in _NEVER_FIRST:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
            while size * width(line) > room and len(line) > 1 and not re.search(r"[\s\u3000-\u9fff]", line):
                cut = max(1, int(room / size / 0.6))
                if cut >= len(line):
                    break
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines
