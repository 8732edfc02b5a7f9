"""Drives the sandbox's YouTube with Google's own library: consent, channel, resumable upload, processing, comments.

    python3 youtube_google.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on YouTube.
"""

import io
import json
import sys
import time
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import httplib2
import requests
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from rewriting import consent, refused, session

CLIENT_ID, CLIENT_SECRET = "sandbox-youtube", "sandbox-youtube-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/youtube"
SCOPES = [f"https://www.googleapis.com/auth/{name}" for name in ("youtube.upload", "youtube.force-ssl")]
UNIT = 256 * 1024


class SandboxHttp(httplib2.Http):
    """Sends what is meant for Google to the sandbox, and leaves 308 to the library, as its own transport does."""

    def __init__(self, base):
        super().__init__(timeout=30)
        self.base = base
        self.redirect_codes = self.redirect_codes - {308}

    def request(self, uri, method="GET", body=None, headers=None, **options):
        parts = urlsplit(uri)
        query = f"?{parts.query}" if parts.query else ""
        url = f"{self.base}/{parts.netloc}{parts.path}{query}"
        return super().request(url, method, body=body, headers=headers, **options)


def sign_in(base, username):
    """The token answer for a user who agrees."""
    http = session(base)
    query = urlencode({
        "client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": " ".join(SCOPES),
        "access_type": "offline", "prompt": "consent", "state": "s"})
    back = consent(http, f"https://accounts.google.com/o/oauth2/v2/auth?{query}", username)
    answer = parse_qs(urlsplit(back).query)
    assert answer["state"] == ["s"], back
    form = {
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "authorization_code",
        "redirect_uri": REDIRECT_URI, "code": answer["code"][0]}
    token = http.post("https://oauth2.googleapis.com/token", data=form)
    assert token.status_code == 200, token.text
    again = http.post("https://oauth2.googleapis.com/token", data=form)
    assert again.status_code == 400 and again.json()["error"] == "invalid_grant", again.text
    return token.json()


def connect(base, token):
    """The library's client. Its credentials refresh themselves at the sandbox."""
    credentials = Credentials(
        token["access_token"], refresh_token=token["refresh_token"], client_id=CLIENT_ID, client_secret=CLIENT_SECRET,
        token_uri=f"{base}/oauth2.googleapis.com/token", scopes=SCOPES)
    http = AuthorizedHttp(credentials, http=SandboxHttp(base))
    return credentials, build("youtube", "v3", http=http, static_discovery=True, cache_discovery=False)


def reason(error):
    return json.loads(error.content)["error"]["errors"][0]["reason"]


def body(title, description="", **status):
    return {
        "snippet": {"title": title, "description": description, "categoryId": "22"},
        "status": {"privacyStatus": "public", "selfDeclaredMadeForKids": False, **status}}


def upload(youtube, details, content, chunk=UNIT):
    media = MediaIoBaseUpload(io.BytesIO(content), "video/mp4", chunksize=chunk, resumable=True)
    return youtube.videos().insert(part="snippet,status", body=details, media_body=media)


def check_upload(base, youtube, mark):
    content = requests.get(f"{base}/media/{mark}.mp4?bytes=1000000").content
    request = upload(youtube, body(f"Tea {mark}", f"About {mark}"), content)
    progress, video = request.next_chunk()
    assert video is None and progress.resumable_progress == UNIT, progress
    # The library's way after an interruption: it asks the session where to go on.
    request._in_error_state = True
    while video is None:
        progress, video = request.next_chunk()
    assert video["snippet"]["title"] == f"Tea {mark}" and video["status"]["uploadStatus"] == "uploaded", video
    probe = requests.put(
        request.resumable_uri.replace("https://", base + "/"), headers={"Content-Range": "bytes */1000000"})
    assert probe.status_code == 200 and probe.json()["id"] == video["id"], probe.text
    state = wait(youtube, video["id"])
    assert state["status"]["uploadStatus"] == "processed", state
    assert state["processingDetails"]["processingStatus"] == "succeeded", state
    assert state["statistics"]["viewCount"] == "0", state
    return video["id"], content


def wait(youtube, video):
    deadline = time.time() + 10
    while True:
        items = youtube.videos().list(part="status,processingDetails,statistics", id=video).execute()["items"]
        if items and items[0]["status"]["uploadStatus"] != "uploaded":
            return items[0]
        assert time.time() < deadline, items
        time.sleep(0.05)


def check_refusals(youtube, content, mark):
    for title, description, expected in [
            ("", "", "invalidTitle"), ("x" * 101, "", "invalidTitle"), ("a<b", "", "invalidTitle"),
            ("ok", "é" * 2501, "invalidDescription")]:
        error = refused(lambda: upload(youtube, body(title, description), content).next_chunk(), HttpError)
        assert error.status_code == 400 and reason(error) == expected, error
    tags = body("ok")
    tags["snippet"]["tags"] = ["a b", "c" * 496]
    error = refused(lambda: upload(youtube, tags, content).next_chunk(), HttpError)
    assert reason(error) == "invalidTags", error
    error = refused(lambda: upload(youtube, body("ok", publishAt="2030-01-01T00:00:00Z"), content).next_chunk(), HttpError)
    assert reason(error) == "invalidPublishAt", error
    twice = finish(upload(youtube, body(f"Tea {mark}"), content))
    assert wait(youtube, twice)["status"]["rejectionReason"] == "duplicate"
    text = finish(upload(youtube, body("No video"), b"This is no video." * 100))
    assert wait(youtube, text)["status"]["failureReason"] == "invalidFile"


def finish(request):
    video = None
    while video is None:
        _, video = request.next_chunk()
    return video["id"]


def check_pieces(base, token, mark):
    """What the library never does: pieces of odd sizes and gaps."""
    http = session(base)
    http.headers["authorization"] = f"Bearer {token['access_token']}"
    begun = http.post(
        "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status",
        json=body(f"Odd {mark}"), headers={"X-Upload-Content-Length": "1000000", "X-Upload-Content-Type": "video/mp4"})
    assert begun.status_code == 200, begun.text
    address = begun.headers["location"]

    def put(place, content=b""):
        return http.put(address, data=content, headers={"Content-Range": f"bytes {place}/1000000"})

    assert put("*").status_code == 308 and "range" not in put("*").headers
    assert put("0-99", b"x" * 100).status_code == 400
    assert put(f"{UNIT}-{2 * UNIT - 1}", b"x" * UNIT).status_code == 400
    stored = put(f"0-{UNIT - 1}", b"x" * UNIT)
    assert stored.status_code == 308 and stored.headers["range"] == f"bytes=0-{UNIT - 1}", stored.headers
    assert http.put(address + "x", headers={"Content-Range": "bytes */1000000"}).status_code == 404


def check_comments(youtube, channel, video):
    thread = {"snippet": {"videoId": video, "topLevelComment": {"snippet": {"textOriginal": "First"}}}}
    made = youtube.commentThreads().insert(part="snippet", body=thread).execute()
    found = youtube.commentThreads().list(part="snippet", videoId=video, maxResults=100, order="time").execute()["items"]
    assert [item["id"] for item in found] == [made["id"]], found
    comment = found[0]["snippet"]["topLevelComment"]["snippet"]
    assert comment["textOriginal"] == "First" and comment["authorChannelId"]["value"] == channel, comment
    thread["snippet"]["videoId"] = "none"
    error = refused(lambda: youtube.commentThreads().insert(part="snippet", body=thread).execute(), HttpError)
    assert error.status_code == 404 and reason(error) == "videoNotFound", error


def check_tokens(base, credentials, token):
    requests.post(f"{base}/clock", json={"advance_s": 3600})
    http = session(base)
    me = "https://www.googleapis.com/youtube/v3/channels?part=snippet&mine=true"
    old = http.get(me, headers={"authorization": f"Bearer {token['access_token']}"})
    assert old.status_code == 401 and old.json()["error"]["errors"][0]["reason"] == "authError", old.text
    from google.auth.transport.requests import Request
    credentials.refresh(Request())
    assert http.get(me, headers={"authorization": f"Bearer {credentials.token}"}).status_code == 200
    assert credentials.refresh_token == token["refresh_token"]
    assert http.post(f"https://oauth2.googleapis.com/revoke?token={token['refresh_token']}").status_code == 200
    assert http.get(me, headers={"authorization": f"Bearer {credentials.token}"}).status_code == 401
    gone = http.post("https://oauth2.googleapis.com/token", data={
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token",
        "refresh_token": token["refresh_token"]})
    assert gone.status_code == 400 and gone.json()["error"] == "invalid_grant", gone.text


def main(base):
    mark = uuid.uuid4().hex[:8]
    token = sign_in(base, f"ana_{mark}")
    credentials, youtube = connect(base, token)
    channel = youtube.channels().list(part="snippet", mine=True).execute()["items"][0]
    assert channel["snippet"]["title"] == f"ana_{mark}" and channel["id"].startswith("UC"), channel
    _, nobody = connect(base, sign_in(base, f"nochannel_{mark}"))
    assert "items" not in nobody.channels().list(part="snippet", mine=True).execute()
    video, content = check_upload(base, youtube, mark)
    check_refusals(youtube, content, mark)
    check_pieces(base, token, mark)
    check_comments(youtube, channel["id"], video)
    ledger = requests.get(f"{base}/ledger", params={"platform": "youtube", "account_id": channel["id"]}).json()["data"]
    assert [(entry["kind"], entry["id"]) for entry in ledger][:1] == [("video", video)], ledger
    assert [entry["kind"] for entry in ledger] == ["video", "comment"], ledger
    assert youtube.videos().delete(id=video).execute() in ("", b"", None)
    assert youtube.videos().list(part="status", id=video).execute()["items"] == []
    error = refused(lambda: youtube.videos().delete(id=video).execute(), HttpError)
    assert error.status_code == 404, error
    check_tokens(base, credentials, token)
    print("youtube_google: ok")


if __name__ == "__main__":
    main(sys.argv[1])
