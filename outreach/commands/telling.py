"""What a command prints: faults, one a line, and the sentence that ends it."""

import getpass
import sys
from collections.abc import Iterable

from outreach.faults import Fault
from outreach.faults import reason as of_system
from outreach.words import Words


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
