"""An issuer of tokens for tests: OpenID Connect discovery, keys, and tokens signed by PyJWT.

    python3 token_issuer.py PORT

    GET  /.well-known/openid-configuration, /keys     as an issuer
    POST /token    {"claims": {...}, "algorithm": "RS256", "key": "own" | "foreign" | "new", "header": {...}}
                   the token; `own` is among the keys from the beginning, `new` after POST /publish, `foreign` never
    POST /publish  the new key is among the keys from now on
    GET  /reads    how often the keys were read
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

PRIVATE = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("own", "new", "foreign")}
published = ["own"]
reads = []


def key_set():
    keys = []
    for name in published:
        key = json.loads(RSAAlgorithm.to_jwk(PRIVATE[name].public_key()))
        keys.append({**key, "kid": name, "use": "sig"})
    # Keys of other kinds are to be passed over.
    return {"keys": [{"kty": "EC", "kid": "curve", "crv": "P-256", "x": "AA", "y": "AA"}] + keys}


def token(order):
    algorithm = order.get("algorithm", "RS256")
    key = order.get("key", "own")
    # What a forger would sign with: nothing, or the public key as a secret.
    secret = {"none": None, "HS256": "x" * 32}.get(algorithm, PRIVATE[key])
    headers = {"kid": "own" if key == "foreign" else key, **order.get("header", {})}
    return jwt.encode(order["claims"], secret, algorithm, headers)


class Issuer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        base = f"http://{self.headers['Host']}"
        if self.path == "/.well-known/openid-configuration":
            return self.answer({"issuer": base, "jwks_uri": base + "/keys"})
        if self.path == "/keys":
            reads.append(1)
            return self.answer(key_set())
        return self.answer(len(reads))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/publish":
            published.append("new")
            return self.answer({})
        return self.answer(token(json.loads(body)))

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Issuer).serve_forever()
