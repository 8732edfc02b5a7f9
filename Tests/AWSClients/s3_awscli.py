"""Drives the host's object store with the AWS command line.

    python3 s3_awscli.py http://127.0.0.1:PORT ACCESS_KEY SECRET_KEY

Expects the bucket `archive`, with nothing below `cli/`. Exits non-zero on the first thing that is not as on S3.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ENDPOINT, ACCESS, SECRET = sys.argv[1:4]
VARIABLES = {
    "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ENDPOINT_URL_S3": ENDPOINT, "AWS_ACCESS_KEY_ID": ACCESS,
    "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "",
    "AWS_EC2_METADATA_DISABLED": "true"}


def aws(*words, succeeds=True):
    command = [sys.executable, "-W", "ignore", str(pathlib.Path(sys.executable).parent / "aws"), *words]
    result = subprocess.run(command, env=VARIABLES, capture_output=True, text=True, timeout=60)
    assert (result.returncode == 0) == succeeds, f"{words}: {result.stdout}{result.stderr}"
    return result.stdout + result.stderr


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # Without this, an address for an endpoint that is not AWS's is signed by version 2.
        (folder / "config").write_text("[default]\ns3 =\n  signature_version = s3v4\n")
        VARIABLES["AWS_CONFIG_FILE"] = str(folder / "config")
        (folder / "site/deep").mkdir(parents=True)
        (folder / "site/index.html").write_text("<h1>hello</h1>")
        (folder / "site/deep/a b+c.txt").write_text("deep")
        (folder / "site/large.bin").write_bytes(bytes(range(256)) * 80_000)  # 20 MB: sent in three parts
        aws("s3", "sync", str(folder / "site"), "s3://archive/cli/")
        listed = aws("s3", "ls", "s3://archive/cli/", "--recursive")
        assert [line.split(maxsplit=3)[3] for line in listed.splitlines()] == [
            "cli/deep/a b+c.txt", "cli/index.html", "cli/large.bin"], listed
        assert "PRE deep/" in aws("s3", "ls", "s3://archive/cli/")
        assert aws("s3", "sync", str(folder / "site"), "s3://archive/cli/") == ""
        aws("s3", "cp", "s3://archive/cli/large.bin", str(folder / "back.bin"))
        assert (folder / "back.bin").read_bytes() == (folder / "site/large.bin").read_bytes()
        aws("s3", "cp", "s3://archive/cli/index.html", "s3://archive/cli/copy.html")
        aws("s3", "mv", "s3://archive/cli/copy.html", "s3://archive/cli/moved.html")
        head = json.loads(aws("s3api", "head-object", "--bucket", "archive", "--key", "cli/moved.html"))
        assert head["ContentType"] == "text/html" and head["ContentLength"] == 14
        assert "404" in aws("s3api", "head-object", "--bucket", "archive", "--key", "cli/copy.html", succeeds=False)
        url = aws("s3", "presign", "s3://archive/cli/index.html").strip()
        assert "X-Amz-Signature=" in url
        (folder / "site/index.html").unlink()
        aws("s3", "sync", "--delete", str(folder / "site"), "s3://archive/cli/")
        assert "index.html" not in aws("s3", "ls", "s3://archive/cli/")
        aws("s3", "rm", "--recursive", "s3://archive/cli/")
        listed = aws("s3api", "list-objects-v2", "--bucket", "archive", "--prefix", "cli/")
        assert "Contents" not in listed
        assert "NoSuchBucket" in aws("s3", "ls", "s3://nowhere/", succeeds=False)
    print("s3_awscli: ok")


main()
