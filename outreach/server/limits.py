"""How much is too much: connections and messages, of one address and of all; what is refused is told without a name."""

import ipaddress
import logging
import os
from collections import Counter, OrderedDict
from collections.abc import Callable
from time import monotonic

from starlette.types import Scope

VISITORS = 500  # pages open at once; OUTREACH_VISITORS says otherwise
PER_ADDRESS = 200  # of them from one address: a whole office may stand behind one; OUTREACH_PER_ADDRESS says otherwise
NEW_PER_S = 20.0  # connections of one address, beyond twice as many at once as it may have: after a restart all come back together
SAID_PER_S, SAID_AT_ONCE = (
    30.0,
    120.0,
)  # messages of one connection: a slider drawn along its length says some twenty a second
LARGEST = 512 * 1024  # bytes of a message; the largest of ours is a list of scenes of 200,000 letters
SILENT_S = 30.0  # a page asks to be drawn as soon as it is connected
MOST_ADDRESSES = 10_000
AGAIN_S = 60.0  # the same refusal is told no more often
_LOG = logging.getLogger("outreach")


class Bucket:
    """So many a second, and so many at once."""

    def __init__(self, per_s: float, at_once: float, clock: Callable[[], float] = monotonic):
        self._per_s, self._at_once, self._clock = per_s, at_once, clock
        self._left, self._at = at_once, clock()

    def take(self) -> bool:
        """Take one, if there is one left."""
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._at) * self._per_s)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Visitors:
    """Who is there now, by address, and whether another may come."""

    def __init__(self, clock: Callable[[], float] = monotonic):
        self._most = _set("OUTREACH_VISITORS", VISITORS)
        self._per_address = _set("OUTREACH_PER_ADDRESS", PER_ADDRESS)
        self._clock = clock
        self._there: Counter[str] = Counter()
        self._new: OrderedDict[str, Bucket] = OrderedDict()

    @property
    def full(self) -> bool:
        """Whether no further visitor may come."""
        return self._there.total() >= self._most

    def refuses(self, address: str) -> str | None:
        """Why another connection of this address may not come; None where it may, and is counted from now on."""
        bucket = self._new.pop(address, None) or Bucket(NEW_PER_S, 2 * self._per_address, self._clock)
        self._new[address] = bucket
        while len(self._new) > MOST_ADDRESSES:
            self._new.popitem(last=False)
        if self.full:
            return "the server is full"
        if self._there[address] >= self._per_address:
            return "too many connections from one address"
        if not bucket.take():
            return "too many new connections from one address"
        self._there[address] += 1
        return None

    def leaves(self, address: str) -> None:
        """A connection that was counted has ended."""
        self._there[address] -= 1
        if self._there[address] <= 0:
            del self._there[address]


def _set(name: str, usual: int) -> int:
    said = os.environ.get(name, "")
    return int(said) if said.isdigit() and int(said) > 0 else usual


def address(scope: Scope) -> str:
    """Whom a connection counts for: the address of its socket, of IPv6 the network that one household or office has."""
    host = (scope.get("client") or ("",))[0]
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))


class Refusals:
    """What was refused, for the log: each reason at once, and after that how often it came again. Nobody is named."""

    def __init__(self, clock: Callable[[], float] = monotonic):
        self._clock = clock
        self._told: dict[str, tuple[float, int]] = {}

    def tell(self, reason: str) -> None:
        """Note a refusal, and tell it if it was not told lately."""
        now = self._clock()
        at, since = self._told.get(reason, (-AGAIN_S, 0))
        if now - at < AGAIN_S:
            self._told[reason] = (at, since + 1)
            return
        _LOG.warning("refused a connection: %s%s", reason, f" ({since} more since it was told)" if since else "")
        self._told[reason] = (now, 0)
