"""Works through the main commands of `aws sqs` on the host.

    .venv/bin/python3 sqs_awscli.py http://127.0.0.1:PORT SECRET

Prints `sqs_awscli: N commands` and ends with 0, or with the first command that did not do its work.
"""

import json
import os
import subprocess
import sys

AWS = os.path.join(os.path.dirname(sys.executable), "aws")
commands = 0


def aws(*arguments):
    """The command's answer; none when it prints nothing."""
    global commands
    commands += 1
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": sys.argv[2], "AWS_DEFAULT_REGION": "local",
        "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1",
    }
    command = [AWS, "--endpoint-url", sys.argv[1], "--output", "json", "sqs", *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"aws sqs {' '.join(arguments)}: {result.stderr}")
    return json.loads(result.stdout) if result.stdout.strip() else None


def main():
    url = aws("create-queue", "--queue-name", "cli", "--attributes", "VisibilityTimeout=5")["QueueUrl"]
    queue = ["--queue-url", url]
    assert aws("get-queue-url", "--queue-name", "cli")["QueueUrl"] == url
    assert aws("list-queues", "--queue-name-prefix", "cl")["QueueUrls"] == [url]
    aws("set-queue-attributes", *queue, "--attributes", "DelaySeconds=0")
    sent = aws("send-message", *queue, "--message-body", "hello", "--message-attributes",
               '{"n": {"DataType": "Number", "StringValue": "1"}}')
    message = aws("receive-message", *queue, "--message-attribute-names", "All", "--wait-time-seconds", "2")["Messages"][0]
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "hello"), message
    handle = ["--receipt-handle", message["ReceiptHandle"]]
    aws("change-message-visibility", *queue, *handle, "--visibility-timeout", "30")
    attributes = aws("get-queue-attributes", *queue, "--attribute-names", "All")["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1", attributes
    aws("delete-message", *queue, *handle)
    batch = aws("send-message-batch", *queue, "--entries", '[{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "2"}]')
    assert len(batch["Successful"]) == 2, batch
    aws("purge-queue", *queue)
    aws("tag-queue", *queue, "--tags", "a=1")
    assert aws("list-queue-tags", *queue)["Tags"] == {"a": "1"}
    aws("delete-queue", *queue)
    print(f"sqs_awscli: {commands} commands")


if __name__ == "__main__":
    main()
