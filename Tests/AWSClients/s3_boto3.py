"""Drives the host's object store with boto3, and moto with the same checks.

    python3 s3_boto3.py http://127.0.0.1:PORT ACCESS_KEY SECRET_KEY    the host
    python3 s3_boto3.py moto                                           moto's server

Expects the empty buckets `media` and `archive`; `media` has a CORS rule for https://app.example. Exits non-zero when a
check fails. Where moto does otherwise than AWS documents, `DIFFERENCES` says what and where it is written; a check in
that table must fail against moto, or the table is wrong.
"""

import base64
import hashlib
import io
import sys
import traceback
import urllib.error
import urllib.request
import zlib

import boto3
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1024 * 1024
ORIGIN = "https://app.example"
CHECKS = []
API = "https://docs.aws.amazon.com/AmazonS3/latest/API/"
GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
# What moto does otherwise, and where AWS says what is checked here.
DIFFERENCES = {
    "what_is_not_there_is_said": "takes a key of 1025 bytes; " + GUIDE + "object-keys.html",
    "nonsensical_ranges_are_ignored": "serves lines=1-2 as bytes; RFC 9110 14.2",
    "conditions_of_reading_hold": "If-Unmodified-Since counts although If-Match holds; " + API + "API_GetObject.html",
    "checksums_are_kept_and_given_back": "gives no CRC32C without awscrt; " + GUIDE + "checking-object-integrity.html",
    "wrong_sums_are_refused": "does not compare Content-MD5; " + API + "API_PutObject.html",
    "many_are_deleted_at_once": "lists what was deleted although Quiet; " + API + "API_DeleteObjects.html",
    "objects_are_copied": "ignores x-amz-copy-source-if-match; " + API + "API_CopyObject.html",
    "large_objects_come_in_parts": "tells no PartsCount, or not the part; " + API + "API_GetObject.html",
    "parts_must_be_right": "puts parts in order by itself; " + API + "API_CompleteMultipartUpload.html",
    "the_sums_of_parts_make_that_of_the_object": "no checksum of the whole; " + API + "API_CompleteMultipartUpload.html",
    "signed_addresses_are_enough": "loses the content type or disposition; " + API + "API_GetObject.html",
    "signed_addresses_are_exact": "checks no signature; " + API + "sigv4-query-string-auth.html",
    "sums_in_signed_addresses_hold": "does not look at the query; aws/aws-sdk-js-v3, issues on default checksums",
    "sums_of_parts_in_signed_addresses_hold": "does not look at the query; the same",
    "the_query_of_signed_addresses_counts_as_headers": "does not look at the query; the same",
    "what_would_be_promised_and_not_kept_is_refused": "takes any ACL; " + GUIDE + "about-object-ownership.html",
    "older_signatures_are_told_what_to_do": "checks no signature; " + API + "sigv4-auth-using-authorization-header.html",
    "only_the_keys_holder_is_believed": "checks no signature; " + API + "sig-v4-authenticating-requests.html",
    "forms_upload_within_their_policy": "answers 204 whatever success_action_status; " + API + "RESTObjectPOST.html",
    "forms_are_held_to_their_policy": "does not read the policy; " + API + "sigv4-HTTPPOSTConstructPolicy.html",
    "other_origins_stay_outside": "lets every method in; " + GUIDE + "ManageCorsUsing.html",
    "chunked_bodies_are_taken_apart": "does not compare the trailer; " + API + "sigv4-streaming-trailers.html",
}


def check(function):
    CHECKS.append(function)
    return function


def refused(call, status, code, **parameters):
    """The answer to a call that must fail so."""
    try:
        call(**parameters)
    except ClientError as error:
        seen = (error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"])
        assert seen == (status, code), f"{seen} instead of {(status, code)}"
        return error.response
    raise AssertionError(f"not refused: {list(parameters)}")


def fetch(url, method="GET", body=None, headers=None):
    """Status, headers and body of a plain HTTP request, as a browser makes it."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@check
def objects_come_back_as_they_were_sent(s3):
    body = b"Hello, world"
    put = s3.put_object(
        Bucket="media", Key="a/b c+d/\u00e9\u4e2d.txt", Body=body, ContentType="text/plain; charset=utf-8",
        CacheControl="max-age=60", ContentDisposition='attachment; filename="x.txt"', ContentLanguage="de",
        Metadata={"owner": "ana", "two": "2"})
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = s3.get_object(Bucket="media", Key="a/b c+d/\u00e9\u4e2d.txt")
    assert got["Body"].read() == body
    assert got["ContentType"] == "text/plain; charset=utf-8" and got["CacheControl"] == "max-age=60"
    assert got["ContentDisposition"] == 'attachment; filename="x.txt"' and got["ContentLanguage"] == "de"
    assert got["Metadata"] == {"owner": "ana", "two": "2"} and got["AcceptRanges"] == "bytes"
    head = s3.head_object(Bucket="media", Key="a/b c+d/\u00e9\u4e2d.txt")
    assert head["ContentLength"] == len(body) and head["ETag"] == put["ETag"]
    s3.put_object(Bucket="media", Key="empty")
    empty = s3.get_object(Bucket="media", Key="empty")
    assert empty["Body"].read() == b"" and empty["ContentType"] == "binary/octet-stream"


@check
def what_is_not_there_is_said(s3):
    refused(s3.get_object, 404, "NoSuchKey", Bucket="media", Key="none")
    refused(s3.head_object, 404, "404", Bucket="media", Key="none")
    refused(s3.get_object, 404, "NoSuchBucket", Bucket="nowhere", Key="none")
    refused(s3.head_bucket, 404, "404", Bucket="nowhere")
    refused(s3.list_objects_v2, 404, "NoSuchBucket", Bucket="nowhere")
    assert s3.delete_object(Bucket="media", Key="none")["ResponseMetadata"]["HTTPStatusCode"] == 204
    refused(s3.put_object, 400, "KeyTooLongError", Bucket="media", Key="k" * 1025)


@check
def ranges_are_served(s3):
    s3.put_object(Bucket="media", Key="range", Body=b"0123456789")
    for asked, got, told in [
            ("bytes=2-4", b"234", "bytes 2-4/10"), ("bytes=7-", b"789", "bytes 7-9/10"),
            ("bytes=-3", b"789", "bytes 7-9/10"), ("bytes=0-99", b"0123456789", "bytes 0-9/10"),
            ("bytes=-99", b"0123456789", "bytes 0-9/10"),
            (f"bytes=3-{2**63 - 1}", b"3456789", "bytes 3-9/10"),
            (f"bytes=-{2**63 - 1}", b"0123456789", "bytes 0-9/10")]:
        answer = s3.get_object(Bucket="media", Key="range", Range=asked)
        assert answer["Body"].read() == got and answer["ContentRange"] == told, asked
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 206
    error = refused(s3.get_object, 416, "InvalidRange", Bucket="media", Key="range", Range="bytes=10-")
    assert error["Error"]["ActualObjectSize"] == "10"


@check
def nonsensical_ranges_are_ignored(s3):
    s3.put_object(Bucket="media", Key="range", Body=b"0123456789")
    for asked in ["bytes=5-2", "lines=1-2", "bytes=a-b"]:
        answer = s3.get_object(Bucket="media", Key="range", Range=asked)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200 and answer["Body"].read() == b"0123456789", asked


@check
def conditions_of_reading_hold(s3):
    etag = s3.put_object(Bucket="media", Key="conditional", Body=b"x")["ETag"]
    modified = s3.head_object(Bucket="media", Key="conditional")["LastModified"]
    target = {"Bucket": "media", "Key": "conditional"}
    s3.get_object(**target, IfMatch=etag)
    refused(s3.get_object, 412, "PreconditionFailed", **target, IfMatch='"other"')
    refused(s3.get_object, 304, "304", **target, IfNoneMatch=etag)
    s3.get_object(**target, IfNoneMatch='"other"')
    refused(s3.get_object, 304, "304", **target, IfModifiedSince=modified)
    s3.get_object(**target, IfModifiedSince="2001-01-01")
    refused(s3.get_object, 412, "PreconditionFailed", **target, IfUnmodifiedSince="2001-01-01")
    s3.get_object(**target, IfMatch=etag, IfUnmodifiedSince="2001-01-01")


@check
def conditions_of_writing_hold(s3):
    target = {"Bucket": "media", "Key": "once"}
    s3.put_object(**target, Body=b"1", IfNoneMatch="*")
    refused(s3.put_object, 412, "PreconditionFailed", **target, Body=b"2", IfNoneMatch="*")
    etag = s3.head_object(**target)["ETag"]
    refused(s3.put_object, 412, "PreconditionFailed", **target, Body=b"2", IfMatch='"other"')
    s3.put_object(**target, Body=b"3", IfMatch=etag)
    assert s3.get_object(**target)["Body"].read() == b"3"


@check
def replacing_needs_something_to_replace(s3):
    refused(s3.put_object, 404, "NoSuchKey", Bucket="media", Key="missing", Body=b"x", IfMatch='"other"')


@check
def checksums_are_kept_and_given_back(s3):
    body = b"The quick brown fox"
    for algorithm, value in [
            ("CRC32", base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()),
            ("SHA1", base64.b64encode(hashlib.sha1(body).digest()).decode()),
            ("SHA256", base64.b64encode(hashlib.sha256(body).digest()).decode())]:
        put = s3.put_object(Bucket="media", Key="sum", Body=body, ChecksumAlgorithm=algorithm)
        assert put[f"Checksum{algorithm}"] == value
        got = s3.get_object(Bucket="media", Key="sum", ChecksumMode="ENABLED")
        assert got[f"Checksum{algorithm}"] == value and got["Body"].read() == body
    # The check value of CRC-32C is that of the catalogue: https://reveng.sourceforge.io/crc-catalogue/all.htm
    check = base64.b64encode((0xE3069283).to_bytes(4, "big")).decode()
    put = s3.put_object(Bucket="media", Key="sum", Body=b"123456789", ChecksumCRC32C=check)
    assert put["ChecksumCRC32C"] == check
    check = base64.b64encode((0xAE8B14860A799888).to_bytes(8, "big")).decode()
    put = s3.put_object(Bucket="media", Key="sum", Body=b"123456789", ChecksumCRC64NVME=check)
    assert put["ChecksumCRC64NVME"] == check


@check
def wrong_sums_are_refused(s3):
    wrong = base64.b64encode(b"\0" * 16).decode()
    refused(s3.put_object, 400, "BadDigest", Bucket="media", Key="wrong", Body=b"x", ContentMD5=wrong)
    refused(s3.put_object, 400, "InvalidDigest", Bucket="media", Key="wrong", Body=b"x", ContentMD5="no")
    for algorithm, size in [("CRC32", 4), ("CRC32C", 4), ("CRC64NVME", 8), ("SHA1", 20), ("SHA256", 32)]:
        sums = {f"Checksum{algorithm}": base64.b64encode(b"\1" * size).decode()}
        refused(s3.put_object, 400, "BadDigest", Bucket="media", Key="wrong", Body=b"x", **sums)
    refused(s3.head_object, 404, "404", Bucket="media", Key="wrong")


@check
def lists_have_pages_and_folders(s3):
    for number in range(25):
        s3.put_object(Bucket="archive", Key=f"list/{number // 5}/{number:02}", Body=b"x")
    s3.put_object(Bucket="archive", Key="list/top", Body=b"xy")
    whole = s3.list_objects_v2(Bucket="archive", Prefix="list/")
    keys = [entry["Key"] for entry in whole["Contents"]]
    assert keys == sorted(keys) and len(keys) == 26 and whole["KeyCount"] == 26 and not whole["IsTruncated"]
    assert whole["Contents"][-1]["Size"] == 2
    folders = s3.list_objects_v2(Bucket="archive", Prefix="list/", Delimiter="/")
    assert [entry["Prefix"] for entry in folders["CommonPrefixes"]] == [f"list/{n}/" for n in range(5)]
    assert [entry["Key"] for entry in folders["Contents"]] == ["list/top"] and folders["KeyCount"] == 6
    seen = []
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="archive", Prefix="list/", PaginationConfig={"PageSize": 7})
    for page in pages:
        seen += [entry["Key"] for entry in page["Contents"]]
        assert page["KeyCount"] <= 7
    assert seen == keys
    seen = []
    for page in s3.get_paginator("list_objects_v2").paginate(
            Bucket="archive", Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 2}):
        seen += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
        seen += [entry["Key"] for entry in page.get("Contents", [])]
    assert seen == [f"list/{n}/" for n in range(5)] + ["list/top"]
    after = s3.list_objects_v2(Bucket="archive", Prefix="list/", StartAfter="list/4/23")
    assert [entry["Key"] for entry in after["Contents"]] == ["list/4/24", "list/top"]
    assert s3.list_objects_v2(Bucket="archive", MaxKeys=0).get("Contents") is None
    first = s3.list_objects(Bucket="archive", Prefix="list/", MaxKeys=3)
    assert first["IsTruncated"] and first["Contents"][-1]["Key"] == "list/0/02"
    second = s3.list_objects(Bucket="archive", Prefix="list/", Marker="list/0/02", MaxKeys=1)
    assert second["Contents"][0]["Key"] == "list/0/03"


@check
def keys_are_listed_by_their_bytes(s3):
    names = ["z", "\u00e9", "e\u0301", "Z", "\U0001f600", "\uff5e", "a&b<c>", "a b+c%20"]
    for name in names:
        s3.put_object(Bucket="archive", Key=f"order/{name}", Body=b"x")
    listed = s3.list_objects_v2(Bucket="archive", Prefix="order/")["Contents"]
    assert [entry["Key"][6:] for entry in listed] == sorted(names, key=lambda name: name.encode())


@check
def many_are_deleted_at_once(s3):
    for number in range(3):
        s3.put_object(Bucket="archive", Key=f"gone/{number}&", Body=b"x")
    listed = [{"Key": f"gone/{number}&"} for number in range(4)]
    answer = s3.delete_objects(Bucket="archive", Delete={"Objects": listed})
    assert {entry["Key"] for entry in answer["Deleted"]} == {entry["Key"] for entry in listed}
    assert s3.list_objects_v2(Bucket="archive", Prefix="gone/")["KeyCount"] == 0
    answer = s3.delete_objects(Bucket="archive", Delete={"Objects": listed, "Quiet": True})
    assert "Deleted" not in answer
    refused(s3.delete_objects, 400, "MalformedXML", Bucket="archive",
            Delete={"Objects": [{"Key": str(number)} for number in range(1001)]})


@check
def objects_are_copied(s3):
    s3.put_object(Bucket="media", Key="copy me +&", Body=b"text", ContentType="text/plain", Metadata={"a": "1"})
    source = {"Bucket": "media", "Key": "copy me +&"}
    copied = s3.copy_object(Bucket="archive", Key="copied", CopySource=source)["CopyObjectResult"]
    got = s3.get_object(Bucket="archive", Key="copied")
    assert got["Body"].read() == b"text" and got["Metadata"] == {"a": "1"} and got["ETag"] == copied["ETag"]
    s3.copy_object(Bucket="archive", Key="copied", CopySource=source, MetadataDirective="REPLACE",
                   ContentType="text/css", Metadata={"b": "2"})
    got = s3.head_object(Bucket="archive", Key="copied")
    assert got["ContentType"] == "text/css" and got["Metadata"] == {"b": "2"}
    s3.delete_object(**source)
    assert s3.get_object(Bucket="archive", Key="copied")["Body"].read() == b"text"
    refused(s3.copy_object, 404, "NoSuchKey", Bucket="archive", Key="copied", CopySource=source)
    itself = {"Bucket": "archive", "Key": "copied"}
    refused(s3.copy_object, 400, "InvalidRequest", Bucket="archive", Key="copied", CopySource=itself)
    s3.copy_object(**itself, CopySource=itself, MetadataDirective="REPLACE", Metadata={"c": "3"})
    assert s3.get_object(**itself)["Body"].read() == b"text"
    refused(s3.copy_object, 412, "PreconditionFailed", Bucket="archive", Key="x", CopySource=itself,
            CopySourceIfMatch='"other"')


@check
def large_objects_come_in_parts(s3):
    target = {"Bucket": "media", "Key": "parts"}
    upload = s3.create_multipart_upload(**target, ContentType="video/mp4", Metadata={"m": "1"})["UploadId"]
    bodies = [b"a" * (5 * MIB), b"b" * (5 * MIB), b"c"]
    parts = []
    for number, body in enumerate(bodies, 1):
        etag = s3.upload_part(**target, UploadId=upload, PartNumber=number, Body=body)["ETag"]
        assert etag == f'"{hashlib.md5(body).hexdigest()}"'
        parts.append({"PartNumber": number, "ETag": etag})
    listed = s3.list_parts(**target, UploadId=upload, MaxParts=2)
    assert [part["PartNumber"] for part in listed["Parts"]] == [1, 2] and listed["IsTruncated"]
    assert listed["Parts"][0]["Size"] == 5 * MIB
    rest = s3.list_parts(**target, UploadId=upload, PartNumberMarker=2)["Parts"]
    assert [part["PartNumber"] for part in rest] == [3]
    assert [entry["UploadId"] for entry in s3.list_multipart_uploads(Bucket="media")["Uploads"]] == [upload]
    refused(s3.head_object, 404, "404", **target)
    done = s3.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
    joined = b"".join(hashlib.md5(body).digest() for body in bodies)
    assert done["ETag"] == f'"{hashlib.md5(joined).hexdigest()}-3"'
    got = s3.get_object(**target)
    assert got["Body"].read() == b"".join(bodies) and got["ContentType"] == "video/mp4" and got["Metadata"] == {"m": "1"}
    across = s3.get_object(**target, Range=f"bytes={5 * MIB - 1}-{10 * MIB}")["Body"].read()
    assert across == b"a" + bodies[1] + b"c"
    for number in [-2**63, -1, 0, 9, 2**63 - 1]:
        refused(s3.get_object, 416, "InvalidPartNumber", **target, PartNumber=number)
    second = s3.get_object(**target, PartNumber=2)
    assert second["Body"].read() == bodies[1] and second["PartsCount"] == 3
    refused(s3.list_parts, 404, "NoSuchUpload", **target, UploadId=upload)


@check
def parts_must_be_right(s3):
    target = {"Bucket": "media", "Key": "wrong-parts"}
    upload = s3.create_multipart_upload(**target)["UploadId"]
    etags = [s3.upload_part(**target, UploadId=upload, PartNumber=number, Body=b"x" * size)["ETag"]
             for number, size in enumerate([5 * MIB, 5 * MIB, 1, 1], 1)]

    def complete(*parts):
        chosen = [{"PartNumber": number, "ETag": etag} for number, etag in parts]
        return {**target, "UploadId": upload, "MultipartUpload": {"Parts": chosen}}

    call = s3.complete_multipart_upload
    refused(call, 400, "EntityTooSmall", **complete((3, etags[2]), (4, etags[3])))
    refused(call, 400, "InvalidPartOrder", **complete((2, etags[1]), (1, etags[0])))
    refused(call, 400, "InvalidPart", **complete((1, '"other"')))
    refused(call, 400, "InvalidPart", **complete((5, etags[0])))
    refused(s3.upload_part, 400, "InvalidArgument", **target, UploadId=upload, PartNumber=10001, Body=b"x")
    refused(s3.upload_part, 404, "NoSuchUpload", **target, UploadId="none", PartNumber=1, Body=b"x")
    s3.abort_multipart_upload(**target, UploadId=upload)
    refused(s3.upload_part, 404, "NoSuchUpload", **target, UploadId=upload, PartNumber=1, Body=b"x")
    refused(s3.abort_multipart_upload, 404, "NoSuchUpload", **target, UploadId=upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="media")


@check
def parts_are_copied(s3):
    s3.put_object(Bucket="media", Key="source", Body=bytes(range(256)) * (6 * MIB // 256))
    target = {"Bucket": "archive", "Key": "from-parts"}
    upload = s3.create_multipart_upload(**target)["UploadId"]
    parts = []
    for number, asked in enumerate([f"bytes=0-{5 * MIB - 1}", "bytes=1-3"], 1):
        result = s3.upload_part_copy(
            **target, UploadId=upload, PartNumber=number, CopySource="media/source", CopySourceRange=asked)
        parts.append({"PartNumber": number, "ETag": result["CopyPartResult"]["ETag"]})
    s3.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
    s3.delete_object(Bucket="media", Key="source")
    got = s3.get_object(**target)["Body"].read()
    assert len(got) == 5 * MIB + 3 and got[-3:] == b"\x01\x02\x03" and got[:3] == b"\x00\x01\x02"


@check
def the_transfer_manager_works(s3):
    body = bytes(range(251)) * (20 * MIB // 251)
    s3.upload_fileobj(io.BytesIO(body), "media", "managed")
    head = s3.head_object(Bucket="media", Key="managed", ChecksumMode="ENABLED")
    assert head["ETag"].endswith('-3"') and head["ContentLength"] == len(body)
    assert head["ChecksumCRC32"]
    got = io.BytesIO()
    s3.download_fileobj("media", "managed", got)
    assert got.getvalue() == body
    s3.copy({"Bucket": "media", "Key": "managed"}, "archive", "managed")
    assert s3.head_object(Bucket="archive", Key="managed")["ContentLength"] == len(body)


@check
def the_sums_of_parts_make_that_of_the_object(s3):
    bodies = [bytes(range(256)) * (5 * MIB // 256), b"the end"]
    target = {"Bucket": "media", "Key": "whole-sum"}
    for kind in ["FULL_OBJECT", "COMPOSITE"]:
        upload = s3.create_multipart_upload(**target, ChecksumAlgorithm="CRC32", ChecksumType=kind)["UploadId"]
        parts = []
        for number, body in enumerate(bodies, 1):
            part = s3.upload_part(**target, UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="CRC32")
            parts.append({"PartNumber": number, "ETag": part["ETag"], "ChecksumCRC32": part["ChecksumCRC32"]})
        done = s3.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
        joined = bodies[0] + bodies[1]
        if kind == "COMPOSITE":
            joined = b"".join(zlib.crc32(body).to_bytes(4, "big") for body in bodies)
        value = base64.b64encode(zlib.crc32(joined).to_bytes(4, "big")).decode()
        assert done["ChecksumCRC32"] == value + ("-2" if kind == "COMPOSITE" else ""), kind
        assert done["ChecksumType"] == kind


@check
def tags_are_kept(s3):
    target = {"Bucket": "media", "Key": "tagged"}
    s3.put_object(**target, Body=b"x", Tagging="kind=image&by=ana%20b")
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(**target)["TagSet"]}
    assert tags == {"kind": "image", "by": "ana b"}
    assert s3.get_object(**target)["TagCount"] == 2
    s3.put_object_tagging(**target, Tagging={"TagSet": [{"Key": "k", "Value": "a+b=c@d/e:f"}]})
    assert s3.get_object_tagging(**target)["TagSet"] == [{"Key": "k", "Value": "a+b=c@d/e:f"}]
    refused(s3.put_object_tagging, 400, "InvalidTag", **target, Tagging={"TagSet": [{"Key": "k", "Value": "<&>"}]})
    s3.delete_object_tagging(**target)
    assert s3.get_object_tagging(**target)["TagSet"] == []


@check
def buckets_are_as_declared(s3):
    assert {"media", "archive"} <= {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    s3.head_bucket(Bucket="media")
    s3.get_bucket_location(Bucket="media")
    assert "Status" not in s3.get_bucket_versioning(Bucket="media")
    rules = s3.get_bucket_cors(Bucket="media")["CORSRules"]
    assert rules[0]["AllowedOrigins"] == [ORIGIN]
    refused(s3.get_bucket_cors, 404, "NoSuchCORSConfiguration", Bucket="archive")


@check
def signed_addresses_are_enough(s3):
    target = {"Bucket": "media", "Key": "signed/\u00fc b+c.txt"}
    put = s3.generate_presigned_url("put_object", {**target, "ContentType": "text/plain"}, ExpiresIn=60)
    assert fetch(put, "PUT", b"from a browser", {"Content-Type": "text/plain"})[0] == 200
    get = s3.generate_presigned_url(
        "get_object", {**target, "ResponseContentDisposition": "attachment"}, ExpiresIn=60)
    status, headers, body = fetch(get)
    assert status == 200 and body == b"from a browser"
    assert headers["Content-Type"] == "text/plain" and headers["Content-Disposition"] == "attachment"


@check
def signed_addresses_are_exact(s3):
    s3.put_object(Bucket="media", Key="signed", Body=b"x")
    target = {"Bucket": "media", "Key": "signed"}
    get = s3.generate_presigned_url("get_object", target, ExpiresIn=60)
    status, _, body = fetch(get.replace("/signed?", "/signed2?"))
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body
    status, _, body = fetch(get.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body
    status, _, body = fetch(get, "DELETE")
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body
    status, _, body = fetch(get.split("?")[0])
    assert status == 403 and b"<Code>AccessDenied</Code>" in body
    put = s3.generate_presigned_url("put_object", {**target, "ContentType": "text/plain"}, ExpiresIn=60)
    assert fetch(put, "PUT", b"x", {"Content-Type": "text/html"})[0] == 403
    status, _, body = fetch(put, "PUT", b"x", {"Content-Type": "text/plain", "x-amz-meta-added": "1"})
    assert status == 403 and b"<Code>AccessDenied</Code>" in body
    week = s3.generate_presigned_url("get_object", target, ExpiresIn=604801)
    status, _, body = fetch(week)
    assert status == 400 and b"<Code>AuthorizationQueryParametersError</Code>" in body


def signed(s3, method, path, headers=None, **query):
    """An address with parameters in its query that SDKs move there; `_` in a name stands for `-`."""
    parameters = {name.replace("_", "-"): value for name, value in query.items()}
    request = AWSRequest(method, f"{s3.meta.endpoint_url}/{path}", params=parameters, headers=headers or {})
    S3SigV4QueryAuth(s3._request_signer._credentials, "s3", s3.meta.region_name, expires=60).add_auth(request)
    return request.prepare().url


def reflected(polynomial, bits, data):
    value = (1 << bits) - 1
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
    return (value ^ (1 << bits) - 1).to_bytes(bits // 8, "big")


SUMS = {
    "crc32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
    "crc32c": lambda data: reflected(0x82F63B78, 32, data),
    "crc64nvme": lambda data: reflected(0x9A6C9329AC4BC9B5, 64, data),
    "sha1": lambda data: hashlib.sha1(data).digest(),
    "sha256": lambda data: hashlib.sha256(data).digest(),
}


def told(answer, status, code=None):
    assert answer[0] == status, answer
    assert code is None or f"<Code>{code}</Code>".encode() in answer[2], answer


@check
def sums_in_signed_addresses_hold(s3):
    for name, sum_of in SUMS.items():
        right, header = base64.b64encode(sum_of(b"data")).decode(), f"x-amz-checksum-{name}"
        for spelling in [header, f"X-Amz-Checksum-{name.title()}"]:
            url = signed(s3, "PUT", f"media/sums/{name}", **{spelling: right, "x-amz-sdk-checksum-algorithm": name.upper()})
            told(fetch(url, "PUT", b"date"), 400, "BadDigest")
            told(fetch(url, "PUT", b""), 400, "BadDigest")
            answer = fetch(url, "PUT", b"data")
            told(answer, 200)
            assert answer[1][header] == right, answer
        # What JavaScript's SDK signs when it does not know the body: the sum of none.
        empty = base64.b64encode(sum_of(b"")).decode()
        told(fetch(signed(s3, "PUT", f"media/sums/{name}", **{header: empty}), "PUT", b"data"), 400, "BadDigest")
        # A header takes nothing back, and neither does the query.
        wrong = base64.b64encode(sum_of(b"date")).decode()
        for query, sent in [(right, wrong), (wrong, right)]:
            both = signed(s3, "PUT", f"media/sums/{name}", {header: sent}, **{header: query})
            told(fetch(both, "PUT", b"data", {header: sent}), 400, "BadDigest")
        for nonsense in ["", "AAAA", right + "=", "*"]:
            told(fetch(signed(s3, "PUT", "media/sums/x", **{header: nonsense}), "PUT", b"data"), 400, "InvalidRequest")
    two = signed(s3, "PUT", "media/sums/two", x_amz_checksum_crc32="AAAAAA==", x_amz_checksum_sha1="A" * 27 + "=")
    told(fetch(two, "PUT", b"data"), 400, "InvalidRequest")
    unknown = signed(s3, "PUT", "media/sums/two", x_amz_sdk_checksum_algorithm="MD4")
    told(fetch(unknown, "PUT", b"data"), 400, "InvalidRequest")
    assert s3.list_objects_v2(Bucket="media", Prefix="sums/")["KeyCount"] == len(SUMS)


@check
def sums_of_parts_in_signed_addresses_hold(s3):
    for name, sum_of in SUMS.items():
        header = f"x-amz-checksum-{name}"
        upload = s3.create_multipart_upload(Bucket="media", Key="parts", ChecksumAlgorithm=name.upper())["UploadId"]
        right = base64.b64encode(sum_of(b"data")).decode()
        url = signed(s3, "PUT", "media/parts", **{"partNumber": "1", "uploadId": upload, header: right})
        told(fetch(url, "PUT", b"date"), 400, "BadDigest")
        answer = fetch(url, "PUT", b"data")
        told(answer, 200)
        assert answer[1][header] == right
        other = "sha256" if name == "crc32" else "crc32"
        mixed = {f"x-amz-checksum-{other}": base64.b64encode(SUMS[other](b"data")).decode()}
        url = signed(s3, "PUT", "media/parts", **{"partNumber": "2", "uploadId": upload, **mixed})
        told(fetch(url, "PUT", b"data"), 400, "InvalidRequest")
        assert [p["PartNumber"] for p in s3.list_parts(Bucket="media", Key="parts", UploadId=upload)["Parts"]] == [1]
        s3.abort_multipart_upload(Bucket="media", Key="parts", UploadId=upload)
    begun = fetch(signed(s3, "POST", "media/parts", uploads="", x_amz_checksum_algorithm="SHA256", x_amz_meta_by="ana"),
                  "POST", b"")
    told(begun, 200)
    assert begun[1]["x-amz-checksum-algorithm"] == "SHA256"


@check
def the_query_of_signed_addresses_counts_as_headers(s3):
    url = signed(s3, "PUT", "media/query", x_amz_meta_by="Ana \u00fc", X_Amz_Meta_Two="2", x_amz_tagging="a=1&b=x%20y",
                 x_amz_storage_class="STANDARD", x_amz_acl="bucket-owner-full-control",
                 x_amz_server_side_encryption="AES256", x_id="PutObject")
    told(fetch(url, "PUT", b"data"), 200)
    _, headers, _ = fetch(s3.generate_presigned_url("head_object", {"Bucket": "media", "Key": "query"}), "HEAD")
    assert headers["x-amz-meta-two"] == "2" and headers["x-amz-meta-by"].startswith("Ana ")
    tags = s3.get_object_tagging(Bucket="media", Key="query")["TagSet"]
    assert sorted((tag["Key"], tag["Value"]) for tag in tags) == [("a", "1"), ("b", "x y")]
    # A part of the address cannot be taken away or changed.
    told(fetch(url.replace("by=Ana", "by=Eva"), "PUT", b"data"), 403, "SignatureDoesNotMatch")
    copy = signed(s3, "PUT", "media/copied", x_amz_copy_source="media/query", x_amz_metadata_directive="REPLACE",
                  x_amz_meta_by="copy")
    told(fetch(copy, "PUT", b""), 200)
    got = s3.get_object(Bucket="media", Key="copied")
    assert got["Body"].read() == b"data" and got["Metadata"] == {"by": "copy"}
    s3.put_object(Bucket="media", Key="summed", Body=b"data", ChecksumAlgorithm="SHA256")
    _, headers, _ = fetch(signed(s3, "GET", "media/summed", x_amz_checksum_mode="ENABLED"))
    assert headers["x-amz-checksum-sha256"] == base64.b64encode(hashlib.sha256(b"data").digest()).decode()
    none = signed(s3, "PUT", "media/query", x_amz_copy_source="media/none")
    told(fetch(none, "PUT", b""), 404, "NoSuchKey")


@check
def what_would_be_promised_and_not_kept_is_refused(s3):
    for status, code, query in [
            (400, "AccessControlListNotSupported", {"x-amz-acl": "public-read"}),
            (400, "AccessControlListNotSupported", {"x-amz-grant-read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'}),
            (400, "InvalidStorageClass", {"x-amz-storage-class": "CHEAP"}),
            (501, "NotImplemented", {"x-amz-server-side-encryption": "aws:kms"}),
            (501, "NotImplemented", {"x-amz-server-side-encryption-customer-algorithm": "AES256"})]:
        told(fetch(signed(s3, "PUT", "media/wishes", **query), "PUT", b"data"), status, code)
        told(fetch(signed(s3, "PUT", "media/wishes", query), "PUT", b"data", query), status, code)
        told(fetch(signed(s3, "POST", "media/wishes", **{"uploads": "", **query}), "POST", b""), status, code)
    refused(s3.head_object, 404, "404", Bucket="media", Key="wishes")


@check
def older_signatures_are_told_what_to_do(s3):
    endpoint, region, mine = s3.meta.endpoint_url, s3.meta.region_name, s3._request_signer._credentials
    old = boto3.client("s3", endpoint_url=endpoint, region_name=region, aws_access_key_id=mine.access_key,
                       aws_secret_access_key=mine.secret_key,
                       config=Config(signature_version="s3", s3={"addressing_style": "path"}))
    target = {"Bucket": "media", "Key": "old"}
    hint = b"The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
    for method, url in [("GET", old.generate_presigned_url("get_object", target)),
                        ("PUT", old.generate_presigned_url("put_object", target))]:
        assert "AWSAccessKeyId=" in url, url
        answer = fetch(url, method, b"data" if method == "PUT" else None)
        told(answer, 400, "InvalidRequest")
        assert hint in answer[2], answer
    answer = fetch(f"{endpoint}/media/old", "GET", None, {"Authorization": f"AWS {mine.access_key}:c2lnbmF0dXJl"})
    told(answer, 400, "InvalidRequest")
    assert hint in answer[2], answer
    post = old.generate_presigned_post("media", "old")
    if "AWSAccessKeyId" in post["fields"]:
        answer = form(post, b"data")
        told(answer, 400, "InvalidRequest")
        assert hint in answer[2], answer


@check
def only_the_keys_holder_is_believed(s3):
    endpoint, region = s3.meta.endpoint_url, s3.meta.region_name
    def other(access, secret):
        return boto3.client("s3", endpoint_url=endpoint, region_name=region, aws_access_key_id=access,
                            aws_secret_access_key=secret, config=Config(s3={"addressing_style": "path"}))
    mine = s3._request_signer._credentials
    refused(other(mine.access_key, "wrong").list_objects_v2, 403, "SignatureDoesNotMatch", Bucket="media")
    refused(other("nobody", "wrong").list_objects_v2, 403, "InvalidAccessKeyId", Bucket="media")


def form(post, file, **changed):
    """A form as a browser sends it."""
    boundary = "----formBoundary7MA4YWxkTrZu0gW"
    body = b""
    for name, value in {**post["fields"], **changed}.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    body += (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="cat.png"\r\n'
             f"Content-Type: image/png\r\n\r\n").encode() + file + f"\r\n--{boundary}--\r\n".encode()
    return fetch(post["url"], "POST", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


@check
def forms_upload_within_their_policy(s3):
    conditions = [["content-length-range", 2, MIB], ["starts-with", "$Content-Type", "image/"],
                  {"success_action_status": "201"}, {"x-amz-meta-by": "ana"}]
    fields = {"Content-Type": "image/png", "success_action_status": "201", "x-amz-meta-by": "ana"}
    post = s3.generate_presigned_post("media", "form/${filename}", fields, conditions, ExpiresIn=60)
    file = bytes(range(256)) * 2000
    status, headers, body = form(post, file)
    assert status == 201 and b"<Key>form/cat.png</Key>" in body, body
    assert headers["ETag"] == f'"{hashlib.md5(file).hexdigest()}"'
    got = s3.get_object(Bucket="media", Key="form/cat.png")
    assert got["Body"].read() == file and got["ContentType"] == "image/png" and got["Metadata"] == {"by": "ana"}


@check
def forms_are_held_to_their_policy(s3):
    conditions = [["content-length-range", 2, 100], ["starts-with", "$Content-Type", "image/"]]
    post = s3.generate_presigned_post("media", "bounded", {"Content-Type": "image/png"}, conditions, ExpiresIn=60)
    for file, changed, status, code in [
            (b"x" * 101, {}, 400, b"EntityTooLarge"), (b"x", {}, 400, b"EntityTooSmall"),
            (b"xyz", {"Content-Type": "text/html"}, 403, b"AccessDenied"), (b"xyz", {"key": "other"}, 403, b"AccessDenied"),
            (b"xyz", {"x-amz-meta-new": "1"}, 403, b"AccessDenied"),
            (b"xyz", {"x-amz-signature": "0" * 64}, 403, b"SignatureDoesNotMatch")]:
        seen, _, body = form(post, file, **changed)
        assert seen == status and b"<Code>" + code + b"</Code>" in body, (changed, seen, body)
    assert form(post, b"xyz")[0] == 204
    refused(s3.head_object, 404, "404", Bucket="media", Key="other")


@check
def browsers_are_let_in_by_the_rules(s3):
    s3.put_object(Bucket="media", Key="cors", Body=b"x")
    url = s3.generate_presigned_url("put_object", {"Bucket": "media", "Key": "cors"}, ExpiresIn=60)
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
    status, headers, _ = fetch(url, "OPTIONS", headers=asked)
    assert status == 200 and headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "PUT" in headers["Access-Control-Allow-Methods"] and headers["Access-Control-Allow-Headers"] == "content-type"
    assert headers["Access-Control-Max-Age"] == "300"
    get = s3.generate_presigned_url("get_object", {"Bucket": "media", "Key": "cors"}, ExpiresIn=60)
    status, headers, _ = fetch(get, headers={"Origin": ORIGIN})
    assert status == 200 and headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Access-Control-Expose-Headers"] == "ETag"


@check
def other_origins_stay_outside(s3):
    url = s3.generate_presigned_url("put_object", {"Bucket": "media", "Key": "cors"}, ExpiresIn=60)
    for changed in [{"Origin": "https://other.example"}, {"Access-Control-Request-Method": "DELETE"},
                    {"Access-Control-Request-Headers": "x-secret"}]:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PUT", **changed}
        status, _, body = fetch(url, "OPTIONS", headers=asked)
        assert status == 403 and b"<Code>AccessForbidden</Code>" in body, changed


@check
def chunked_bodies_are_taken_apart(s3):
    body = b"0123456789" * 100_000
    sent = {}

    def unsigned(request, **_):
        """The form that clients choose for streams over TLS: aws-chunked, with the checksum behind the data."""
        checksum = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
        framed = b"".join(
            f"{len(body[at:at + 65536]):x}\r\n".encode() + body[at:at + 65536] + b"\r\n" for at in range(0, len(body), 65536))
        request.data = framed + f"0\r\nx-amz-checksum-crc32:{sent.get('sum', checksum)}\r\n\r\n".encode()
        for name in ["x-amz-checksum-crc32", "Content-MD5", "X-Amz-Content-SHA256", "Content-Length"]:
            del request.headers[name]
        request.headers["x-amz-content-sha256"] = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        request.headers["content-encoding"] = "aws-chunked"
        request.headers["x-amz-trailer"] = "x-amz-checksum-crc32"
        request.headers["x-amz-decoded-content-length"] = str(len(body))
        request.context["payload_signing_enabled"] = False
        request.context["checksum"] = {"request_algorithm": {"in": "trailer", "algorithm": "crc32", "name": "x-amz-checksum-crc32"}}

    s3.meta.events.register_first("before-sign.s3.PutObject", unsigned)
    try:
        s3.put_object(Bucket="media", Key="chunked", Body=body)
        sent["sum"] = "AAAAAA=="
        refused(s3.put_object, 400, "BadDigest", Bucket="media", Key="chunked-wrong", Body=body)
    finally:
        s3.meta.events.unregister("before-sign.s3.PutObject", unsigned)
    got = s3.get_object(Bucket="media", Key="chunked", ChecksumMode="ENABLED")
    assert got["Body"].read() == body and "ContentEncoding" not in got and got["ChecksumCRC32"]


def client(endpoint, access, secret):
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=access, aws_secret_access_key=secret,
        config=Config(signature_version="s3v4", retries={"max_attempts": 1}, s3={"addressing_style": "path"}))


def run(s3, differences):
    failed = 0
    for function in CHECKS:
        name = function.__name__
        try:
            function(s3)
            problem = None
        except Exception as error:  # every failure is to be named, not only the first
            line = traceback.extract_tb(error.__traceback__)[1].line
            problem = f"{type(error).__name__}: {error}"[:300] + f" ({line})"
        if name in differences and problem is None:
            print(f"FAILED {name}: the table of differences is out of date")
            failed += 1
        elif name in differences:
            print(f"differs {name}: {differences[name]}")
        elif problem:
            print(f"FAILED {name}: {problem}")
            failed += 1
    return failed


def against_moto():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        s3 = client(f"http://{host}:{port}", "access", "secret")
        for bucket in ["media", "archive"]:
            s3.create_bucket(Bucket=bucket)
        rule = {"AllowedOrigins": [ORIGIN], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["content-type"],
                "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 300}
        s3.put_bucket_cors(Bucket="media", CORSConfiguration={"CORSRules": [rule]})
        return run(s3, DIFFERENCES)
    finally:
        server.stop()


if __name__ == "__main__":
    failed = against_moto() if sys.argv[1] == "moto" else run(client(*sys.argv[1:4]), {})
    if failed == 0:
        print(f"s3_boto3: ok, {len(CHECKS)} checks")
    sys.exit(1 if failed else 0)
