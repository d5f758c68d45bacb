"""The security headers of every answer."""

import os
from base64 import b64encode
from hashlib import sha256
from re import DOTALL, findall

from outreach.server import front, inside

POLICY = "Content-Security-Policy"


def headers() -> dict[str, str]:
    """By name. Pages may be framed by their own server, or by whom OUTREACH_FRAME_ANCESTORS names."""
    return {
        POLICY: "; ".join(
            (
                "default-src 'self'",
                # Vega compiles expressions, deck.gl accessors: both need eval; components are imported from blobs
                f"script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob: {_inline_scripts()}".rstrip(),
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self' data: blob:",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                f"frame-ancestors {os.environ.get('OUTREACH_FRAME_ANCESTORS', chr(39) + 'self' + chr(39))}",
            )
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _inline_scripts() -> str:
    """The hashes of the scripts that stand in the page, Streamlit's and ours, so that no other may; it can do without them too."""
    folder = inside.static_folder()
    if folder is None:
        return ""
    found = findall(r"<script>(.*?)</script>", (folder / "index.html").read_text(encoding="utf-8"), DOTALL)
    found += [front.check(atlas) for atlas in (True, False)]
    return " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in found)
