"""Runs the commands of the README's section on AWS as they stand, against a moto server, and looks at what came of them.

    .venv/bin/python Tests/AWSStack/deploy_readme.py

`make` alone is another: it makes small archives, since none is run here, and writes the stacks as `make package` does.
"""

import json
import logging
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
import aws  # noqa: E402

import boto3  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / ".ci"), str(ROOT / "Tests/AWSClients")]
import bundle  # noqa: E402
import landed  # noqa: E402

# What people have set before they begin.
GIVEN = {
    "BUCKET": "bundle", "SUBNETS": "subnet-0a1b2c3d,subnet-1a1b2c3d", "SECURITY_GROUPS": "sg-0a1b2c3d",
    "EMAIL": "operator@clientnest.example", "FFMPEG": "ffmpeg",
}
MAKE = """#!/bin/sh
[ "$*" = package ] && exec .venv/bin/python make.py
"""
MAKE_PACKAGE = """
import os, subprocess, sys, zipfile
sys.path[:0] = [".ci", ".ci/deploy"]
import bundle
os.makedirs(".build/packages", exist_ok=True)
for name, resource in bundle.template()["Resources"].items():
    if resource["Type"] == "AWS::Serverless::Function":
        with zipfile.ZipFile(resource["Properties"]["CodeUri"], "w") as archive:
            archive.writestr("bootstrap", name + (open("release").read() if name == "ListEvents" else ""))
subprocess.run([".venv/bin/python", ".ci/deploy/write.py"], check=True)
"""


def commands():
    """The blocks of the section, in their order."""
    section = (ROOT / "README.md").read_text().split("### Deploy to AWS\n")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.S)


def prepare(directory):
    for name in ("template.yaml", "Functions", ".ci", ".venv"):
        (directory / name).symlink_to(ROOT / name)
    (directory / "tools").mkdir()
    (directory / "tools/aws").symlink_to(ROOT / ".venv/bin/aws")
    (directory / "tools/make").write_text(MAKE)
    (directory / "tools/make").chmod(0o755)
    (directory / "make.py").write_text(MAKE_PACKAGE)
    (directory / "ffmpeg").write_text("")
    (directory / "release").write_text("1")
    template = bundle.template(ROOT / "template.yaml")
    secrets = {name: f"given-{name}" for name, p in template["Parameters"].items() if "Default" not in p}
    (directory / "clientnest.parameters.json").write_text(json.dumps({**secrets, "HostSecretKey": "no parameter"}))
    return template


def run(block, directory, url):
    environment = {
        **os.environ, **GIVEN, "AWS_ENDPOINT_URL": url, "PATH": f"{directory}/tools:{os.environ['PATH']}", "AWS_PAGER": "",
    }
    done = subprocess.run(["sh", "-eu", "-c", block], cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{block}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def functions(url):
    client = boto3.client("lambda", endpoint_url=url)
    return {f["FunctionName"]: f for page in client.get_paginator("list_functions").paginate() for f in page["Functions"]}


def check_created(template, url):
    """Every function is there, in the network, with all variables."""
    expected = {f"clientnest-{n}" for n, r in template["Resources"].items() if r["Type"] == "AWS::Serverless::Function"}
    found = functions(url)
    if expected != found.keys():
        sys.exit(f"missing: {sorted(expected - found.keys())}; others: {sorted(found.keys() - expected)}")
    for name, function in found.items():
        variables = function.get("Environment", {}).get("Variables", {})
        # moto keeps the numbers of Number parameters as numbers.
        empty = [n for n, v in variables.items() if not isinstance(v, (str, int)) or "Outputs." in str(v)]
        if empty or "subnet-0a1b2c3d" not in function["VpcConfig"]["SubnetIds"]:
            sys.exit(f"{name}: {empty or 'not in the VPC'}")
    return len(found)


def check_settings(url):
    """All functions are published with the secret as it is now; returns it."""
    secret = boto3.client("secretsmanager", endpoint_url=url).get_secret_value(SecretId="clientnest")
    for name, function in functions(url).items():
        if not function["Description"].endswith(" " + secret["VersionId"]):
            sys.exit(f"{name} is {function['Description']}, not of {secret['VersionId']}")
    return json.loads(secret["SecretString"])


def publish(url):
    """A deployment of other code, as far as the aliases see it."""
    client = boto3.client("lambda", endpoint_url=url)
    for name in functions(url):
        # moto publishes what differs.
        client.update_function_code(FunctionName=name, S3Bucket="bundle", S3Key="other.zip")
        version = client.publish_version(FunctionName=name)["Version"]
        client.update_alias(FunctionName=name, Name="live", FunctionVersion=version)


def aliases(url):
    client = boto3.client("lambda", endpoint_url=url)
    return {name: client.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in functions(url)}


def roll_back(directory, url, note, back):
    """The first step back moves every alias, and again where it was noted."""
    run(note, directory, url)
    before = aliases(url)
    boto3.client("s3", endpoint_url=url).upload_file(str(directory / "other.zip"), "bundle", "other.zip")
    publish(url)
    if any(before[name] == version for name, version in aliases(url).items()):
        sys.exit("not every function has another version")
    print(run(back, directory, url).strip())
    if aliases(url) != before:
        sys.exit("not every function is back")


def deploy(directory, url):
    template = prepare(directory)
    boto3.client("s3", endpoint_url=url).create_bucket(
        Bucket="bundle", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    secret, install, settings, layer, back, again = commands()
    run(secret, directory, url)
    run(install, directory, url)
    print(f"created {check_created(template, url)} functions")
    landed.compare(url)
    check_settings(url)
    run(settings, directory, url)
    check_created(template, url)
    if not check_settings(url)["PublicUrl"].startswith("https://"):
        sys.exit("the address of the API is not in the secret")
    run(layer, directory, url)
    shutil.copy(directory / ".build/ffmpeg.zip", directory / "other.zip")
    note = next(line for line in install.splitlines() if "live.py note" in line)
    roll_back(directory, url, note, back)
    shutil.copy(directory / ".build/deploy.yaml", directory / "deploy-before.yaml")
    # Another version is deployed by the same commands.
    (directory / "release").write_text("2")
    run(install, directory, url)
    check_created(template, url)
    run(again + "\n", directory, url)
    print(f"left {check_created(template, url)} functions")


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server, url = aws.serve()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="clientnest-aws-"))
    try:
        deploy(directory, url)
    finally:
        server.stop()
        shutil.rmtree(directory)


main()
