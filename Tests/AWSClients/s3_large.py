"""Puts an object of any size into the host's object store with boto3, part by part, and reads it back.

    python3 s3_large.py http://127.0.0.1:PORT ACCESS_KEY SECRET_KEY MEBIBYTES

Expects the bucket `media`, and leaves it as it was. The bytes are made while they are sent and again while they are
compared: nothing of that size is in memory or in a file of this side. Exits non-zero when a byte is wrong.
"""

import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

MIB = 1024 * 1024
PART = 32 * MIB
FILLING = bytes(range(256)) * (MIB // 256 - 1)
KEY = "large/object"


def block(number):
    """A mebibyte that says everywhere which one it is, as no two are the same."""
    return number.to_bytes(8, "big") * 32 + FILLING


def expected(first, last):
    """The bytes from `first` to `last`, both included."""
    start = first // MIB
    whole = b"".join(block(number) for number in range(start, last // MIB + 1))
    return whole[first - start * MIB : last + 1 - start * MIB]


class Generated:
    """A file that can be read once from its beginning and has no other abilities."""

    def __init__(self, mebibytes):
        self.left = iter(range(mebibytes))
        self.rest = b""

    def read(self, size):
        pieces = [self.rest]
        count = len(self.rest)
        while count < size and (number := next(self.left, None)) is not None:
            pieces.append(block(number))
            count += MIB
        data = b"".join(pieces)
        self.rest = data[size:]
        return data[:size]


def main(url, access_key, secret_key, mebibytes):
    s3 = boto3.client(
        "s3", endpoint_url=url, region_name="local", aws_access_key_id=access_key,
        aws_secret_access_key=secret_key, config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))
    size = mebibytes * MIB
    transfer = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=4)
    s3.upload_fileobj(Generated(mebibytes), "media", KEY, Config=transfer)

    head = s3.head_object(Bucket="media", Key=KEY)
    assert head["ContentLength"] == size, head
    assert head["ETag"].endswith(f'-{-(-size // PART)}"'), head

    for first in (0, PART - 3, size // 2 - 7, size - 11):
        last = min(first + 2 * MIB, size - 1)
        part = s3.get_object(Bucket="media", Key=KEY, Range=f"bytes={first}-{last}")
        assert part["ContentRange"] == f"bytes {first}-{last}/{size}", part
        assert part["Body"].read() == expected(first, last), f"the bytes from {first} on are others"
    suffix = s3.get_object(Bucket="media", Key=KEY, Range="bytes=-5")["Body"].read()
    assert suffix == expected(size - 5, size - 1)

    body = s3.get_object(Bucket="media", Key=KEY)["Body"]
    for number in range(mebibytes):
        assert body.read(MIB) == block(number), f"mebibyte {number} is another"
    assert body.read(1) == b""

    s3.delete_object(Bucket="media", Key=KEY)
    assert s3.list_objects_v2(Bucket="media")["KeyCount"] == 0
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="media")
    print(f"s3_large: ok {mebibytes} MiB")


main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
