"""A function as any Python developer writes it, for AWS's own runtime."""

import json
import time


def handle(event, context):
    if "requestContext" in event:
        body = {"path": event["rawPath"], "request": context.aws_request_id}
        return {"statusCode": 201, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
    do = event.get("do")
    if do == "fail":
        raise KeyError("as asked")
    if do == "hang":
        time.sleep(60)
    if do == "big":
        return "a" * event["size"]
    if do == "context":
        client = context.client_context
        return {"function": context.function_name, "memory": context.memory_limit_in_mb,
                "remaining": context.get_remaining_time_in_millis(), "arn": context.invoked_function_arn,
                "custom": client.custom if client else None, "stream": context.log_stream_name}
    print("seen", event)
    return event
