"""What EchoRequest does with `answer=bytes`, for the runtime that AWS makes for Python."""


def handle(event, context):
    return {"statusCode": 200, "headers": {}, "body": event["body"], "isBase64Encoded": False}
