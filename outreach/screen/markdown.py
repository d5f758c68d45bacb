"""What a table or a visitor has written, as Streamlit's Markdown leaves it alone."""

import re
from typing import Any

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>()#+-!|~$:&="})
_LINES = re.compile(r"[ \t]*[\t\r\n\u2028\u2029]+[ \t]*")
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)[a-z0-9._~:/?#%=&@+,;-]*[a-z0-9/]|[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
    re.ASCII | re.IGNORECASE,
)
_AFTERWARDS = re.compile(r":(?=[\w+/-]+:)|:(?=//)|\bwww(?=\.)|(?<=[\w.+-])(?=@)", re.IGNORECASE)
_NUMBERED = re.compile(r"\A(\d+)\.")
_JOINED = "\u2060"


def plain(text: Any) -> str:
    """Text from a table or an address, with everything Markdown would take for a sign made harmless.

    Signs stand behind a backslash, and it is one line. Streamlit looks for addresses, emoji and icons once more in what
    Markdown has made of it, where no backslash helps: an address stands as code, where nothing is looked for and which is
    copied as it is; what else would be found is parted by a sign that nobody sees.
    """
    line, told, end = _LINES.sub(" ", str(text)).lstrip(" "), "", 0
    for one in _ADDRESS.finditer(line):
        told += f"{_quiet(line[end : one.start()])}`{one[0]}`"
        end = one.end()
    return _NUMBERED.sub(r"\1\\.", told + _quiet(line[end:]))


def _quiet(text: str) -> str:
    return _AFTERWARDS.sub(lambda found: found[0] + _JOINED, text).translate(_MARKDOWN)
