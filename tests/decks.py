"""What stands on an explorable map, read as a browser reads it."""

import json
from typing import Any

from outreach.screen import address, layer_data


def layers(told: str) -> dict[str, Any]:
    """The data of each layer of a picture, by the layer; what is found at an address is taken from there."""
    return {layer["id"]: _found(layer.get("data")) for layer in json.loads(told)["layers"]}


def _found(data: Any) -> Any:
    if not isinstance(data, str):
        return data
    there = layer_data.at(data.removeprefix(f"{address.base()}/{layer_data.FOLDER}"))
    assert there is not None, f"nothing is at {data}"
    return json.loads(there.text)
