"""What is handed in at the desk, as far as its lists need it."""

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from outreach.district import District
from outreach.faults import Fault


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
    def between(self) -> Sequence[Any]: ...
