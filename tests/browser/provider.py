"""A small identity provider (OpenID Connect) that vouches for whom it is told to, for tests alone."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})


@contextmanager
def providing(user: dict[str, str]) -> Iterator[str]:
    """A provider that logs everybody in as `user`; gives the address of its metadata."""
    asked: dict[str, str] = {}
    where: list[str] = []

    async def metadata(_request):
        return JSONResponse(
            {
                "issuer": where[0],
                "authorization_endpoint": f"{where[0]}/authorize",
                "token_endpoint": f"{where[0]}/token",
                "jwks_uri": f"{where[0]}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def authorize(request):
        asked["nonce"] = request.query_params.get("nonce", "")
        back = urlencode({"code": "1", "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{back}")

    async def token(_request):
        now = int(time.time())
        claims = {
            "iss": where[0],
            "aud": "outreach",
            "sub": "1",
            "iat": now,
            "exp": now + 600,
            "nonce": asked["nonce"],
            **user,
        }
        return JSONResponse(
            {
                "access_token": "1",
                "token_type": "Bearer",
                "id_token": jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY),
            }
        )

    async def keys(_request):
        return JSONResponse(KeySet([KEY]).as_dict(private=False))

    routes = [
        ("/.well-known/openid-configuration", metadata, "GET"),
        ("/authorize", authorize, "GET"),
        ("/token", token, "POST"),
        ("/jwks", keys, "GET"),
    ]
    app = Starlette(routes=[Route(path, answer, methods=[method]) for path, answer, method in routes])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    where.append(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    try:
        yield f"{where[0]}/.well-known/openid-configuration"
    finally:
        server.should_exit = True
        thread.join()


def secrets(address: str, metadata: str) -> str:
    """The secrets.toml of a dashboard at this address that relies on the provider."""
    return (
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{"0" * 64}"\nclient_id = "outreach"\n'
        f'client_secret = "none"\nserver_metadata_url = "{metadata}"\n'
    )
