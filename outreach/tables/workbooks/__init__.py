"""A workbook's bytes as its sheets: of every cell what is seen of it, and what it holds where that is another thing.

No reader of workbooks tells what a cell shows, and codes, hours and months are what they show: XLSX (also the strict form)
and OpenDocument are read here from their XML, .xls and WPS's .et by xlrd, .xlsb by calamine, which knows no formats.
"""

import io
import zipfile
from xml.parsers import expat

import xlrd

from outreach.tables.faults import Unreadable
from outreach.tables.workbooks.binary import of_xls, of_xlsb
from outreach.tables.workbooks.grid import Grid
from outreach.tables.workbooks.markup import part_of
from outreach.tables.workbooks.opendocument import of_document
from outreach.tables.workbooks.xlsx import of_xlsx

OLE = b"\xd0\xcf\x11\xe0"


def of_archive(content: bytes, most: int) -> list[Grid]:
    """The sheets of an XLSX, XLSB or OpenDocument workbook, which may unpack to `most` bytes.

    Raises Unreadable for whatever is none of these, or is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > most:
                raise Unreadable("workbook_too_large", found=-(-unpacked >> 20), most=most >> 20)
            parts = {entry.filename.replace("\\", "/").lower(): entry.filename for entry in archive.infolist()}
            if "content.xml" in parts:
                if b"encryption-data" in part_of(archive, parts, "META-INF/manifest.xml"):
                    raise Unreadable("with_password")
                return of_document(archive.open(parts["content.xml"]))
            if "xl/workbook.bin" in parts:
                return of_xlsb(content, archive, parts)
            return of_xlsx(archive, parts)
    except Unreadable:
        raise
    except BaseException as error:  # zipfile, expat and calamine raise nearly anything on a broken workbook
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # calamine's own
            raise Unreadable("broken_workbook") from error
        raise


def of_ole(content: bytes) -> list[Grid]:
    """The sheets of an .xls or .et workbook. Raises Unreadable for whatever is none, or is broken."""
    if _named(content, "EncryptedPackage"):
        raise Unreadable("with_password")
    if _named(content, "WordDocument") or _named(content, "PowerPoint Document"):
        raise Unreadable("other_kind", found={"zh": "Word 或 PPT 文件", "en": "a Word or PowerPoint file"})
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
        return [of_xls(book, sheet) for sheet in book.sheets()]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unreadable("with_password") from error
        raise Unreadable("broken_workbook") from error
    except Exception as error:  # xlrd raises nearly anything on a broken workbook
        raise Unreadable("broken_workbook") from error


def has_macros(content: bytes) -> bool:
    """Whether an .xls or .et workbook brings programs."""
    return content.startswith(OLE) and _named(content, "_VBA_PROJECT_CUR")


def flat(content: bytes) -> list[Grid]:
    """The sheets of an OpenDocument workbook that is one XML file. Raises Unreadable where it is broken."""
    try:
        return of_document(io.BytesIO(content))
    except expat.ExpatError as error:
        raise Unreadable("broken_workbook") from error


def _named(content: bytes, stream: str) -> bool:
    """Whether an OLE file has a stream or a folder of this name."""
    return (stream.encode("utf-16-le") + b"\x00\x00") in content
