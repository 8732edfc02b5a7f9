"""Drives the host's queues with boto3.

    python3 sqs_boto3.py http://127.0.0.1:PORT

Expects the empty queues `Work` (visibility time-out 30 s, dead letters to `Dead` after two receives) and `Dead`.
Exits non-zero on the first thing that is not as on SQS.
"""

import hashlib
import struct
import sys
import time

import boto3
from botocore.exceptions import ClientError


def refused(call, **parameters):
    """The exception of a call that must fail."""
    try:
        call(**parameters)
    except ClientError as error:
        return error
    raise AssertionError(f"{call} with {parameters} was not refused")


def code(error):
    return error.response["Error"]["Code"]


def digest(attributes):
    """MD5 of message attributes, as the developer guide of SQS describes it."""
    buffer = b""
    for name in sorted(attributes):
        kind = attributes[name]["DataType"]
        value = attributes[name].get("BinaryValue") or attributes[name]["StringValue"].encode()
        for field in (name.encode(), kind.encode()):
            buffer += struct.pack(">I", len(field)) + field
        buffer += (b"\2" if kind.startswith("Binary") else b"\1") + struct.pack(">I", len(value)) + value
    return hashlib.md5(buffer).hexdigest()


def check_queues(sqs):
    assert len(sqs.list_queues()["QueueUrls"]) == 2
    assert len(sqs.list_queues(QueueNamePrefix="Wo")["QueueUrls"]) == 1
    missing = refused(sqs.get_queue_url, QueueName="Nothing")
    assert isinstance(missing, sqs.exceptions.QueueDoesNotExist), missing
    assert code(missing) == "AWS.SimpleQueueService.NonExistentQueue"
    assert missing.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert missing.response["ResponseMetadata"]["RequestId"]
    assert code(refused(sqs.create_queue, QueueName="New")) == "AWS.SimpleQueueService.UnsupportedOperation"
    work = sqs.get_queue_url(QueueName="Work")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=work, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "30" and attributes["QueueArn"].endswith(":Work"), attributes
    unknown = refused(sqs.get_queue_attributes, QueueUrl=work, AttributeNames=["Colour"])
    assert isinstance(unknown, sqs.exceptions.InvalidAttributeName), unknown
    return work, sqs.get_queue_url(QueueName="Dead")["QueueUrl"]


def check_messages(sqs, work):
    attributes = {
        "trace": {"DataType": "String", "StringValue": "äbc"},
        "count": {"DataType": "Number.int", "StringValue": "17"},
        "blob": {"DataType": "Binary", "BinaryValue": b"\0\xff"},
    }
    body = "Grüße 👋\n<&>"
    sent = sqs.send_message(QueueUrl=work, MessageBody=body, MessageAttributes=attributes)
    assert sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest()
    assert sent["MD5OfMessageAttributes"] == digest(attributes)
    message = sqs.receive_message(
        QueueUrl=work, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"])["Messages"][0]
    assert message["Body"] == body and message["MessageId"] == sent["MessageId"]
    assert message["MessageAttributes"] == attributes and message["MD5OfMessageAttributes"] == digest(attributes)
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert abs(int(message["Attributes"]["SentTimestamp"]) / 1000 - time.time()) < 60
    assert "Messages" not in sqs.receive_message(QueueUrl=work)
    handle = {"QueueUrl": work, "ReceiptHandle": message["ReceiptHandle"]}
    sqs.change_message_visibility(**handle, VisibilityTimeout=0)
    again = sqs.receive_message(QueueUrl=work, WaitTimeSeconds=5)["Messages"][0]
    assert again["ReceiptHandle"] != message["ReceiptHandle"]
    idle = refused(sqs.change_message_visibility, **handle, VisibilityTimeout=1)
    assert isinstance(idle, sqs.exceptions.MessageNotInflight), idle
    sqs.delete_message(QueueUrl=work, ReceiptHandle=again["ReceiptHandle"])
    odd = refused(sqs.delete_message, QueueUrl=work, ReceiptHandle="odd")
    assert isinstance(odd, sqs.exceptions.ReceiptHandleIsInvalid), odd
    assert code(refused(sqs.send_message, QueueUrl=work, MessageBody="a", DelaySeconds=901)) == "InvalidParameterValue"


def check_batches(sqs, work):
    entries = [{"Id": f"m{number}", "MessageBody": f"body {number}"} for number in range(9)]
    answer = sqs.send_message_batch(QueueUrl=work, Entries=entries + [{"Id": "bad", "MessageBody": "\1"}])
    assert len(answer["Successful"]) == 9 and [entry["Id"] for entry in answer["Failed"]] == ["bad"]
    assert answer["Failed"][0]["Code"] == "InvalidMessageContents" and answer["Failed"][0]["SenderFault"]
    received = sqs.receive_message(QueueUrl=work, MaxNumberOfMessages=10)["Messages"]
    assert {message["Body"] for message in received} == {entry["MessageBody"] for entry in entries}
    handles = [{"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(received)]
    assert len(sqs.delete_message_batch(QueueUrl=work, Entries=handles)["Successful"]) == 9
    assert isinstance(
        refused(sqs.send_message_batch, QueueUrl=work, Entries=[]), sqs.exceptions.EmptyBatchRequest)
    assert isinstance(
        refused(sqs.send_message_batch, QueueUrl=work, Entries=entries[:1] * 2),
        sqs.exceptions.BatchEntryIdsNotDistinct)
    many = refused(sqs.send_message_batch, QueueUrl=work, Entries=entries + entries)
    assert code(many) == "AWS.SimpleQueueService.TooManyEntriesInBatchRequest", many


def check_times(sqs, work):
    start = time.monotonic()
    sqs.send_message(QueueUrl=work, MessageBody="late", DelaySeconds=1)
    assert "Messages" not in sqs.receive_message(QueueUrl=work)
    late = sqs.receive_message(QueueUrl=work, WaitTimeSeconds=10)["Messages"][0]
    assert 0.9 < time.monotonic() - start < 5, time.monotonic() - start
    sqs.delete_message(QueueUrl=work, ReceiptHandle=late["ReceiptHandle"])


def check_dead_letters(sqs, work, dead):
    sqs.send_message(QueueUrl=work, MessageBody="poison")
    for _ in range(2):
        assert sqs.receive_message(QueueUrl=work, VisibilityTimeout=0, WaitTimeSeconds=2)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=work, WaitTimeSeconds=1)
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    assert sqs.start_message_move_task(SourceArn=arn)["TaskHandle"]
    back = sqs.receive_message(QueueUrl=work, WaitTimeSeconds=2)["Messages"][0]
    assert back["Body"] == "poison"
    sqs.purge_queue(QueueUrl=work)
    assert isinstance(refused(sqs.purge_queue, QueueUrl=work), sqs.exceptions.PurgeQueueInProgress)
    counts = sqs.get_queue_attributes(QueueUrl=work, AttributeNames=["All"])["Attributes"]
    assert {counts[name] for name in counts if name.startswith("ApproximateNumber")} == {"0"}, counts


def main(endpoint):
    sqs = boto3.client(
        "sqs", endpoint_url=endpoint, region_name="local", aws_access_key_id="local", aws_secret_access_key="local")
    work, dead = check_queues(sqs)
    check_messages(sqs, work)
    check_batches(sqs, work)
    check_times(sqs, work)
    check_dead_letters(sqs, work, dead)
    print("sqs_boto3: ok")


if __name__ == "__main__":
    main(sys.argv[1])
