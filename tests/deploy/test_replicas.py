"""The image, the replicas and the proxy before them say the same."""

import re

from outreach.home import PROJECT
from outreach.server import limits

DEPLOY = PROJECT / "deploy"
IMAGE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
UPSTREAM = (DEPLOY / "proxy" / "replicas.conf").read_text(encoding="utf-8")


def test_the_proxy_knows_every_replica_and_no_other():
    started = re.findall(
        r"  replica-\d+:\n    <<: \*replica\n    networks: \{inside: \{ipv4_address: ([\d.]+)\}\}", COMPOSE
    )
    assert len(started) >= 2
    assert re.findall(r"server ([\d.]+):8501 ", UPSTREAM) == started


def test_replica_and_proxy_write_nothing_and_may_do_nothing_special():
    assert (
        COMPOSE.count("read_only: true")
        == COMPOSE.count("cap_drop: [ALL]")
        == COMPOSE.count("no-new-privileges:true")
        == 2
    )
    assert 'user: "10001"' in COMPOSE and "--uid 10001" in IMAGE and "\nUSER outreach\n" in IMAGE


def test_no_secret_goes_into_the_image():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*" and {"**/secrets.toml", "**/*.key", "**/*.pem"} <= set(ignored)
    assert not re.search(r"^(COPY|!)\s*(\.streamlit|\.)(\s|/?$)", f"{IMAGE}\n" + "\n".join(ignored), re.MULTILINE)


def test_everything_the_image_copies_is_there_and_is_let_through():
    copied = [one.split()[0] for one in re.findall(r"^COPY (.+)$", IMAGE, re.MULTILINE)]
    let_through = re.findall(r"^!(.+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(copied) == sorted(let_through)
    assert [one for one in copied if not (PROJECT / one).exists()] == []


def test_the_public_proxy_writes_no_visitors_address_into_its_log_and_lets_through_what_the_dashboard_allows():
    public = (DEPLOY / "proxy" / "public.conf").read_text(encoding="utf-8")
    assert "access_log off;" in public and public.count("_log_level info;") == 2
    allowed = int(re.search(r"limit_conn connections (\d+);", public)[1])
    assert allowed >= limits.PER_ADDRESS, "an office behind one address is counted by the dashboard"
