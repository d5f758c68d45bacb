"""On which line of a scenes.toml a key is written, and how a fault there is told."""

import re
from collections.abc import Mapping
from typing import Any

from outreach.faults import Fault
from outreach.scenes.entries import ID
from outreach.scenes.scene import FILE


class Lines:
    """The lines of a scenes.toml, to say on which one a key is written."""

    def __init__(self, text: str):
        self._lines = text.splitlines()
        self._heads = [i for i, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*scene\s*\]\]", line)]

    def top(self, key: str) -> int | None:
        return next(
            (i for i, line in enumerate(self._lines, 1) if re.match(rf"\s*\[*\s*{re.escape(key)}\b", line)), None
        )

    def of(self, scene: int, section: str = "", key: str = "", number: int = 0) -> int | None:
        """The line of a key in a scene's section; of the section or the scene where the key is written nowhere."""
        if scene >= len(self._heads):
            return None
        start = self._heads[scene]
        end = self._heads[scene + 1] if scene + 1 < len(self._heads) else len(self._lines)
        inside, met, best = "", -1, start + 1
        for i in range(start, end):
            if head := re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", self._lines[i]):
                inside = head[1].removeprefix("scene").removeprefix(".")
                met += inside == section
                if inside == section and met == number:
                    best = i + 1
            elif (
                inside == section
                and met == number
                and key
                and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self._lines[i])
            ):
                return i + 1
        return best


class Place:
    """One scene of the file, or a section of it, and how a fault in it is told."""

    def __init__(self, lines: Lines, number: int, scene: Mapping[str, Any], section: str = "", which: int = 0):
        self.lines, self.number, self.scene, self.section, self.which = lines, number, scene, section, which

    def within(self, section: str, which: int = 0) -> "Place":
        return Place(self.lines, self.number, self.scene, section, which)

    def fault(self, key: str, rule: str, **details: Any) -> Fault:
        name = self.scene.get("id")
        scene = name if isinstance(name, str) and ID.fullmatch(name) else f"scene {self.number + 1}"
        column = ".".join(part for part in (scene, self.section, key) if part)
        return Fault(FILE, self.lines.of(self.number, self.section, key, self.which), column, rule, details)
