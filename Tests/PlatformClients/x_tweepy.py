"""Drives the sandbox's X with tweepy: OAuth 2.0 with PKCE, posts, threads, read-back, media, deletion.

    python3 x_tweepy.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on X.
"""

import os
import sys
import time
import uuid

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the way back is http on the loopback interface

import requests
import tweepy

from rewriting import SandboxAdapter, consent, refused, session

CLIENT_ID, CLIENT_SECRET = "sandbox-x", "sandbox-x-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/x"
SCOPES = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"]


def sign_in(base, username):
    """The token answer for a user who agrees."""
    handler = tweepy.OAuth2UserHandler(
        client_id=CLIENT_ID, redirect_uri=REDIRECT_URI, scope=SCOPES, client_secret=CLIENT_SECRET)
    handler.mount("https://", SandboxAdapter(base))
    back = consent(session(base), handler.get_authorization_url(), username)
    assert back.startswith(REDIRECT_URI + "?"), back
    token = handler.fetch_token(back)
    again = refused(lambda: handler.fetch_token(back), Exception)
    assert "authorization code was invalid" in str(again), again
    return token


def client(base, access_token):
    result = tweepy.Client(access_token)
    result.session.mount("https://", SandboxAdapter(base))
    return result


def check_tokens(base, token):
    """Refresh tokens rotate; the second use of one ends all that came from it."""
    http = session(base)

    def refresh(value):
        return http.post(
            "https://api.x.com/2/oauth2/token", auth=(CLIENT_ID, CLIENT_SECRET),
            data={"grant_type": "refresh_token", "refresh_token": value})

    assert token["token_type"] == "bearer" and token["expires_in"] == 7200
    first = refresh(token["refresh_token"])
    assert first.status_code == 200, first.text
    second = refresh(first.json()["refresh_token"])
    assert second.status_code == 200
    reused = refresh(first.json()["refresh_token"])
    assert reused.status_code == 400 and reused.json()["error"] == "invalid_request", reused.text
    assert refresh(second.json()["refresh_token"]).status_code == 400
    gone = refused(lambda: client(base, second.json()["access_token"]).get_me(user_auth=False), tweepy.Unauthorized)
    assert gone.response.json()["title"] == "Unauthorized"
    assert http.post("https://api.x.com/2/oauth2/token", data={"grant_type": "refresh_token"}).status_code == 401


def check_posts(x, me, mark):
    post = x.create_tweet(text=f"Hello {mark} 👋", user_auth=False)
    assert post.data["text"] == f"Hello {mark} 👋" and post.data["edit_history_tweet_ids"] == [post.data["id"]]
    reply = x.create_tweet(text=f"And more {mark}", in_reply_to_tweet_id=post.data["id"], user_auth=False)

    twice = refused(lambda: x.create_tweet(text=f"Hello {mark} 👋", user_auth=False), tweepy.Forbidden)
    assert "You are not allowed to create a Tweet with duplicate content." in str(twice), twice
    refused(lambda: x.create_tweet(text="x" * 281, user_auth=False), tweepy.BadRequest)
    refused(lambda: x.create_tweet(text="é" * 280 + "!", user_auth=False), tweepy.BadRequest)
    refused(lambda: x.create_tweet(text="漢" * 141, user_auth=False), tweepy.BadRequest)
    refused(lambda: x.create_tweet(text=f"no {mark}", media_ids=["1"], user_auth=False), tweepy.BadRequest)
    refused(
        lambda: x.create_tweet(text=f"no {mark}", in_reply_to_tweet_id="1", user_auth=False), tweepy.Forbidden)
    unknown = refused(
        lambda: x._make_request("POST", "/2/tweets", json={"text": "x", "txet": 1}), tweepy.BadRequest)
    assert "additional properties" in str(unknown.api_messages), unknown.api_messages
    long = x.create_tweet(text=f"https://example.com/{'a' * 300} {mark}", user_auth=False)

    listed = x.get_users_tweets(
        me, max_results=5, tweet_fields=["created_at", "conversation_id", "referenced_tweets"], user_auth=False)
    assert [str(item.id) for item in listed.data[:3]] == [long.data["id"], reply.data["id"], post.data["id"]]
    thread = listed.data[1]
    assert str(thread.conversation_id) == post.data["id"] and thread.referenced_tweets[0].type == "replied_to"
    assert abs(thread.created_at.timestamp() - time.time()) < 60

    found = x.get_tweets([post.data["id"], "1"], user_auth=False)
    assert len(found.data) == 1 and found.errors[0]["resource_id"] == "1", found
    assert x.delete_tweet(long.data["id"], user_auth=False).data["deleted"] is True
    assert x.get_tweet(long.data["id"], user_auth=False).data is None
    return [post.data["id"], reply.data["id"]]


def check_media(base, x, access_token, mark):
    http = session(base)
    http.headers["authorization"] = f"Bearer {access_token}"
    image = requests.get(f"{base}/media/sample.jpg").content
    upload = http.post(
        "https://api.x.com/2/media/upload", data={"media_category": "tweet_image"},
        files={"media": ("a.jpg", image, "image/jpeg")})
    assert upload.status_code == 200 and upload.json()["data"]["size"] == len(image), upload.text
    picture = upload.json()["data"]["id"]
    described = http.post(
        "https://api.x.com/2/media/metadata", json={"id": picture, "metadata": {"alt_text": {"text": "grey"}}})
    assert described.status_code == 200, described.text
    post = x.create_tweet(text=f"picture {mark}", media_ids=[picture], user_auth=False)
    assert post.data["id"]

    video = requests.get(f"{base}/media/sample.mp4?bytes=3000000").content
    begun = http.post(
        "https://api.x.com/2/media/upload/initialize",
        json={"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": len(video)})
    assert begun.status_code == 200, begun.text
    clip = begun.json()["data"]["id"]
    step = f"https://api.x.com/2/media/upload/{clip}"
    for index in range(3):
        part = http.post(
            f"{step}/append", data={"segment_index": index},
            files={"media": video[index * 1_000_000:(index + 1) * 1_000_000]})
        assert part.status_code == 200 and part.json()["data"]["expires_at"] > time.time(), part.text
    done = http.post(f"{step}/finalize")
    assert done.json()["data"]["processing_info"]["state"] in ("pending", "in_progress"), done.text
    refused(lambda: x.create_tweet(text=f"early {mark}", media_ids=[clip], user_auth=False), tweepy.BadRequest)
    deadline = time.time() + 10
    while True:
        status = http.get("https://api.x.com/2/media/upload", params={"command": "STATUS", "media_id": clip})
        if status.json()["data"]["processing_info"]["state"] == "succeeded":
            break
        assert time.time() < deadline, status.text
        time.sleep(0.1)
    assert x.create_tweet(text=f"clip {mark}", media_ids=[clip], user_auth=False).data["id"]
    check_broken_video(http)


def check_broken_video(http):
    begun = http.post(
        "https://api.x.com/2/media/upload/initialize",
        json={"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": 5})
    step = f"https://api.x.com/2/media/upload/{begun.json()['data']['id']}"
    early = http.post(f"{step}/finalize")
    assert early.status_code == 400, early.text
    http.post(f"{step}/append", data={"segment_index": 0}, files={"media": b"never"})
    assert http.post(f"{step}/finalize").status_code == 200
    deadline = time.time() + 10
    while True:
        status = http.get(
            "https://api.x.com/2/media/upload",
            params={"command": "STATUS", "media_id": begun.json()["data"]["id"]}).json()["data"]["processing_info"]
        if status["state"] == "failed":
            assert status["error"]["name"] == "InvalidMedia", status
            return
        assert time.time() < deadline and status["state"] != "succeeded", status
        time.sleep(0.1)


def main(base):
    mark = uuid.uuid4().hex[:8]
    token = sign_in(base, f"ana_{mark}")
    x = client(base, token["access_token"])
    me = x.get_me(user_auth=False, user_fields=["public_metrics"]).data
    assert me.username == f"ana_{mark}"
    assert sign_in(base, f"Ana_{mark}")["access_token"] != token["access_token"]
    ids = check_posts(x, me.id, mark)
    check_media(base, x, token["access_token"], mark)
    ledger = requests.get(f"{base}/ledger", params={"platform": "x", "text": mark}).json()
    assert [entry["id"] for entry in ledger["data"][:2]] == ids and ledger["count"] == 5, ledger
    assert {entry["account_id"] for entry in ledger["data"]} == {str(me.id)}
    check_tokens(base, sign_in(base, f"bo_{mark}"))
    print("x_tweepy: ok")


if __name__ == "__main__":
    main(sys.argv[1])
