"""Invokes functions of a host through boto3 and the AWS command line. Arguments: the address of the host's services,
the secret of its own key."""

import base64
import json
import os
import subprocess
import sys
import tempfile

import boto3
import botocore.config
import botocore.exceptions

endpoint, secret = sys.argv[1:]
session = boto3.Session("local", secret, region_name="local")
config = botocore.config.Config(retries={"total_max_attempts": 1})
client = session.client("lambda", endpoint_url=endpoint, config=config)


def expect(condition, what):
    if not condition:
        raise SystemExit(f"lambda_boto3: {what}")


def error_of(**arguments):
    try:
        client.invoke(**arguments)
    except botocore.exceptions.ClientError as error:
        return error
    raise SystemExit(f"lambda_boto3: no error for {arguments}")


answer = client.invoke(FunctionName="Probe", Payload=json.dumps({"a": 1}))
expect(answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST", answer)
expect("FunctionError" not in answer, "an error where there is none")
expect(json.load(answer["Payload"])["event"] == {"a": 1}, "the event is another")

arn = "arn:aws:lambda:local:000000000000:function:Probe:$LATEST"
expect(client.invoke(FunctionName=arn, Payload="{}")["StatusCode"] == 200, "by ARN")

failed = client.invoke(FunctionName="Probe", Payload=json.dumps({"do": "fail"}))
expect(failed["FunctionError"] == "Unhandled", failed)
expect(json.load(failed["Payload"])["errorType"] == "ValueError", "the function's own error")

context = {"client": {"app_title": "tests"}, "custom": {"key": "value"}}
encoded = base64.b64encode(json.dumps(context).encode()).decode()
headers = json.load(
    client.invoke(FunctionName="Probe", Payload=json.dumps({"do": "headers"}), ClientContext=encoded)["Payload"])
expect(json.loads(headers["lambda-runtime-client-context"]) == context, headers)

tail = client.invoke(FunctionName="Probe", LogType="Tail", Payload=json.dumps({"do": "log", "line": "a line of log"}))
log = base64.b64decode(tail["LogResult"]).decode().splitlines()
expect(log[0].startswith("START RequestId: ") and log[0].endswith("Version: $LATEST"), log)
expect(log[1] == "a line of log", log)
expect(log[2].startswith("END RequestId: ") and log[3].startswith("REPORT RequestId: "), log)

expect(client.invoke(FunctionName="Probe", InvocationType="DryRun")["StatusCode"] == 204, "dry run")
expect(client.invoke(FunctionName="Probe", InvocationType="Event", Payload="{}")["StatusCode"] == 202, "event")

missing = error_of(FunctionName="Nothing")
expect(isinstance(missing, client.exceptions.ResourceNotFoundException), missing)
throttled = error_of(FunctionName="Closed")
expect(isinstance(throttled, client.exceptions.TooManyRequestsException), throttled)
expect(throttled.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded", throttled.response)
garbled = error_of(FunctionName="Probe", Payload="not JSON")
expect(isinstance(garbled, client.exceptions.InvalidRequestContentException), garbled)
large = error_of(FunctionName="Probe", InvocationType="Event", Payload=json.dumps("a" * (1 << 20)))
expect(isinstance(large, client.exceptions.RequestTooLargeException), large)

for access_key, secret_key, name in (
    ("local", secret + "x", "InvalidSignatureException"), ("other", secret, "UnrecognizedClientException"),
):
    stranger = boto3.Session(access_key, secret_key, region_name="local").client(
        "lambda", endpoint_url=endpoint, config=config)
    try:
        stranger.invoke(FunctionName="Probe", Payload="{}")
    except botocore.exceptions.ClientError as error:
        expect(error.response["Error"]["Code"] == name, error.response)
        expect(error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, error.response)
    else:
        raise SystemExit(f"lambda_boto3: {access_key} with another secret was believed")

with tempfile.TemporaryDirectory() as directory:
    out = os.path.join(directory, "answer")
    command = [os.path.join(os.path.dirname(sys.executable), "aws"), "--endpoint-url", endpoint, "lambda", "invoke",
               "--function-name", "Probe", "--payload", '{"b":2}', out]
    variables = {"PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": secret,
                 "AWS_DEFAULT_REGION": "local"}
    result = subprocess.run(command, env=variables, capture_output=True, text=True)
    expect(result.returncode == 0, result.stderr)
    expect(json.loads(result.stdout)["StatusCode"] == 200, result.stdout)
    with open(out) as file:
        expect(json.load(file)["event"] == {"b": 2}, "the command line's answer")

print("lambda_boto3: ok")
