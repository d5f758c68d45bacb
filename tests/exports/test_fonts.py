"""The fonts that pictures and papers are set in."""

import pytest

from outreach.exports import ExportError, fonts


class Fonts:
    """The machine's fonts, as they are at the moment."""

    def __init__(self) -> None:
        self.there: list[str] = []
        self.asked = 0

    def families(self) -> list[str]:
        self.asked += 1
        return self.there


def test_a_font_installed_while_the_server_runs_is_found_at_the_next_try(monkeypatch):
    machine = Fonts()
    monkeypatch.setattr("typst.Fonts", lambda **_: machine)
    fonts._families.cache_clear()
    try:
        with pytest.raises(ExportError):
            fonts.chinese("科普")
        assert not fonts.sound()
        machine.there = ["SimHei"]
        assert fonts.chinese("科普") == "SimHei" and fonts.sound()
        asked = machine.asked
        assert fonts.sound() and machine.asked == asked  # once it is there, nobody looks again
    finally:
        fonts._families.cache_clear()
