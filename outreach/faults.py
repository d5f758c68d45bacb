"""What is wrong with a file: one fault, one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    details: Mapping[str, object] = field(default_factory=dict, hash=False)


_HELD = (5, 32, 33)  # what Windows says where a file cannot be read or replaced because it is open elsewhere


def reason(error: OSError) -> str | dict[str, str]:
    """Why the system would not open a file, in both languages where the reason is a common one."""
    if getattr(error, "winerror", None) in _HELD:
        return {
            "zh": "别的程序（如 Excel）正打开着它，或没有权限；请关闭后再试",
            "en": "another program such as Excel has it open, or permission is denied; close it and try again",
        }
    if isinstance(error, PermissionError):
        return {"zh": "没有权限", "en": "permission denied"}
    if isinstance(error, IsADirectoryError):
        return {"zh": "这是一个目录", "en": "it is a directory"}
    return error.strerror or str(error)
