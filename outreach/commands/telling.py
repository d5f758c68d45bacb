"""What a command prints: faults, one a line, and the sentence that ends it."""

import getpass
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from outreach.faults import Fault
from outreach.faults import reason as of_system
from outreach.home import Home
from outreach.words import Words

if TYPE_CHECKING:
    from outreach.district import District


class Faulty(Exception):
    """What a command was given is at fault; `faults` say how."""

    def __init__(self, faults: Iterable[Fault]):
        super().__init__()
        self.faults = tuple(faults)


def read_sound(home: Home) -> "District":
    """The district as its tables have it. Raises Faulty where one of them is at fault."""
    from outreach.tables import read_district

    district = read_district(home)
    if district.faults:
        raise Faulty(district.faults)
    return district


def tell(faults: Iterable[Fault], say: Words) -> int:
    """Print faults, one a line."""
    for fault in faults:
        print(f"{fault.file}:{fault.row or '-'}:{fault.column or '-'}: {say.fault(fault)}")
    return 1


def refuse(sentence: str) -> int:
    """Print why nothing was done."""
    print(sentence, file=sys.stderr)
    return 2


def reason(error: OSError, say: Words) -> str:
    """What a file or directory refused, in words."""
    told = of_system(error)
    return told[say.language] if isinstance(told, dict) else str(told)


def user() -> str:
    """Who is at this machine, as far as it knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
