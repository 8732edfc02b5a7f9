"""Drives the sandbox's TikTok by its contract alone: TikTok has no library for Python.

    python3 tiktok.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on TikTok.
"""

import sys
import time
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from rewriting import consent, session

CLIENT_KEY, CLIENT_SECRET = "sandbox-tiktok", "sandbox-tiktok-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/tiktok"
SCOPES = "user.info.basic,user.info.profile,video.publish"
API = "https://open.tiktokapis.com/v2"
CHUNK = 5_000_000


def token_request(http, **form):
    return http.post(
        f"{API}/oauth/token/", data={"client_key": CLIENT_KEY, "client_secret": CLIENT_SECRET, **form}).json()


def sign_in(base, username):
    http = session(base)
    query = urlencode({
        "client_key": CLIENT_KEY, "scope": SCOPES, "response_type": "code", "redirect_uri": REDIRECT_URI, "state": "s"})
    back = parse_qs(urlsplit(consent(http, f"https://www.tiktok.com/v2/auth/authorize/?{query}", username)).query)
    assert back["state"] == ["s"], back
    code = back["code"][0]
    token = token_request(http, code=code, grant_type="authorization_code", redirect_uri=REDIRECT_URI)
    assert token["token_type"] == "Bearer" and token["expires_in"] == 86400, token
    assert token["refresh_expires_in"] == 31536000 and token["scope"] == SCOPES, token
    again = token_request(http, code=code, grant_type="authorization_code", redirect_uri=REDIRECT_URI)
    assert again["error"] == "invalid_grant" and "log_id" in again, again
    return token


class Creator:
    """The calls of one user."""

    def __init__(self, base, token):
        self.http = session(base)
        self.http.headers["authorization"] = f"Bearer {token['access_token']}"

    def call(self, path, body=None, status=200, code="ok"):
        answer = self.http.post(f"{API}/post/publish/{path}/", json=body or {})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (status, code), answer.text
        return answer.json()["data"]

    def init(self, size, chunk, count, status=200, code="ok", **info):
        post = {"title": "Tea", "privacy_level": "SELF_ONLY", **info}
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
        return self.call("video/init", {"post_info": post, "source_info": source}, status, code)

    def put(self, url, content, first, total):
        headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {first}-{first + len(content) - 1}/{total}"}
        headers["Authorization"] = None
        return self.http.put(url, data=content, headers=headers)

    def wait(self, publish_id):
        deadline = time.time() + 10
        while True:
            data = self.call("status/fetch", {"publish_id": publish_id})
            if data["status"] in ("PUBLISH_COMPLETE", "FAILED"):
                return data
            assert data["status"].startswith("PROCESSING_") and time.time() < deadline, data
            time.sleep(0.4)


def check_plans(ana):
    for size, chunk, count in [
            (100, 99, 1), (6_000_000, 4_999_999, 1), (20_000_000, CHUNK, 5), (20_000_000, CHUNK, 3),
            (200_000_000, 64_000_001, 3), (65_000_000, 65_000_000, 1)]:
        ana.init(size, chunk, count, 400, "invalid_params")


def check_video(base, ana, mark):
    size = 2 * CHUNK + 100
    content = requests.get(f"{base}/media/{mark}.mp4?bytes={size}").content
    begun = ana.init(size, CHUNK, 2, title=f"Video {mark}", privacy_level="PUBLIC_TO_EVERYONE")
    url, publish_id = begun["upload_url"], begun["publish_id"]
    assert url.startswith("https://open-upload.tiktokapis.com/"), begun
    assert ana.put(url, content[CHUNK:], CHUNK, size).status_code == 416
    assert ana.put(url, content[:1000], 0, size).status_code == 416
    first = ana.put(url, content[:CHUNK], 0, size)
    assert first.status_code == 206 and first.headers["content-range"] == f"bytes 0-{CHUNK - 1}/{size}", first.headers
    assert ana.put(url, content[:CHUNK], 0, size).status_code == 416
    data = ana.call("status/fetch", {"publish_id": publish_id})
    assert data == {"status": "PROCESSING_UPLOAD", "uploaded_bytes": CHUNK}, data
    last = ana.put(url, content[CHUNK:], CHUNK, size)
    assert last.status_code == 201, last.status_code
    data = ana.wait(publish_id)
    assert data["status"] == "PUBLISH_COMPLETE" and isinstance(data["publicaly_available_post_id"][0], int), data
    return str(data["publicaly_available_post_id"][0])


def check_private_and_broken(ana):
    begun = ana.init(100, 100, 1)
    assert ana.put(begun["upload_url"], b"\0\0\0\x18ftypisom" + b"x" * 88, 0, 100).status_code == 201
    data = ana.wait(begun["publish_id"])
    assert data["status"] == "PUBLISH_COMPLETE" and "publicaly_available_post_id" not in data, data
    begun = ana.init(100, 100, 1)
    assert ana.put(begun["upload_url"], b"x" * 100, 0, 100).status_code == 201
    data = ana.wait(begun["publish_id"])
    assert (data["status"], data["fail_reason"]) == ("FAILED", "file_format_check_failed"), data


def check_photos(base, ana, mark):
    def body(photos, **info):
        return {
            "post_info": {"title": "Tea", "description": f"Photos {mark}", "privacy_level": "PUBLIC_TO_EVERYONE", **info},
            "source_info": {"source": "PULL_FROM_URL", "photo_cover_index": 0, "photo_images": photos},
            "post_mode": "DIRECT_POST", "media_type": "PHOTO"}

    photo = f"{base}/media/a.jpg"
    made = ana.call("content/init", body([photo, photo]))
    data = ana.wait(made["publish_id"])
    assert data["status"] == "PUBLISH_COMPLETE", data
    missing = ana.call("content/init", body([photo, f"{base}/nothing.jpg"]))
    assert ana.wait(missing["publish_id"])["fail_reason"] == "photo_pull_failed"
    ana.call("content/init", body([photo], title="x" * 91), 400, "invalid_params")
    ana.call("content/init", body([]), 400, "invalid_params")
    ana.call("content/init", body([photo], privacy_level="PUBLIC"), 403, "privacy_level_option_mismatch")
    # The sixth within a minute was the last.
    ana.call("content/init", body([photo]))
    ana.call("content/init", body([photo]), 429, "rate_limit_exceeded")
    return str(data["publicaly_available_post_id"][0])


def check_tokens(base, token):
    http = session(base)
    fresh = token_request(http, grant_type="refresh_token", refresh_token=token["refresh_token"])
    assert fresh["refresh_token"] != token["refresh_token"], fresh
    used = token_request(http, grant_type="refresh_token", refresh_token=token["refresh_token"])
    assert used["error"] == "invalid_grant", used
    requests.post(f"{base}/clock", json={"advance_s": 86401})
    Creator(base, fresh).call("creator_info/query", status=401, code="access_token_invalid")
    newer = token_request(http, grant_type="refresh_token", refresh_token=fresh["refresh_token"])
    Creator(base, newer).call("creator_info/query")
    keys = {"client_key": CLIENT_KEY, "client_secret": CLIENT_SECRET}
    assert http.post(f"{API}/oauth/revoke/", data={**keys, "token": newer["access_token"]}).status_code == 200
    Creator(base, newer).call("creator_info/query", status=401, code="access_token_invalid")


def main(base):
    mark = uuid.uuid4().hex[:8]
    token = sign_in(base, f"ana_{mark}")
    ana = Creator(base, token)
    user = ana.http.get(f"{API}/user/info/?fields=open_id,display_name,username").json()["data"]["user"]
    assert user["username"] == f"ana_{mark}" and user["open_id"] == token["open_id"], user
    creator = ana.call("creator_info/query")
    assert "SELF_ONLY" in creator["privacy_level_options"] and creator["max_video_post_duration_sec"] == 600, creator
    video = check_video(base, ana, mark)
    check_private_and_broken(ana)
    photos = check_photos(base, ana, mark)
    # Six plans that are refused are six calls of another user.
    check_plans(Creator(base, sign_in(base, f"bo_{mark}")))
    query = {"platform": "tiktok", "account_id": user["open_id"]}
    ledger = requests.get(f"{base}/ledger", params=query).json()["data"]
    assert (ledger[0]["id"], ledger[0]["kind"]) == (video, "video"), ledger
    assert photos in [entry["id"] for entry in ledger if entry["kind"] == "photo"], ledger
    check_tokens(base, token)
    print("tiktok: ok")


if __name__ == "__main__":
    main(sys.argv[1])
