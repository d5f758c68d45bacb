"""Open the dashboard."""

import argparse
import errno
import os

from outreach.commands.asked import Commands, add
from outreach.commands.telling import refuse
from outreach.home import find_root
from outreach.words import Words


def serve(asked: argparse.Namespace, say: Words) -> int:
    """Open the dashboard to browsers, until Ctrl+C."""
    from outreach import serve as server

    if asked.directory:
        os.environ["OUTREACH_HOME"] = str(find_root(asked.directory))
    if asked.audience:
        os.environ["OUTREACH_AUDIENCE"] = asked.audience
    address = server.address(asked.host, asked.port)
    try:
        server.serve(
            asked.host, asked.port, asked.open, lambda page: print(say("serve.address", address=page), flush=True)
        )
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        return refuse(say("serve.taken" if taken else "serve.no_address", address=address, port=asked.port + 1))
    except OverflowError:  # no port has such a number
        return refuse(say("serve.no_address", address=address))
    return 0


def commands(of: Commands) -> None:
    """Add these commands."""
    server = add(of, serve)
    server.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to answer at: this machine alone (127.0.0.1), or 0.0.0.0 for all who reach it",
    )
    server.add_argument("--port", type=int, default=8501, help="the port (8501)")
    server.add_argument(
        "--audience",
        choices=("internal", "public", "kiosk"),
        help="who it is for; else OUTREACH_AUDIENCE, else internal",
    )
    server.add_argument("--open", action="store_true", help="open the page in a browser as soon as it answers")
