"""What the large layers of maps are drawn of, at addresses of their own: named by the hash of what is in it, it travels to a
browser once, whatever else of a map changes, and deck.gl has nothing of it to work out anew."""

from collections.abc import Iterable
from hashlib import blake2b
from weakref import WeakKeyDictionary, WeakValueDictionary

from outreach.screen import address

FOLDER = "layers/"
LEAST = 50_000  # letters; what is smaller is there sooner with its map than after asking for it
_there: "WeakValueDictionary[str, LayerData]" = WeakValueDictionary()
_held: "WeakKeyDictionary[object, tuple[LayerData, ...]]" = WeakKeyDictionary()


class LayerData:
    """A layer's data as JSON, found at its address for as long as a map is kept that is drawn of it."""

    def __init__(self, text: str):
        self.text = text


def at(name: str) -> LayerData | None:
    """The data of this name; None where no map that is kept is drawn of it."""
    return _there.get(name)


def addressed(text: str) -> tuple[str, LayerData]:
    """Where this JSON is found for as long as the second is held."""
    name = f"{blake2b(text.encode(), digest_size=16).hexdigest()}.json"
    return f"{address.base()}/{FOLDER}{name}", _there.setdefault(name, LayerData(text))


def hold(drawn: object, data: Iterable[LayerData]) -> None:
    """Hold the data for as long as there is the map that is drawn of them."""
    _held[drawn] = tuple(data)
