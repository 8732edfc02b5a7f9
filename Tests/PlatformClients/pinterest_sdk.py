"""Drives the sandbox's Pinterest with Pinterest's own SDK (pinterest-api-sdk), and by hand where it has no words: login,
the upload of videos, errors.

    python3 pinterest_sdk.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on Pinterest.
"""

import os
import sys
import time
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from rewriting import consent, refused, session

APP_ID, APP_SECRET = "sandbox-pinterest", "sandbox-pinterest-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/pinterest"
SCOPES = "boards:read,pins:read,pins:write,user_accounts:read"
API = "https://api.pinterest.com/v5"


def sign_in(http, username, scopes=SCOPES):
    query = urlencode({
        "client_id": APP_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": scopes, "state": "s1"})
    address = f"https://www.pinterest.com/oauth/?{query}"
    assert "error=access_denied" in consent(http, address, username, "deny")
    answer = parse_qs(urlsplit(consent(http, address, username)).query)
    assert answer["state"] == ["s1"]
    form = {"grant_type": "authorization_code", "code": answer["code"][0], "redirect_uri": REDIRECT_URI}
    wrong = http.post(f"{API}/oauth/token", data=form, auth=(APP_ID, "no"))
    assert wrong.status_code == 401 and wrong.json()["code"] == 2, wrong.text
    tokens = http.post(f"{API}/oauth/token", data=form, auth=(APP_ID, APP_SECRET)).json()
    assert tokens["expires_in"] == 2592000 and tokens["refresh_token_expires_in"] == 5184000, tokens
    assert set(tokens["scope"].split()) == set(scopes.split(",")), tokens
    used = http.post(f"{API}/oauth/token", data=form, auth=(APP_ID, APP_SECRET))
    assert used.status_code == 400, used.text
    return tokens


def upload(http, headers, content):
    registered = http.post(f"{API}/media", json={"media_type": "video"}, headers=headers)
    assert registered.status_code == 201, registered.text
    media = registered.json()
    early = http.get(f"{API}/media/{media['media_id']}", headers=headers).json()
    assert early["status"] == "registered", early
    bare = http.post(media["upload_url"], files={"file": content})
    assert bare.status_code == 403 and b"AccessDenied" in bare.content, bare.text
    sent = http.post(media["upload_url"], data=media["upload_parameters"], files={"file": content})
    assert sent.status_code == 204, sent.text
    seen = set()
    deadline = time.time() + 10
    while not seen & {"succeeded", "failed"}:
        assert time.time() < deadline
        # Faster than that, and Pinterest's limit of requests is what it sees.
        time.sleep(0.05)
        seen.add(http.get(f"{API}/media/{media['media_id']}", headers=headers).json()["status"])
    return media["media_id"], seen


def main(base):
    mark = uuid.uuid4().hex[:8]
    http = session(base)
    tokens = sign_in(http, f"cafe_{mark}")
    os.environ["PINTEREST_API_URI"] = f"{base}/api.pinterest.com/v5"
    # It reads its environment when it is imported.
    from pinterest.client import PinterestSDKClient
    from pinterest.organic.boards import Board
    from pinterest.organic.pins import Pin
    from pinterest.utils.refresh_access_token import get_new_access_token
    from pinterest.utils.sdk_exceptions import SdkException

    fresh = get_new_access_token(APP_ID, APP_SECRET, tokens["refresh_token"], os.environ["PINTEREST_API_URI"])
    assert fresh.startswith("pina_") and fresh != tokens["access_token"]
    refused(
        lambda: get_new_access_token(
            APP_ID, APP_SECRET, tokens["refresh_token"], os.environ["PINTEREST_API_URI"]), SdkException)
    client = PinterestSDKClient.create_client_with_token(fresh)
    headers = {"Authorization": f"Bearer {fresh}"}
    me = http.get(f"{API}/user_account", headers=headers).json()
    assert me["username"] == f"cafe_{mark}" and me["id"], me
    boards, _ = Board.get_all(client=client)
    assert [board.name for board in boards] == ["Menu", "Ideas"], boards
    board = boards[0].id

    one = Pin.create(
        board_id=board, title="T", description=f"One {mark}", link="https://example.com", alt_text="a",
        media_source={"source_type": "image_url", "url": f"{base}/media/a.jpg"}, client=client)
    assert one.id and one.title == "T" and one.board_id == board, one
    many = http.post(f"{API}/pins", headers=headers, json={
        "board_id": board, "description": f"Two {mark}", "media_source": {
            "source_type": "multiple_image_urls", "items": [{"url": f"{base}/media/{n}.jpg"} for n in range(5)]}})
    assert many.status_code == 201, many.text
    media, seen = upload(http, headers, b"\0\0\0\x10ftypisom\0\0\2\0" + os.urandom(100_000))
    assert "succeeded" in seen, seen
    _, seen = upload(http, headers, b"no video at all")
    assert "failed" in seen, seen
    source = {"source_type": "video_id", "media_id": media}
    bare = http.post(f"{API}/pins", headers=headers, json={"board_id": board, "media_source": source})
    assert bare.status_code == 400 and "cover" in bare.json()["message"], bare.text
    film = Pin.create(
        board_id=board, description=f"Three {mark}", client=client,
        media_source={**source, "cover_image_url": "https://example.com/a.jpg"})

    listed = http.get(f"{API}/boards/{board}/pins", headers=headers, params={"page_size": 2}).json()
    assert [pin["id"] for pin in listed["items"]] == [film.id, many.json()["id"]], listed
    rest = http.get(f"{API}/boards/{board}/pins", headers=headers, params={
        "page_size": 2, "bookmark": listed["bookmark"]}).json()
    assert [pin["id"] for pin in rest["items"]] == [one.id] and rest["bookmark"] is None, rest

    def pin(**members):
        answer = http.post(f"{API}/pins", headers=headers, json={
            "board_id": board, "media_source": {"source_type": "image_url", "url": f"{base}/media/a.jpg"}, **members})
        return answer.status_code, answer.json().get("code")

    assert pin(board_id="1") == (404, 40)
    assert pin(title="x" * 101) == (400, 1) and pin(title="x" * 100)[0] == 201
    assert pin(description="x" * 801) == (400, 1) and pin(alt_text="x" * 501) == (400, 1)
    assert pin(media_source={"source_type": "image_url", "url": f"{base}/media/none"}) == (400, 1)
    assert "x-ratelimit-remaining" in http.get(f"{API}/user_account", headers=headers).headers
    Pin.delete(pin_id=one.id, client=client)
    gone = refused(lambda: Pin(pin_id=one.id, client=client), Exception)
    assert "50" in str(gone), gone

    weak = {"Authorization": f"Bearer {sign_in(http, f'weak_{mark}', 'boards:read')['access_token']}"}
    denied = http.post(f"{API}/pins", headers=weak, json={})
    assert denied.status_code == 401 and denied.json()["code"] == 3, denied.text
    assert http.post(f"{API}/oauth/token/revoke", data={"token": fresh}, auth=(APP_ID, APP_SECRET)).ok
    assert http.get(f"{API}/user_account", headers=headers).json()["code"] == 2
    ledger = requests.get(f"{base}/ledger", params={"platform": "pinterest", "text": mark}).json()
    assert [entry["kind"] for entry in ledger["data"]] == ["pin", "carousel", "video"], ledger
    assert len(ledger["data"][1]["media"]) == 5
    print("pinterest_sdk: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
