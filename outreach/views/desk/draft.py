"""What is handed in at the desk, as far as its lists need it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from outreach.district import District
from outreach.faults import Fault


class Change(Protocol):
    """One change made at the desk: its number, the moment, who made it and why, of which table, and the rows of each kind."""

    @property
    def number(self) -> int: ...

    @property
    def at(self) -> str: ...

    @property
    def who(self) -> str: ...

    @property
    def why(self) -> str: ...

    @property
    def table(self) -> str: ...

    @property
    def counts(self) -> Mapping[str, int]: ...


class Handed(Protocol):
    """What is handed in: the district as it is, and as it would be; None where what was handed in is at fault."""

    @property
    def before(self) -> District: ...

    @property
    def after(self) -> District | None: ...


class OfTable(Protocol):
    """One table of it, as it is and as it would be; key are the columns that tell its rows apart."""

    @property
    def table(self) -> str: ...

    @property
    def before(self) -> District: ...

    @property
    def key(self) -> list[str]: ...

    @property
    def now(self) -> pd.DataFrame: ...

    @property
    def then(self) -> pd.DataFrame | None: ...


class Draft(Handed, OfTable, Protocol):
    """A file handed in for one table; base is the table it was made from where that is another, between the changes since."""

    @property
    def file(self) -> str: ...

    @property
    def faults(self) -> Sequence[Fault]: ...

    @property
    def base(self) -> pd.DataFrame | None: ...

    @property
    def between(self) -> Sequence[Change]: ...
