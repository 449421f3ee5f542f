"""A little issuer: an HTTP server with keys of its own, whose tokens say what a test wants."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

POOL_ID = "eu-central-1_Test"
CLIENT_ID = "the-client"
ISSUER = f"https://cognito-idp.eu-central-1.amazonaws.com/{POOL_ID}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """``answer`` is what its token endpoint says, with ``status``; ``asked`` what it was last sent."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: Any = {}
        self.asked: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def settings(self) -> dict[str, str]:
        """The settings that name it."""
        url = f"http://127.0.0.1:{self.server.server_port}"
        return {
            "COGNITO_POOL_ID": POOL_ID,
            "COGNITO_CLIENT_ID": CLIENT_ID,
            "COGNITO_DOMAIN": url,
            "COGNITO_KEYS_URL": f"{url}/keys",
        }

    def says(self, key: Any = KEY, algorithm: str = "RS256", kid: str = "k1", **claims: Any) -> None:
        """Answer with an ID token that is right but for these claims; None leaves one out."""
        now = int(time.time())
        right = {"iss": ISSUER, "aud": CLIENT_ID, "sub": "s-1", "token_use": "id", "iat": now, "exp": now + 300}
        right |= {"cognito:username": "ana", "cognito:groups": ["agent"]}
        told = {name: value for name, value in (right | claims).items() if value is not None}
        self.answer = {
            "id_token": jwt.encode(told, key, algorithm=algorithm, headers={"kid": kid}),
            "access_token": "x",
        }

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys = {"keys": [RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "k1", "alg": "RS256"}]}
                self._send(200, keys)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                issuer.asked = {name: values[0] for name, values in parse_qs(body).items()}
                self._send(issuer.status, issuer.answer)

            def _send(self, status: int, told: Any) -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        return Handler
