"""What boots a machine into the museum's screen."""

import os
import re
import subprocess
import sys
import time

from outreach.home import PROJECT

FOLDER = PROJECT / "deploy" / "kiosk"
SCREEN = FOLDER / "screen.sh"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])


def test_the_server_is_for_the_kiosk_alone_and_listens_to_this_machine_alone():
    unit = (FOLDER / "outreach-kiosk.service").read_text(encoding="utf-8")
    assert "OUTREACH_AUDIENCE=kiosk" in unit and "--host 127.0.0.1" in unit and "Restart=always" in unit
    assert '$env:OUTREACH_AUDIENCE = "kiosk"' in (FOLDER / "kiosk.ps1").read_text(encoding="utf-8")


def test_all_of_them_speak_of_the_same_server_and_the_health_it_has():
    texts = [path.read_text(encoding="utf-8") for path in (*UNITS, SCREEN, FOLDER / "kiosk.ps1")]
    ports = {port for text in texts for port in re.findall(r"(?:127\.0\.0\.1:|--port |\$Port = )(\d+)", text)}
    assert ports == {"8501"}
    assert sum("/_stcore/health" in text for text in texts) == 3


def test_every_unit_is_told_of_in_the_readme():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in UNITS if path.stem not in told] == []


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    # programs this machine may not have stand in for themselves by their place alone
    for path in (*UNITS, FOLDER.parent / "office" / "outreach.service"):
        text = path.read_text(encoding="utf-8").replace("/opt/outreach/.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text.replace("/usr/bin/cage", "/bin/sh"), encoding="utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
    )
    ours = [line for line in found.stderr.splitlines() if "outreach" in line]
    assert ours == [] and found.returncode == 0


class Machine:
    """A screen without a museum: a server that answers while a file is there, a browser that writes down what it is to show."""

    def __init__(self, folder):
        self.folder, self.well, self.shows = folder, folder / "well", folder / "shows"
        self.atlas = folder / "atlas.html"
        self.atlas.write_text("atlas", encoding="utf-8")
        self._write("curl", f'test -e "{self.well}"')
        self._write("browser", f'for last; do :; done; echo "$last" >> "{self.shows}"; exec sleep 600')

    def _write(self, name, text):
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def start(self):
        own = {"OUTREACH_ATLAS": str(self.atlas), "OUTREACH_PATIENCE": "1", "OUTREACH_LOOK": "1"}
        path = f"{self.folder}:{os.environ['PATH']}"
        return subprocess.Popen(["/bin/sh", str(SCREEN), "browser", "--kiosk"], env={**os.environ, **own, "PATH": path})

    def shown(self, n):
        """The addresses shown, once there are n of them."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = self.shows.read_text(encoding="utf-8").split() if self.shows.exists() else []
            if len(found) >= n:
                return found
            time.sleep(0.1)
        raise AssertionError(f"not {n} addresses were shown")


def test_where_the_server_is_gone_the_screen_shows_the_atlas_until_it_is_there_again(tmp_path):
    machine, live = Machine(tmp_path), "http://127.0.0.1:8501/kiosk"
    machine.well.touch()
    running = machine.start()
    try:
        assert machine.shown(1) == [live]
        machine.well.unlink()
        assert machine.shown(2) == [live, f"file://{machine.atlas}?kiosk"]
        machine.well.touch()
        assert machine.shown(3)[2] == live
    finally:
        running.terminate()
        running.wait(30)


def test_a_machine_that_starts_without_its_server_shows_the_atlas(tmp_path):
    machine = Machine(tmp_path)
    running = machine.start()
    try:
        assert machine.shown(1) == [f"file://{machine.atlas}?kiosk"]
    finally:
        running.terminate()
        running.wait(30)


def test_the_atlas_of_the_screen_is_made_whole_before_it_takes_the_place_of_the_last():
    unit = (FOLDER / "outreach-kiosk-atlas.service").read_text(encoding="utf-8")
    assert "atlas.new.html" in unit and "ExecStartPost=/bin/mv" in unit and "StateDirectory=outreach-kiosk" in unit
    assert "/var/lib/outreach-kiosk/atlas.html" in SCREEN.read_text(encoding="utf-8")


def test_an_atlas_that_could_not_be_made_is_tried_again_within_minutes():
    unit = (FOLDER / "outreach-kiosk-atlas.service").read_text(encoding="utf-8")
    assert "Restart=on-failure" in unit and "RestartSec=10min" in unit
    windows = (FOLDER / "kiosk.ps1").read_text(encoding="utf-8")
    made = re.search(
        r'if \(\$script:making\.ExitCode -eq 0 -and \(Test-Path "\$atlas\.new\.html"\)\) \{(.*?)\} else \{ (.*?) \}',
        windows,
        re.DOTALL,
    )
    assert (
        made
        and "Move-Item" in made[1]
        and "AddHours(24)" in made[1]
        and made[2] == "$script:next = (Get-Date).AddMinutes(10)"
    )
