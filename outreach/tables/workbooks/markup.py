"""The XML in a workbook, gone through element by element."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from outreach.tables.faults import Unreadable

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def part_of(archive: zipfile.ZipFile, parts: Mapping[str, str], name: str) -> bytes:
    """A part of the archive, whatever the case of its name; empty where there is none."""
    found = parts.get(name.lstrip("/").lower())
    return archive.read(found) if found else b""


Start = Callable[[str, dict[str, str]], None]


def go_through(
    stream: IO[bytes], start: Start, end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Go through an XML file; names come without their namespaces' prefixes. Raises Unreadable for one with entities."""

    def forbidden(*_: object) -> None:
        raise Unreadable("broken_workbook")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = forbidden
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def elements(content: bytes, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a small part that have these names, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    if content.strip():
        go_through(io.BytesIO(content), lambda name, attributes: found.append((name, attributes)))
    return (one for one in found if one[0] in names)


def unescaped(text: str) -> str:
    """A text without the escapes of XLSX, and with plain ends of lines; half of a letter that has two is a lost one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
