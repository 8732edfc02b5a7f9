"""Signs in at a simulated provider by requests and PyJWT, rotates its keys and signs in again.

Arguments: address of the sandbox, google or microsoft, client id, client secret.
"""

import base64
import hashlib
import secrets
import sys
from urllib.parse import parse_qs, urlsplit

import jwt
import requests

DISCOVERY = {
    "google": "accounts.google.com/.well-known/openid-configuration",
    "microsoft": "login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
}
sandbox, provider, client_id, client_secret = sys.argv[1:]
REDIRECT = "http://127.0.0.1:1/callback"
metadata = requests.get(f"{sandbox}/{DISCOVERY[provider]}", timeout=10).json()


def code(verifier, nonce):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": client_id, "response_type": "code", "scope": "openid email", "redirect_uri": REDIRECT,
        "state": "s1", "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256"}
    page = requests.post(
        metadata["authorization_endpoint"], params=query, data={"email": "eva@example.com"},
        allow_redirects=False, timeout=10)
    back = parse_qs(urlsplit(page.headers["location"]).query)
    assert page.status_code == 302 and back["state"] == ["s1"], page.text
    return back["code"][0]


def exchange(code, verifier, secret=client_secret):
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": client_id,
        "client_secret": secret, "code_verifier": verifier}
    return requests.post(metadata["token_endpoint"], data=form, timeout=10)


def sign_in():
    verifier, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
    token = exchange(code(verifier, nonce), verifier).json()["id_token"]
    key = jwt.PyJWKClient(metadata["jwks_uri"]).get_signing_key_from_jwt(token)
    claims = jwt.decode(
        token, key, algorithms=["RS256"], audience=client_id,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]})
    assert claims["nonce"] == nonce
    assert claims["iss"] == metadata["issuer"].replace("{tenantid}", claims.get("tid", "")), claims
    return key.key_id, claims


verifier = secrets.token_urlsafe(32)
first = code(verifier, "n")
assert exchange(first, verifier, secret="wrong").json()["error"] == "invalid_client"
assert exchange(first, "x" * 43).json()["error"] == "invalid_grant"
assert exchange(first, verifier).json()["error"] == "invalid_grant", "a code was good for a second attempt"
old, _ = sign_in()
assert requests.post(f"{sandbox}/keys/rotate", json={"issuer": provider}, timeout=10).ok
new, claims = sign_in()
assert new != old, "the key did not change"
published = {key["kid"] for key in requests.get(metadata["jwks_uri"], timeout=10).json()["keys"]}
assert {old, new} <= published, "the key before is not published any more"
print("signed in as", claims["email"])
