"""The bytes of a text file as text, and a CSV text as rows; refused where nobody can know what was meant."""

import csv
import io
import re
from collections.abc import Iterator

from outreach.tables.faults import Unreadable, spoken

Row = tuple[int, list[str]]
"""A row by its number in a spreadsheet, and its cells."""


def decoded(content: bytes) -> str:
    """The text of a CSV file."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("utf16") from None
    if b"\x00" in content:
        if content.count(b"\x00") * 4 > len(content):
            raise Unreadable("utf16")
        raise Unreadable("nul", _row_of(content, content.index(b"\x00")))
    try:
        return _if_not_gb18030(content, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if content.startswith(b"\xef\xbb\xbf") or _mostly_utf8(content):
            place = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
            raise Unreadable("damaged_utf8", _row_of(content, place)) from None
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable("unknown_encoding", _row_of(content, error.start)) from None


def _if_not_gb18030(content: bytes, text: str) -> str:
    """The text of bytes that are sound UTF-8, or the Chinese one where they can only have been meant as GB18030.

    A short Chinese text in GB18030 may by chance be sound UTF-8 (小学, read as Сѧ), but then all its letters are Cyrillic,
    Greek, Hebrew or accented Latin ones. Accents alone, as in café or km², are taken for what they are where they stand beside
    a letter or a digit; else nobody can know.
    """
    beyond = [sign for sign in text if ord(sign) > 127]
    if content.startswith(b"\xef\xbb\xbf") or not beyond or max(beyond) >= "\u0800":
        return text
    try:
        chinese = content.decode("gb2312")
    except UnicodeDecodeError:
        return text
    if not any("\u4e00" <= sign <= "\u9fff" for sign in chinese):
        return text
    if max(beyond) > "\u017f":
        return chinese
    if re.search(r"(?<![A-Za-z0-9])[^\x00-\x7f](?![A-Za-z0-9])", text):
        line = next(line for line in text.splitlines() if not line.isascii())
        found = [spoken(text) for text in (line, line.encode().decode("gb2312", "replace"))]
        raise Unreadable(
            "either_encoding", _row_of(content, content.index(line.encode())), found=found[0], other=found[1]
        )
    return text


def _mostly_utf8(content: bytes) -> bool:
    """Whether the bytes beyond ASCII are nearly all sound UTF-8; in GB18030 text about a fifth of them are by chance."""
    beyond = sum(byte > 127 for byte in content)
    sound = sum(len(sign.encode()) for sign in content.decode("utf-8", "ignore") if ord(sign) > 127)
    return sound >= 0.6 * beyond


def _row_of(content: bytes, place: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:place])) + 1


def separated(text: str) -> Iterator[Row]:
    """The rows of a CSV text."""
    number = 0
    first = text.split("\n", 1)[0]
    if hint := re.fullmatch(r"\s*sep=(.)\s*", first):  # by which Excel is told the separator
        text, first, number = text.partition("\n")[2], hint[1], 1
    tabs = "\t" in first and "," not in first  # as Excel writes “Unicode text”; a tab stands in no name
    if not tabs and "," not in first and (other := next((sign for sign in ";，；|" if sign in first), None)):
        raise Unreadable("not_commas", 1, found=other)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",", strict=True)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_quote_rule(str(error)), number) from None
        yield number, cells


def _quote_rule(reason: str) -> str:
    if "end of data" in reason:
        return "unclosed_quote"
    return "field_too_long" if "limit" in reason else "stray_quote"
