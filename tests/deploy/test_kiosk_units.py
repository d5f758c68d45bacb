"""What boots a machine into the museum's screen."""

import re
import subprocess
import sys

from outreach.home import PROJECT

FOLDER = PROJECT / "deploy" / "kiosk"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])


def test_the_server_is_for_the_kiosk_alone_and_listens_to_this_machine_alone():
    unit = (FOLDER / "outreach-kiosk.service").read_text(encoding="utf-8")
    assert "OUTREACH_AUDIENCE=kiosk" in unit and "--host 127.0.0.1" in unit and "Restart=always" in unit
    assert '$env:OUTREACH_AUDIENCE = "kiosk"' in (FOLDER / "kiosk.ps1").read_text(encoding="utf-8")


def test_all_of_them_speak_of_the_same_server_and_the_health_it_has():
    texts = [path.read_text(encoding="utf-8") for path in (*UNITS, FOLDER / "kiosk.ps1")]
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
