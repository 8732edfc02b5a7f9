"""Drives the sandbox's Facebook with Meta's own SDK (facebook-business): login, pages, posts, photos, the SDK's own
video uploader, reels, stories, comments, errors.

    python3 facebook_pages.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on Facebook.
"""

import os
import sys
import tempfile
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from facebook_business import video_uploader
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from rewriting import SandboxAdapter, consent, refused, session

APP_ID, APP_SECRET = "sandbox-facebook", "sandbox-facebook-secret"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/facebook"
SCOPES = "pages_show_list,pages_manage_posts,pages_read_engagement,pages_manage_engagement"
GRAPH = "https://graph.facebook.com/v26.0"


def sign_in(http, username, scopes=SCOPES):
    """A person's long-lived token."""
    query = urlencode({
        "client_id": APP_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": scopes, "state": "s1"})
    address = f"https://www.facebook.com/v26.0/dialog/oauth?{query}"
    assert "error=access_denied" in consent(http, address, username, "deny")
    answer = parse_qs(urlsplit(consent(http, address, username)).query)
    assert answer["state"] == ["s1"]
    keys = {"client_id": APP_ID, "client_secret": APP_SECRET}
    form = {**keys, "redirect_uri": REDIRECT_URI, "code": answer["code"][0]}
    wrong = http.get(f"{GRAPH}/oauth/access_token", params={**form, "client_secret": "no"})
    assert wrong.status_code == 400 and wrong.json()["error"]["code"] == 1, wrong.text
    short = http.get(f"{GRAPH}/oauth/access_token", params=form).json()
    assert short["token_type"] == "bearer" and short["expires_in"] <= 3600, short
    used = http.get(f"{GRAPH}/oauth/access_token", params=form)
    assert used.json()["error"]["error_subcode"] == 36009, used.text
    long = http.get(f"{GRAPH}/oauth/access_token", params={
        **keys, "grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]}).json()
    assert long["expires_in"] == 5184000, long
    return long["access_token"]


def api(base, token):
    """The SDK, whose https calls go to the sandbox and carry the application's proof."""
    result = FacebookAdsApi.init(APP_ID, APP_SECRET, token, api_version="v26.0")
    result._session.requests.mount("https://", SandboxAdapter(base))
    return result


def numbers(error):
    return error.api_error_code(), error.api_error_subcode()


def check_videos(http, base, page, token, mark):
    """The SDK's uploader means an ad account's videos: a page's take the same requests."""
    send = video_uploader.VideoUploadRequest.send
    video_uploader.VideoUploadRequest.send = lambda self, path: send(self, (path[0], "videos"))
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        file.write(b"\0\0\0\x10ftypisom\0\0\2\0" + os.urandom(9_000_000))
        file.flush()
        seen = []
        transfer = video_uploader.VideoUploadTransferRequestManager.getParamsFromContext

        def spy(self, context):
            # The first piece is announced wrongly, as after a lost answer: the SDK goes where it is told.
            params = transfer(self, context)
            seen.append(context.start_offset)
            return {**params, "start_offset": 777} if len(seen) == 1 else params

        video_uploader.VideoUploadTransferRequestManager.getParamsFromContext = spy
        video = AdVideo(parent_id=page["id"])
        video[AdVideo.Field.filepath] = file.name
        done = video_uploader.VideoUploadSession(video, wait_for_encoding=True, interval=0.1, timeout=20).start()
    assert seen == [0, 0, 4 << 20, 8 << 20], seen
    status = http.get(f"{GRAPH}/{done['id']}", params={
        "fields": "status,published,permalink_url", "access_token": token}).json()
    assert status["status"]["publishing_phase"]["publish_status"] == "published", status
    assert status["published"] is True and status["permalink_url"].startswith("/"), status

    begun = page.create_video_reel(params={"upload_phase": "start"})
    early = refused(lambda: page.create_video_reel(params={
        "upload_phase": "finish", "video_id": begun["video_id"], "video_state": "PUBLISHED"}), FacebookRequestError)
    assert numbers(early) == (6000, 1363045), early
    bad = http.post(begun["upload_url"], headers={
        "Authorization": f"OAuth {token}", "offset": "5", "file_size": "9"}, data=b"x")
    assert bad.json()["debug_info"]["type"] == "OffsetInvalidError", bad.text
    put = http.post(begun["upload_url"], headers={
        "Authorization": f"OAuth {token}", "file_url": f"{base}/media/a.mp4"})
    assert put.json() == {"success": True}, put.text
    # The SDK keeps of an answer only what is a member of a video.
    finished = http.post(f"{GRAPH}/{page['id']}/video_reels", data={
        "upload_phase": "finish", "video_id": begun["video_id"], "video_state": "PUBLISHED",
        "description": f"Reel {mark}", "access_token": token})
    assert finished.json() == {"success": True}, finished.text
    return done["id"], begun["video_id"]


def check_refusals(page, base):
    def post(**params):
        return numbers(refused(lambda: page.create_feed(params=params), FacebookRequestError))

    assert post()[0] == 100
    assert post(link="https://www.facebook.com/x") == (100, 1609008)
    assert post(attached_media=[{"media_fbid": "1"}])[0] == 100
    bad = refused(lambda: page.create_photo(params={"url": f"{base}/ledger", "published": False}), FacebookRequestError)
    assert numbers(bad) == (100, 1366046), bad
    missing = refused(lambda: PagePost("1_2").api_get(), FacebookRequestError)
    assert numbers(missing) == (100, 33), missing


def main(base):
    mark = uuid.uuid4().hex[:8]
    http = session(base)
    username = f"cafe_{mark}.pages3"
    person = sign_in(http, username)
    api(base, person)
    granted = {item["permission"] for item in User("me").get_permissions()}
    assert granted == set(SCOPES.split(",")), granted
    pages = list(User("me").get_accounts(fields=["id", "name", "access_token", "tasks"], params={"limit": 2}))
    assert [page["name"] for page in pages] == [username, f"{username}.2", f"{username}.3"], pages
    assert all("CREATE_CONTENT" in page["tasks"] for page in pages)
    inspected = http.get(f"{GRAPH}/debug_token", params={
        "input_token": pages[0]["access_token"], "access_token": f"{APP_ID}|{APP_SECRET}"}).json()["data"]
    assert inspected["type"] == "PAGE" and inspected["is_valid"] and inspected["expires_at"] == 0, inspected

    token = pages[0]["access_token"]
    api(base, token)
    page = Page(pages[0]["id"])
    check_refusals(page, base)
    post = page.create_feed(params={"message": f"One {mark}", "link": "https://example.com"})
    assert post["id"].startswith(page["id"] + "_"), post
    again = refused(lambda: page.create_feed(params={
        "message": f"One {mark}", "link": "https://example.com"}), FacebookRequestError)
    assert again.api_error_code() == 506, again
    photos = [
        page.create_photo(params={"url": f"{base}/media/{n}.jpg", "published": False, "alt_text_custom": "a"})["id"]
        for n in range(2)]
    album = page.create_feed(params={
        "message": f"Two {mark}", "attached_media": [{"media_fbid": photo} for photo in photos]})
    reused = refused(lambda: page.create_photo_story(params={"photo_id": photos[0]}), FacebookRequestError)
    assert numbers(reused) == (100, 1366051), reused
    video, reel = check_videos(http, base, page, token, mark)
    fresh = page.create_photo(params={"url": f"{base}/media/s.jpg", "published": False})["id"]
    story = http.post(
        f"{GRAPH}/{page['id']}/photo_stories", data={"photo_id": fresh, "access_token": token}).json()
    assert story["success"] is True, story
    stories = list(page.get_stories(fields=["post_id", "media_id", "status"]))
    assert [(item["post_id"], item["media_id"]) for item in stories] == [(story["post_id"], fresh)], stories

    listed = list(page.get_published_posts(fields=["id", "message", "created_time"], params={"limit": 2}))
    assert [item["id"] for item in listed] == [reel, video, album["id"], post["id"]], listed
    comment = PagePost(album["id"]).create_comment(params={"message": f"First {mark}"})
    comments = list(PagePost(album["id"]).get_comments(fields=["id", "message", "from"]))
    assert comments[0]["id"] == comment["id"] and comments[0]["from"]["id"] == page["id"], comments
    PagePost(post["id"]).api_delete()
    assert refused(lambda: PagePost(post["id"]).api_get(), FacebookRequestError).api_error_subcode() == 33

    forged = http.get(f"{GRAPH}/me", params={"access_token": token, "appsecret_proof": "0" * 64})
    assert forged.json()["error"]["code"] == 100, forged.text
    weak = api(base, sign_in(http, f"weak_{mark}", "pages_show_list,pages_read_engagement"))
    weak_page = list(User("me", api=weak).get_accounts(fields=["id", "access_token"]))[0]
    api(base, weak_page["access_token"])
    denied = refused(lambda: Page(weak_page["id"]).create_feed(params={"message": "no"}), FacebookRequestError)
    assert denied.http_status() == 403 and denied.api_error_code() == 200, denied
    ledger = requests.get(f"{base}/ledger", params={"platform": "facebook", "text": mark}).json()
    assert [entry["kind"] for entry in ledger["data"]] == ["post", "photo", "reel", "comment"], ledger
    print("facebook_pages: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
