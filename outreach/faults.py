"""What is wrong with a file: one fault, one sentence."""

from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file.

    `file` is relative to the district's directory (`data/bases.csv`), `row` counts as a spreadsheet does (the header is
    row 1), `column` is the column's id. `rule` names the sentence in the words, `details` fills it: plain values,
    `{"zh": ..., "en": ...}` or lists of either.
    """

    file: str
    row: int | None
    column: str | None
    rule: str
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)
