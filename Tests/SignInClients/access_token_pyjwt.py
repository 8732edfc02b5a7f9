"""Checks an access token by PyJWT and the keys at an address, and prints what it says. Arguments: address, token."""

import sys

import jwt

address, token = sys.argv[1:]
key = jwt.PyJWKClient(address).get_signing_key_from_jwt(token)
claims = jwt.decode(
    token, key, algorithms=["EdDSA"], audience="clientnest",
    options={"require": ["aud", "exp", "iat", "sub", "sid"]})
header = jwt.get_unverified_header(token)
assert header["typ"] == "at+jwt" and header["kid"] == key.key_id, header
other = jwt.encode(claims, "secret of nobody in particular, 32 bytes", algorithm="HS256", headers={"kid": key.key_id})
try:
    jwt.decode(other, key, algorithms=["EdDSA"], audience="clientnest")
except jwt.InvalidTokenError:
    print("sub", claims["sub"])
