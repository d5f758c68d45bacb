"""Pictures of bases: whether a file is one that a screen can show."""

from pathlib import Path

MOST = 3_000_000  # bytes
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def kind(content: bytes) -> str | None:
    """What kind of picture a file holds, by how it begins; None where it is none of those a browser shows."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((found for start, found in KINDS.items() if content.startswith(start)), None)


def trouble(path: Path) -> str | None:
    """The rule that a picture breaks: it is missing, too large or no picture; None where it can be shown."""
    try:
        if path.stat().st_size > MOST:
            return "photo_large"
        with path.open("rb") as file:
            return None if kind(file.read(16)) else "photo_kind"
    except OSError:
        return "photo_missing"
