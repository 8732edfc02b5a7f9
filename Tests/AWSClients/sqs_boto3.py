"""Drives queues with boto3, on the host and on moto, so that the suite itself is checked by somebody else's SQS.

    .venv/bin/python3 sqs_boto3.py http://127.0.0.1:PORT SECRET     the host, whose key is `local` with that secret
    .venv/bin/python3 sqs_boto3.py moto                             moto, started here

Where moto is not as AWS documents SQS, the case is in DIFFERENCES. There it has to fail on moto, so that the table stays
true. Prints `sqs_boto3: N cases, M assertions` and ends with 0, or with what is not as on SQS.
"""

import hashlib
import json
import struct
import sys
import time
import unittest
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/"
GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"

# Case: what AWS documents and moto does otherwise.
DIFFERENCES = {
    "test_characters": "characters outside the set are refused: " + API + "API_SendMessage.html",
    "test_old_handle": "an old handle succeeds without deleting the message: " + API + "API_DeleteMessage.html",
    "test_purge_again": "one purge in 60 seconds: " + API + "API_PurgeQueue.html",
    "test_deleted_recently": "a name can be used again after 60 seconds: " + API + "API_DeleteQueue.html",
    "test_fifo_attempt": "an attempt id gives the same messages again: " + API + "API_ReceiveMessage.html",
    "test_list_pages": "MaxResults pages: " + API + "API_ListQueues.html",
    "test_deduplication_after_delete": "also what was deleted is known for 5 minutes: " + API + "API_SendMessage.html",
    "test_sequence": "sequence numbers rise: " + API + "API_SendMessage.html",
    "test_deduplication_id_on_standard": "the id is for FIFO queues: " + API + "API_SendMessage.html",
    "test_dead_letter_source": "a dead letter names its source: " + API + "API_ReceiveMessage.html",
    "test_signatures": "signatures are checked: " + API + "CommonErrors.html",
    "test_move_tasks": "moto has no message move tasks: " + GUIDE + "sqs-configure-dead-letter-queue-redrive.html",
    "test_set_invalid": "invalid values of attributes are refused: " + API + "API_SetQueueAttributes.html",
    "test_redrive_permission": "RedriveAllowPolicy is enforced: " + API + "API_SetQueueAttributes.html",
    "test_fifo_other_group_of_dlq": "the dead-letter queue is of the same kind: " + GUIDE + "sqs-dead-letter-queues.html",
    "test_batch_contents": "an entry fails by itself: " + API + "API_SendMessageBatch.html",
    "test_unchanged_by_other_handle": "not in flight: MessageNotInflight: " + API + "API_ChangeMessageVisibility.html",
}

ENDPOINT, SECRET, IS_MOTO = None, "local", False


def client(**more):
    options = {
        "endpoint_url": ENDPOINT, "region_name": "local" if not IS_MOTO else "us-east-1",
        "aws_access_key_id": "local", "aws_secret_access_key": SECRET, "config": Config(retries={"max_attempts": 0}),
    }
    return boto3.client("sqs", **(options | more))


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


class QueueCase(unittest.TestCase):
    """Queues of its own for each case. Counts its assertions."""

    assertions = 0

    def setUp(self):
        self.sqs = client()
        self.made = []

    def tearDown(self):
        for url in self.made:
            try:
                self.sqs.delete_queue(QueueUrl=url)
            except ClientError:
                pass

    def make(self, name="q", **attributes):
        fifo = name.endswith(".fifo")
        name = f"{name.removesuffix('.fifo')}-{uuid.uuid4().hex}" + (".fifo" if fifo else "")
        if fifo:
            attributes["FifoQueue"] = "true"
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.made.append(url)
        return url

    def same(self, one, other, message=None):
        QueueCase.assertions += 1
        self.assertEqual(one, other, message)

    def holds(self, condition, message=None):
        QueueCase.assertions += 1
        self.assertTrue(condition, message)

    def refused(self, code, call, **parameters):
        """The exception of a call that must fail with that code."""
        try:
            call(**parameters)
        except ClientError as error:
            self.same(error.response["Error"]["Code"], code)
            return error
        self.fail(f"{call} with {parameters} was not refused")

    def send(self, url, body, **more):
        return self.sqs.send_message(QueueUrl=url, MessageBody=body, **more)

    def receive(self, url, **more):
        return self.sqs.receive_message(
            QueueUrl=url, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"], **more
        ).get("Messages", [])

    def bodies(self, url, **more):
        return [message["Body"] for message in self.receive(url, **more)]

    def attributes(self, url):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    def arn(self, url):
        return self.attributes(url)["QueueArn"]

    def policy(self, dead, count):
        return json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": count})


class Queues(QueueCase):
    def test_life(self):
        url = self.make(VisibilityTimeout="7", DelaySeconds="1", ReceiveMessageWaitTimeSeconds="2")
        name = url.rsplit("/", 1)[1]
        self.same(self.sqs.get_queue_url(QueueName=name)["QueueUrl"], url)
        attributes = self.attributes(url)
        self.same(attributes["VisibilityTimeout"], "7")
        self.same(attributes["DelaySeconds"], "1")
        self.same(attributes["ReceiveMessageWaitTimeSeconds"], "2")
        self.same(attributes["MessageRetentionPeriod"], "345600")
        self.holds(attributes["QueueArn"].endswith(":" + name))
        self.holds(abs(float(attributes["CreatedTimestamp"]) - time.time()) < 60)
        self.sqs.delete_queue(QueueUrl=url)
        missing = self.refused("AWS.SimpleQueueService.NonExistentQueue", self.sqs.get_queue_url, QueueName=name)
        self.holds(isinstance(missing, self.sqs.exceptions.QueueDoesNotExist))
        self.same(missing.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.holds(missing.response["ResponseMetadata"]["RequestId"])
        self.refused("AWS.SimpleQueueService.NonExistentQueue", self.send, url=url, body="a")

    def test_create_again(self):
        url = self.make(VisibilityTimeout="7")
        name = url.rsplit("/", 1)[1]
        self.same(self.sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"], url)
        self.same(self.sqs.create_queue(QueueName=name)["QueueUrl"], url)
        exists = self.refused(
            "QueueAlreadyExists", self.sqs.create_queue, QueueName=name, Attributes={"VisibilityTimeout": "8"})
        self.holds(isinstance(exists, self.sqs.exceptions.QueueNameExists))

    def test_names(self):
        self.refused("InvalidParameterValue", self.sqs.create_queue, QueueName="a b")
        self.refused("InvalidParameterValue", self.sqs.create_queue, QueueName="a" * 81)
        self.refused("InvalidParameterValue", self.sqs.create_queue, QueueName="a", Attributes={"FifoQueue": "true"})
        unknown = self.refused(
            "InvalidAttributeName", self.sqs.get_queue_attributes, QueueUrl=self.make(), AttributeNames=["Colour"])
        self.holds(isinstance(unknown, self.sqs.exceptions.InvalidAttributeName))

    def test_deleted_recently(self):
        url = self.make()
        self.sqs.delete_queue(QueueUrl=url)
        self.refused(
            "AWS.SimpleQueueService.QueueDeletedRecently", self.sqs.create_queue, QueueName=url.rsplit("/", 1)[1])

    def test_list(self):
        prefix = "list" + uuid.uuid4().hex
        urls = sorted(self.make(f"{prefix}{number}") for number in range(3))
        self.same(sorted(self.sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"]), urls)
        self.holds("QueueUrls" not in self.sqs.list_queues(QueueNamePrefix=prefix + "x"))

    def test_list_pages(self):
        prefix = "list" + uuid.uuid4().hex
        urls = sorted(self.make(f"{prefix}{number}") for number in range(3))
        first = self.sqs.list_queues(QueueNamePrefix=prefix, MaxResults=2)
        self.same(len(first["QueueUrls"]), 2)
        second = self.sqs.list_queues(QueueNamePrefix=prefix, MaxResults=2, NextToken=first["NextToken"])
        self.same(sorted(first["QueueUrls"] + second["QueueUrls"]), urls)
        self.holds("NextToken" not in second)

    def test_set(self):
        url = self.make()
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "9", "DelaySeconds": "0"})
        self.same(self.attributes(url)["VisibilityTimeout"], "9")
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"MaximumMessageSize": "1024"})
        self.refused("InvalidParameterValue", self.send, url=url, body="a" * 1025)
        self.holds(self.send(url, "a" * 1024)["MessageId"])

    def test_set_invalid(self):
        url = self.make()
        self.refused(
            "InvalidAttributeName", self.sqs.set_queue_attributes, QueueUrl=url, Attributes={"Colour": "red"})
        for name, value in [
            ("VisibilityTimeout", "43201"), ("DelaySeconds", "901"), ("MessageRetentionPeriod", "59"),
            ("ReceiveMessageWaitTimeSeconds", "21"), ("MaximumMessageSize", "1048577"), ("VisibilityTimeout", "x"),
        ]:
            self.refused("InvalidAttributeValue", self.sqs.set_queue_attributes, QueueUrl=url, Attributes={name: value})

    def test_tags(self):
        url = self.make()
        self.holds(not self.sqs.list_queue_tags(QueueUrl=url).get("Tags"))
        self.sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": "2"})
        self.sqs.tag_queue(QueueUrl=url, Tags={"b": "3"})
        self.same(self.sqs.list_queue_tags(QueueUrl=url)["Tags"], {"a": "1", "b": "3"})
        self.sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
        self.same(self.sqs.list_queue_tags(QueueUrl=url)["Tags"], {"b": "3"})

    def test_purge(self):
        url = self.make()
        for number in range(3):
            self.send(url, str(number))
        self.sqs.purge_queue(QueueUrl=url)
        counts = self.attributes(url)
        self.same({counts[name] for name in counts if name.startswith("ApproximateNumber")}, {"0"})

    def test_purge_again(self):
        url = self.make()
        self.sqs.purge_queue(QueueUrl=url)
        error = self.refused("AWS.SimpleQueueService.PurgeQueueInProgress", self.sqs.purge_queue, QueueUrl=url)
        self.holds(isinstance(error, self.sqs.exceptions.PurgeQueueInProgress))

    def test_signatures(self):
        url = self.make()
        wrong = client(aws_secret_access_key="wrong")
        error = self.refused("SignatureDoesNotMatch", wrong.send_message, QueueUrl=url, MessageBody="a")
        self.same(error.response["ResponseMetadata"]["HTTPStatusCode"], 403)
        unknown = client(aws_access_key_id="unknown")
        self.refused("InvalidClientTokenId", unknown.send_message, QueueUrl=url, MessageBody="a")
        self.same(self.bodies(url), [])


class Messages(QueueCase):
    def test_attributes(self):
        url = self.make()
        attributes = {
            "trace": {"DataType": "String", "StringValue": "äbc"},
            "count": {"DataType": "Number.int", "StringValue": "17"},
            "blob": {"DataType": "Binary", "BinaryValue": b"\0\xff"},
        }
        body = "Grüße 👋\n<&>\t\"\\"
        sent = self.send(url, body, MessageAttributes=attributes)
        self.same(sent["MD5OfMessageBody"], hashlib.md5(body.encode()).hexdigest())
        self.same(sent["MD5OfMessageAttributes"], digest(attributes))
        message = self.receive(url)[0]
        self.same(message["Body"], body)
        self.same(message["MessageId"], sent["MessageId"])
        self.same(message["MessageAttributes"], attributes)
        self.same(message["MD5OfMessageAttributes"], digest(attributes))
        self.same(message["Attributes"]["ApproximateReceiveCount"], "1")
        self.holds(abs(int(message["Attributes"]["SentTimestamp"]) / 1000 - time.time()) < 60)
        self.holds(message["Attributes"]["SenderId"])
        self.holds("ApproximateFirstReceiveTimestamp" in message["Attributes"])

    def test_selection(self):
        url = self.make()
        value = {"DataType": "String", "StringValue": "1"}
        self.send(url, "a", MessageAttributes={"order.a": value, "order.b": value, "other": value})
        message = self.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["order.*"])["Messages"][0]
        self.same(set(message["MessageAttributes"]), {"order.a", "order.b"})
        self.holds("Attributes" not in message)

    def test_trace_header(self):
        url = self.make()
        header = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
        sent = self.send(url, "a", MessageSystemAttributes=header)
        self.holds(sent["MessageId"])
        self.same(self.receive(url)[0]["Attributes"]["AWSTraceHeader"], header["AWSTraceHeader"]["StringValue"])

    def test_visibility(self):
        url = self.make()
        self.send(url, "a")
        first = self.receive(url)[0]
        self.same(self.bodies(url), [])
        handle = {"QueueUrl": url, "ReceiptHandle": first["ReceiptHandle"]}
        self.sqs.change_message_visibility(**handle, VisibilityTimeout=0)
        second = self.receive(url, WaitTimeSeconds=5)[0]
        self.holds(second["ReceiptHandle"] != first["ReceiptHandle"])
        self.same(second["Attributes"]["ApproximateReceiveCount"], "2")
        self.refused(
            "InvalidParameterValue", self.sqs.change_message_visibility, QueueUrl=url,
            ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=43201)
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"])
        invalid = self.refused("ReceiptHandleIsInvalid", self.sqs.delete_message, QueueUrl=url, ReceiptHandle="odd")
        self.holds(isinstance(invalid, self.sqs.exceptions.ReceiptHandleIsInvalid))

    def test_unchanged_by_other_handle(self):
        url = self.make()
        self.send(url, "a")
        first = self.receive(url, VisibilityTimeout=1)[0]
        self.holds(self.receive(url, WaitTimeSeconds=5))
        error = self.refused(
            "AWS.SimpleQueueService.MessageNotInflight", self.sqs.change_message_visibility, QueueUrl=url,
            ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=5)
        self.holds(isinstance(error, self.sqs.exceptions.MessageNotInflight))

    def test_old_handle(self):
        url = self.make(VisibilityTimeout="1")
        self.send(url, "a")
        first = self.receive(url)[0]
        self.holds(self.receive(url, WaitTimeSeconds=5))
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.same(self.bodies(url, WaitTimeSeconds=5), ["a"])

    def test_delay(self):
        url = self.make()
        start = time.monotonic()
        self.send(url, "late", DelaySeconds=1)
        self.same(self.bodies(url), [])
        self.same(self.attributes(url)["ApproximateNumberOfMessagesDelayed"], "1")
        self.same(self.bodies(url, WaitTimeSeconds=10), ["late"])
        self.holds(time.monotonic() - start > 0.9)
        self.refused("InvalidParameterValue", self.send, url=url, body="a", DelaySeconds=901)

    def test_limits(self):
        url = self.make()
        self.holds(self.send(url, "a" * 1048576)["MessageId"])
        self.refused("InvalidParameterValue", self.send, url=url, body="a" * 1048577)
        self.refused("InvalidParameterValue", self.receive, url=url, MaxNumberOfMessages=11)
        self.refused("InvalidParameterValue", self.receive, url=url, WaitTimeSeconds=21)

    def test_characters(self):
        url = self.make()
        error = self.refused("InvalidMessageContents", self.send, url=url, body="\ufffe")
        self.holds(isinstance(error, self.sqs.exceptions.InvalidMessageContents))
        self.holds(self.send(url, "\t\n\r \ud7ff\ue000\ufffd\U0010ffff")["MessageId"])

    def test_batches(self):
        url = self.make()
        entries = [{"Id": f"m{number}", "MessageBody": f"body {number}"} for number in range(10)]
        sent = self.sqs.send_message_batch(QueueUrl=url, Entries=entries)
        self.same([entry["Id"] for entry in sent["Successful"]], [entry["Id"] for entry in entries])
        self.holds(not sent.get("Failed"))
        received = self.receive(url, MaxNumberOfMessages=10)
        self.same({message["Body"] for message in received}, {entry["MessageBody"] for entry in entries})
        handles = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(received)
        ]
        changed = self.sqs.change_message_visibility_batch(
            QueueUrl=url, Entries=[entry | {"VisibilityTimeout": 60} for entry in handles[:5]])
        self.same(len(changed["Successful"]), 5)
        odd = {"Id": "odd", "ReceiptHandle": "odd"}
        deleted = self.sqs.delete_message_batch(QueueUrl=url, Entries=handles[:9] + [odd])
        self.same(len(deleted["Successful"]), 9)
        self.same([(entry["Id"], entry["SenderFault"]) for entry in deleted["Failed"]], [("odd", True)])
        self.same(self.attributes(url)["ApproximateNumberOfMessagesNotVisible"], "1")

    def test_batch_contents(self):
        url = self.make()
        answer = self.sqs.send_message_batch(
            QueueUrl=url, Entries=[{"Id": "good", "MessageBody": "a"}, {"Id": "bad", "MessageBody": "\ufffe"}])
        self.same([entry["Id"] for entry in answer["Successful"]], ["good"])
        self.same([(entry["Id"], entry["Code"]) for entry in answer["Failed"]], [("bad", "InvalidMessageContents")])

    def test_batch_errors(self):
        url = self.make()
        entries = [{"Id": f"m{number}", "MessageBody": "a"} for number in range(11)]
        empty = self.refused(
            "AWS.SimpleQueueService.EmptyBatchRequest", self.sqs.send_message_batch, QueueUrl=url, Entries=[])
        self.holds(isinstance(empty, self.sqs.exceptions.EmptyBatchRequest))
        for count, kind in [(11, "TooManyEntriesInBatchRequest"), (2, "BatchEntryIdsNotDistinct")]:
            chosen = entries if count == 11 else [entries[0]] * 2
            with self.assertRaises(getattr(self.sqs.exceptions, kind)):
                self.sqs.send_message_batch(QueueUrl=url, Entries=chosen)
            QueueCase.assertions += 1
        large = [{"Id": str(number), "MessageBody": "a" * 600_000} for number in range(2)]
        with self.assertRaises(self.sqs.exceptions.BatchRequestTooLong):
            self.sqs.send_message_batch(QueueUrl=url, Entries=large)
        self.same(self.bodies(url), [])

    def test_batch_entry_codes(self):
        url = self.make()
        entry = {"Id": "a", "MessageBody": "a"}
        prefix = "AWS.SimpleQueueService."
        send = self.sqs.send_message_batch
        self.refused(prefix + "BatchEntryIdsNotDistinct", send, QueueUrl=url, Entries=[entry] * 2)
        self.refused(prefix + "InvalidBatchEntryId", send, QueueUrl=url, Entries=[entry | {"Id": "a b"}])


class DeadLetters(QueueCase):
    def exhaust(self, url, count):
        for _ in range(count):
            self.holds(self.receive(url, VisibilityTimeout=0, WaitTimeSeconds=2))
        self.same(self.bodies(url, WaitTimeSeconds=1), [])

    def test_redrive_policy(self):
        dead = self.make("dead")
        work = self.make("work", RedrivePolicy=self.policy(dead, 2))
        self.send(work, "poison")
        self.exhaust(work, 2)
        letter = self.receive(dead)[0]
        self.same(letter["Body"], "poison")
        self.same(self.sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"], [work])

    def test_dead_letter_source(self):
        dead = self.make("dead")
        work = self.make("work", RedrivePolicy=self.policy(dead, 1))
        self.send(work, "poison")
        self.exhaust(work, 1)
        self.same(self.receive(dead)[0]["Attributes"]["DeadLetterQueueSourceArn"], self.arn(work))

    def test_policy_errors(self):
        policy = {"deadLetterTargetArn": self.arn(self.make()) + "x", "maxReceiveCount": 3}
        self.refused(
            "InvalidParameterValue", self.sqs.set_queue_attributes, QueueUrl=self.make(),
            Attributes={"RedrivePolicy": json.dumps({"maxReceiveCount": 3})})
        with self.assertRaises(ClientError):
            self.sqs.set_queue_attributes(QueueUrl=self.make(), Attributes={"RedrivePolicy": json.dumps(policy)})

    def test_redrive_permission(self):
        dead = self.make("dead", RedriveAllowPolicy=json.dumps({"redrivePermission": "denyAll"}))
        self.refused("InvalidParameterValue", self.make, name="work", RedrivePolicy=self.policy(dead, 2))

    def test_fifo_other_group_of_dlq(self):
        dead = self.make("dead")
        self.refused("InvalidParameterValue", self.make, name="work.fifo", RedrivePolicy=self.policy(dead, 2))

    def test_move_tasks(self):
        dead = self.make("dead")
        work = self.make("work", RedrivePolicy=self.policy(dead, 1))
        sent = self.send(work, "poison")
        self.exhaust(work, 1)
        self.refused("InvalidParameterValue", self.sqs.start_message_move_task, SourceArn=self.arn(work))
        self.refused(
            "ResourceNotFoundException", self.sqs.start_message_move_task, SourceArn=self.arn(work) + "x")
        self.holds(self.sqs.start_message_move_task(SourceArn=self.arn(dead))["TaskHandle"])
        back = self.receive(work, WaitTimeSeconds=5)[0]
        self.same(back["Body"], "poison")
        self.same(back["Attributes"]["ApproximateReceiveCount"], "1")
        self.holds(back["MessageId"] != sent["MessageId"])
        task = self.sqs.list_message_move_tasks(SourceArn=self.arn(dead))["Results"][0]
        self.same((task["Status"], task["ApproximateNumberOfMessagesMoved"]), ("COMPLETED", 1))
        self.holds("TaskHandle" not in task)
        for number in range(5):
            self.send(work, str(number))
        while self.receive(work, MaxNumberOfMessages=10, VisibilityTimeout=0):
            pass
        handle = self.sqs.start_message_move_task(SourceArn=self.arn(dead), MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
        self.refused("InvalidParameterValue", self.sqs.start_message_move_task, SourceArn=self.arn(dead))
        self.holds(self.sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"] < 5)
        self.refused("ResourceNotFoundException", self.sqs.cancel_message_move_task, TaskHandle=handle)
        self.same(self.sqs.list_message_move_tasks(SourceArn=self.arn(dead))["Results"][0]["Status"], "CANCELLED")


class FIFO(QueueCase):
    def put(self, url, body, group="g", id=None, **more):
        return self.send(url, body, MessageGroupId=group, MessageDeduplicationId=id or uuid.uuid4().hex, **more)

    def test_order_within_groups(self):
        url = self.make("f.fifo")
        for number in range(3):
            for group in "ab":
                self.put(url, f"{group}{number}", group)
        received = self.receive(url, MaxNumberOfMessages=10)
        for group in "ab":
            self.same(
                [message["Body"] for message in received if message["Attributes"]["MessageGroupId"] == group],
                [f"{group}{number}" for number in range(3)])
        self.holds(all("SequenceNumber" in message["Attributes"] for message in received))
        self.holds(all("MessageDeduplicationId" in message["Attributes"] for message in received))

    def test_sequence(self):
        url = self.make("f.fifo")
        numbers = [int(self.put(url, str(number))["SequenceNumber"]) for number in range(6)]
        self.same(numbers, sorted(set(numbers)))

    def test_group_in_flight(self):
        url = self.make("f.fifo")
        for body, group in [("a1", "a"), ("a2", "a"), ("b1", "b")]:
            self.put(url, body, group)
        first = self.receive(url)[0]
        self.same(first["Body"], "a1")
        self.same(self.bodies(url, MaxNumberOfMessages=10), ["b1"])
        self.same(self.bodies(url), [])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.same(self.bodies(url), ["a2"])

    def test_failed_comes_first(self):
        url = self.make("f.fifo")
        for body in ["1", "2"]:
            self.put(url, body)
        message = self.receive(url)[0]
        self.sqs.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        self.same(self.bodies(url, MaxNumberOfMessages=10, WaitTimeSeconds=2), ["1", "2"])

    def test_deduplication(self):
        url = self.make("f.fifo")
        self.put(url, "a", id="x")
        self.holds(self.put(url, "b", id="x")["MessageId"])
        self.same(self.bodies(url, MaxNumberOfMessages=10), ["a"])

    def test_deduplication_after_delete(self):
        url = self.make("f.fifo")
        first = self.put(url, "a", id="x")
        message = self.receive(url)[0]
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        again = self.put(url, "b", id="x")
        self.same((again["MessageId"], again["SequenceNumber"]), (first["MessageId"], first["SequenceNumber"]))
        self.same(self.bodies(url, MaxNumberOfMessages=10), [])

    def test_content_deduplication(self):
        url = self.make("f.fifo", ContentBasedDeduplication="true")
        for body in ["a", "a", "b"]:
            self.send(url, body, MessageGroupId="g")
        message = self.receive(url, MaxNumberOfMessages=10)
        self.same([entry["Body"] for entry in message], ["a", "b"])
        self.same(message[0]["Attributes"]["MessageDeduplicationId"], hashlib.sha256(b"a").hexdigest())

    def test_parameters(self):
        url = self.make("f.fifo")
        self.refused("MissingParameter", self.send, url=url, body="a", MessageDeduplicationId="x")
        self.refused("InvalidParameterValue", self.send, url=url, body="a", MessageGroupId="g")
        self.same(self.attributes(url)["FifoQueue"], "true")
        self.same(self.attributes(url)["ContentBasedDeduplication"], "false")

    def test_deduplication_id_on_standard(self):
        self.refused("InvalidParameterValue", self.send, url=self.make(), body="a", MessageDeduplicationId="x")

    def test_fifo_delay(self):
        self.refused("InvalidParameterValue", self.put, url=self.make("f.fifo"), body="a", DelaySeconds=5)

    def test_fifo_attempt(self):
        url = self.make("f.fifo")
        self.put(url, "a")
        first = self.receive(url, ReceiveRequestAttemptId="one")
        again = self.receive(url, ReceiveRequestAttemptId="one")
        self.same([m["ReceiptHandle"] for m in again], [m["ReceiptHandle"] for m in first])
        self.same(self.bodies(url, ReceiveRequestAttemptId="two"), [])

    def test_dead_letters(self):
        dead = self.make("dead.fifo")
        work = self.make("work.fifo", RedrivePolicy=self.policy(dead, 1))
        self.put(work, "poison")
        self.put(work, "next")
        self.same(self.bodies(work, VisibilityTimeout=1), ["poison"])
        self.same(self.bodies(work, WaitTimeSeconds=5), ["next"])
        self.same(self.bodies(dead, WaitTimeSeconds=2), ["poison"])


class Result(unittest.TextTestResult):
    """On moto, a case of the table has to fail."""

    def name(self, test):
        return test.id().rsplit(".", 1)[1]

    def is_expected(self, test):
        return IS_MOTO and self.name(test) in DIFFERENCES

    def addFailure(self, test, err):
        if not self.is_expected(test):
            super().addFailure(test, err)

    def addError(self, test, err):
        if not self.is_expected(test):
            super().addError(test, err)

    def addSuccess(self, test):
        if self.is_expected(test):
            try:
                raise AssertionError("moto does not differ any more: take the case out of DIFFERENCES")
            except AssertionError:
                return super().addFailure(test, sys.exc_info())
        super().addSuccess(test)


def run():
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite(
        loader.loadTestsFromTestCase(case) for case in (Queues, Messages, DeadLetters, FIFO))
    names = {name for case in (Queues, Messages, DeadLetters, FIFO) for name in loader.getTestCaseNames(case)}
    unknown = set(DIFFERENCES) - names
    result = unittest.TextTestRunner(resultclass=Result, verbosity=0).run(suite)
    if not result.wasSuccessful() or unknown:
        sys.exit(f"sqs_boto3: failed {unknown or ''}")
    print(f"sqs_boto3: {result.testsRun} cases, {QueueCase.assertions} assertions")


def main():
    global ENDPOINT, SECRET, IS_MOTO
    if sys.argv[1] != "moto":
        ENDPOINT, SECRET = sys.argv[1:3]
        return run()
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    IS_MOTO = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    ENDPOINT = f"http://{host}:{port}"
    try:
        run()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
