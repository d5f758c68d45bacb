"""The last good version of a district's files, kept on disk for a start on which a file is broken."""

import hashlib
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

from outreach.district import District
from outreach.faults import Fault
from outreach.home import HomeError, find_home
from outreach.tables.bases import PHOTOS
from outreach.tables.district import read_district

NAME = "last-good.zip"
_DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError)
"""What an archive raises whose bytes are not those that were written."""
YOUNG_S = 2.0  # a file changed so short a while ago may still be being written


def path_of(root: Path) -> Path:
    """Where a district's last good files are kept: in its own .kept/, or under OUTREACH_STATE where that is set."""
    state = os.environ.get("OUTREACH_STATE")
    return Path(state) / hashlib.sha256(str(root).encode()).hexdigest()[:16] / NAME if state else root / ".kept" / NAME


def save(root: Path) -> bool:
    """Keep the district's files as they are now, whole or not at all; False where the disk takes nothing."""
    path = path_of(root)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as half:
            try:
                with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                    for file in files(root):
                        archive.write(file, file.relative_to(root).as_posix())
                half.flush()
                os.fsync(half.fileno())
                os.replace(half.name, path)
            except BaseException:
                os.unlink(half.name)
                raise
    except OSError:
        return False
    return True


def last_good(root: Path) -> District | None:
    """The district as it was last kept; None where none was, or what was kept cannot be read whole."""
    try:
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path_of(root)) as archive:
            archive.extractall(folder)
            found = read_district(find_home(folder))
    except (*_DAMAGED, HomeError):
        return None
    return None if found.faults else found


def faults(root: Path) -> list[Fault]:
    """What is wrong with what was kept: it is never used then, and written anew when the files are next read whole."""
    path = path_of(root)
    if not path.is_file():
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except _DAMAGED:
        broken = path.name
    return [Fault(f"{path.parent.name}/{path.name}", None, None, "kept_damaged")] if broken else []


def unsettled(root: Path, now: float) -> bool:
    """Whether a file was changed so short a while before `now` (seconds since 1970) that it may be half written."""
    return any(abs(now - file.stat().st_mtime) < YOUNG_S for file in files(root))


def files(root: Path) -> list[Path]:
    """Every file of a district's data and geometry, in the order of their names, then the pictures."""
    folders = [root / "data", root / "geo", *filter(Path.is_dir, [root / "data" / PHOTOS])]
    return [file for folder in folders for file in sorted(folder.iterdir()) if file.is_file()]
