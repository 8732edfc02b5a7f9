"""Drives the sandbox's Instagram with Meta's own SDK (facebook-business), and by hand where it has no words:
Instagram Login, containers, publishing, errors, comments, webhooks.

    python3 instagram_graph.py http://127.0.0.1:PORT [WEBHOOK_PORT]

The sandbox must run with its default application keys and, when a webhook port is given, with
--webhook-url http://127.0.0.1:WEBHOOK_PORT/hook. Exits non-zero on the first thing that is not as on Instagram.
"""

import hashlib
import hmac
import json
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.api import FacebookAdsApi, FacebookSession
from facebook_business.exceptions import FacebookRequestError

from rewriting import consent, refused, session

APP_ID, APP_SECRET = "sandbox-instagram", "sandbox-instagram-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/instagram"
SCOPES = "instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments"
GRAPH = "https://graph.instagram.com"


class Receiver(BaseHTTPRequestHandler):
    """A webhook receiver that answers the handshake, refuses the first delivery, and keeps what it got."""

    deliveries = []

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        assert query["hub.mode"] == ["subscribe"] and query["hub.verify_token"] == ["sandbox"], query
        self.answer(200, query["hub.challenge"][0].encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.deliveries.append((self.headers["x-hub-signature-256"], body))
        self.answer(503 if len(self.deliveries) == 1 else 200, b"")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def sign_in(http, username):
    query = urlencode({
        "client_id": APP_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": SCOPES,
        "state": "s1"})
    address = f"https://www.instagram.com/oauth/authorize?{query}"
    assert "error=access_denied" in consent(http, address, username, "deny")
    back = consent(http, address, username)
    assert back.endswith("#_"), back
    answer = parse_qs(urlsplit(back).query)
    assert answer["state"] == ["s1"]
    form = {
        "client_id": APP_ID, "client_secret": APP_SECRET, "grant_type": "authorization_code",
        "redirect_uri": REDIRECT_URI, "code": answer["code"][0]}
    short = http.post("https://api.instagram.com/oauth/access_token", data=form)
    assert short.status_code == 200 and short.json()["permissions"] == SCOPES, short.text
    used = http.post("https://api.instagram.com/oauth/access_token", data=form)
    assert used.status_code == 400 and used.json()["error_type"] == "OAuthException", used.text
    long = http.get(f"{GRAPH}/access_token", params={
        "grant_type": "ig_exchange_token", "client_secret": APP_SECRET,
        "access_token": short.json()["access_token"]}).json()
    assert long["token_type"] == "bearer" and long["expires_in"] == 5184000, long
    early = http.get(f"{GRAPH}/refresh_access_token", params={
        "grant_type": "ig_refresh_token", "access_token": long["access_token"]})
    assert early.status_code == 400 and early.json()["error"]["code"] == 100, early.text
    return long["access_token"]


def wait_until_finished(http, token, container):
    seen = set()
    deadline = time.time() + 10
    while "FINISHED" not in seen:
        state = http.get(f"{GRAPH}/v26.0/{container}", params={
            "fields": "status_code,status", "access_token": token}).json()
        seen.add(state["status_code"])
        assert time.time() < deadline, state
        time.sleep(0.05)
    return seen


def pair(error):
    return error.api_error_code(), error.api_error_subcode()


def check_refusals(account, base):
    def create(**params):
        return refused(lambda: account.create_media(params=params), FacebookRequestError)

    assert pair(create(image_url="https://example.com/a.png")) == (36001, 2207005)
    assert pair(create(image_url=f"{base}/media/sample.mp4")) == (36001, 2207005)
    assert pair(create(image_url=f"{base}/media/none")) == (9004, 2207052)
    assert pair(create(image_url="https://example.com/a.jpg", caption="x" * 2201)) == (36004, 2207010)
    assert pair(create(media_type="REELS", video_url="https://example.com/a.avi")) == (352, 2207026)
    assert pair(create(media_type="CAROUSEL", children="1")) == (100, 2207028)
    assert pair(create(media_type="FILM")) == (100, 2207023)
    assert create(caption="no media").api_error_code() == 100
    missing = refused(lambda: account.create_media_publish(params={"creation_id": "1"}), FacebookRequestError)
    assert pair(missing) == (24, 2207006)


def publish(http, token, account, **params):
    container = account.create_media(params=params)["id"]
    early = http.post(f"{GRAPH}/v26.0/me/media_publish", data={"creation_id": container, "access_token": token})
    assert early.json()["error"]["error_subcode"] == 2207027, early.text
    assert wait_until_finished(http, token, container) == {"IN_PROGRESS", "FINISHED"}
    done = http.post(f"{GRAPH}/v26.0/me/media_publish", data={"creation_id": container, "access_token": token})
    assert done.status_code == 200 and "x-business-use-case-usage" in done.headers, done.text
    state = http.get(f"{GRAPH}/{container}", params={"fields": "status_code", "access_token": token}).json()
    assert state == {"status_code": "PUBLISHED", "id": container}, state
    return done.json()["id"]


def check_comments(http, base, token, media, mark):
    said = requests.post(f"{base}/comments", json={
        "platform": "instagram", "media_id": media, "text": f"schön {mark} 👏", "username": "zoe",
        "deliveries": 0}).json()
    comments = http.get(f"{GRAPH}/{media}/comments", params={
        "fields": "id,text,username,hidden,from,replies{id,text}", "access_token": token}).json()["data"]
    assert comments[0]["id"] == said["id"] and comments[0]["username"] == "zoe", comments
    reply = http.post(f"{GRAPH}/{said['id']}/replies", data={"message": f"danke {mark}", "access_token": token})
    assert reply.status_code == 200, reply.text
    replies = http.get(f"{GRAPH}/{said['id']}/replies", params={"access_token": token}).json()["data"]
    assert [item["text"] for item in replies] == [f"danke {mark}"], replies
    assert http.post(f"{GRAPH}/{said['id']}", data={"hide": "true", "access_token": token}).json()["success"]
    hidden = http.get(f"{GRAPH}/{said['id']}", params={"fields": "hidden", "access_token": token}).json()
    assert hidden["hidden"] is True
    return said


def check_webhooks(base, media, account_id, mark):
    """The refused first delivery is repeated; signatures hold for the bytes as sent."""
    Receiver.deliveries.clear()
    said = requests.post(f"{base}/comments", json={
        "platform": "instagram", "media_id": media, "text": f"ünïcode {mark}", "deliveries": 2}).json()
    assert said["webhook_status"] == 503, said
    deadline = time.time() + 10
    while len(Receiver.deliveries) < 3:
        assert time.time() < deadline, Receiver.deliveries
        time.sleep(0.05)
    for signature, body in Receiver.deliveries:
        assert signature == "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert body.isascii() and b"\\u00fc" in body
        entry = json.loads(body)["entry"][0]
        assert entry["id"] == account_id and entry["changes"][0]["value"]["id"] == said["id"], entry
    bad = requests.post(f"{base}/comments", json={
        "platform": "instagram", "media_id": media, "text": "forged", "bad_signature": True,
        "escape_unicode": False, "flat": True}).json()
    signature, body = Receiver.deliveries[-1]
    assert bad["webhook_status"] == 200
    assert signature != "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert json.loads(body)["entry"][0]["field"] == "comments"


def main(base, webhook_port=None):
    if webhook_port:
        receiver = HTTPServer(("127.0.0.1", int(webhook_port)), Receiver)
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
    mark = uuid.uuid4().hex[:8]
    http = session(base)
    token = sign_in(http, f"cafe_{mark}")
    me = http.get(f"{GRAPH}/me", params={"fields": "user_id,username", "access_token": token}).json()
    assert me["username"] == f"cafe_{mark}" and me["user_id"].startswith("17841"), me

    FacebookSession.GRAPH = f"{base}/graph.instagram.com"
    FacebookAdsApi.init(access_token=token, api_version="v26.0")
    account = IGUser(me["user_id"])
    check_refusals(account, base)
    picture = publish(http, token, account, image_url=f"{base}/media/sample.jpg", caption=f"One {mark}")
    reel = publish(
        http, token, account, media_type="REELS", video_url="https://example.com/a.mp4", caption=f"Two {mark}")
    items = [
        account.create_media(params={"image_url": f"{base}/media/{n}.jpg", "is_carousel_item": "true"})["id"]
        for n in range(3)]
    album = publish(
        http, token, account, media_type="CAROUSEL", children=items, caption=f"Three {mark}")

    read = IGMedia(album).api_get(fields=["id", "media_type", "permalink", "timestamp", "caption"])
    assert read["media_type"] == "CAROUSEL_ALBUM" and read["caption"] == f"Three {mark}"
    listed = list(account.get_media(fields=["id", "caption"], params={"limit": 2}))
    assert [item["id"] for item in listed] == [album, reel, picture], listed
    quota = http.get(f"{GRAPH}/{me['user_id']}/content_publishing_limit", params={
        "fields": "quota_usage,config", "access_token": token}).json()["data"][0]
    assert quota == {"quota_usage": 3, "config": {"quota_total": 50, "quota_duration": 86400}}, quota

    check_comments(http, base, token, picture, mark)
    if webhook_port:
        check_webhooks(base, picture, me["user_id"], mark)
    ledger = requests.get(f"{base}/ledger", params={"platform": "instagram", "text": mark}).json()
    assert [entry["kind"] for entry in ledger["data"]] == ["image", "reel", "carousel", "reply"], ledger
    assert len(ledger["data"][2]["media"]) == 3
    print("instagram_graph: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
