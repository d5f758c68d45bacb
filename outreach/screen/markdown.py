"""What a table or a visitor has written, as Streamlit's Markdown leaves it alone."""

import re
from typing import Any

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>()#+-!|~$:&="})
_LINES = re.compile(r"[ \t]*[\t\r\n\u2028\u2029]+[ \t]*")
_AFTERWARDS = re.compile(r":(?=[\w+/-]+:)|:(?=//)|\bwww(?=\.)|(?<=[\w.+-])(?=@)", re.IGNORECASE)
_NUMBERED = re.compile(r"\A(\d+)\.")
_JOINED = "\u2060"


def plain(text: Any) -> str:
    """Text from a table or an address, with everything Markdown would take for a sign made harmless.

    Signs stand behind a backslash, and it is one line. Streamlit looks for addresses, emoji and icons once more in what
    Markdown has made of it, where no backslash helps: these are parted by a sign that nobody sees.
    """
    line = _AFTERWARDS.sub(lambda found: found[0] + _JOINED, _LINES.sub(" ", str(text)).lstrip(" "))
    return _NUMBERED.sub(r"\1\\.", line.translate(_MARKDOWN))
