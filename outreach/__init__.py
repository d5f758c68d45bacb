"""One district's science-outreach bases, literacy and facility gaps, from curated tables."""

import re
import sys
from pathlib import Path

# Read by every Python there is, also by those too old for all the rest: so no tomllib, and no words from the word lists.
_PROJECT = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
__version__ = re.findall(r'^version = "(.+)"$', _PROJECT, re.MULTILINE)[0]
PYTHONS = tuple(
    tuple(map(int, one.split("."))) for one in re.findall(r'Programming Language :: Python :: (\d\.\d+)"', _PROJECT)
)


def unfit(version: "tuple[int, ...]") -> "tuple[str, bool]":
    """What to say of a Python of this version, and whether it can go on; an empty sentence for one that is declared."""
    first, last, here = (".".join(map(str, one)) for one in (min(PYTHONS), max(PYTHONS), version))
    if version < min(PYTHONS):
        return (
            f"需要 Python {first} 到 {last}，这里是 {here}。 · Python {first} to {last} is needed, this is {here}.",
            False,
        )
    if version > max(PYTHONS):
        said = f"适用于 Python {first} 到 {last}，没有在 {here} 上试过。 · Made for Python {first} to {last}, not tried on {here}."
        return said, True
    return "", True


_SENTENCE, _FIT = unfit(sys.version_info[:2])
if _SENTENCE:
    sys.stderr.write(_SENTENCE + "\n")
if not _FIT:
    sys.exit(2)
