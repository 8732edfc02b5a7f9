/// Events of a WebSocket API.
enum WebSocketSamples {
  /// Members by
  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html.
  static let connect = #"""
    {"headers": {"Host": "abcd123.execute-api.us-west-2.amazonaws.com",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}, "multiValueHeaders": {
    "Host": ["abcd123.execute-api.us-west-2.amazonaws.com"]}, "queryStringParameters": {"room": "lobby"},
    "multiValueQueryStringParameters": {"room": ["lobby"]}, "stageVariables": {"color": "red"},
    "requestContext": {"routeKey": "$connect", "eventType": "CONNECT",
    "extendedRequestId": "JG4RXFKYjoEF2Xw=", "requestTime": "29/Jun/2023:15:24:40 +0000",
    "messageDirection": "IN", "stage": "production", "connectedAt": 1688052279834,
    "requestTimeEpoch": 1688052280091, "identity": {"userAgent": "websocket-client/1.4",
    "sourceIp": "203.0.113.11"}, "requestId": "JG4RXFKYjoEF2Xw=",
    "domainName": "abcd123.execute-api.us-west-2.amazonaws.com", "connectionId": "JG4RXfSJjoECE4w=",
    "apiId": "abcd123", "authorizer": {"principalId": "ana", "integrationLatency": 31, "team": "blue"}},
    "isBase64Encoded": false}
    """#

  /// A frame of the client, by the route that its body selects.
  static let message = #"""
    {"requestContext": {"routeKey": "sendmessage", "eventType": "MESSAGE",
    "extendedRequestId": "JG4RXFKYjoEF2Xw=", "requestTime": "29/Jun/2023:15:24:40 +0000",
    "messageDirection": "IN", "stage": "production", "connectedAt": 1688052279834,
    "requestTimeEpoch": 1688052280091, "identity": {"userAgent": "websocket-client/1.4",
    "sourceIp": "203.0.113.11"}, "requestId": "JG4RXFKYjoEF2Xw=",
    "domainName": "abcd123.execute-api.us-west-2.amazonaws.com", "connectionId": "JG4RXfSJjoECE4w=",
    "apiId": "abcd123", "messageId": "JG4RaeSCDoECE8Q="}, "isBase64Encoded": false,
    "body": "{\"action\": \"sendmessage\", \"data\": \"héllo\"}"}
    """#

  /// The end of a connection, with its code and reason.
  static let disconnect = #"""
    {"headers": {"Host": "abcd123.execute-api.us-west-2.amazonaws.com", "x-restapi": ""},
    "requestContext": {"routeKey": "$disconnect", "eventType": "DISCONNECT",
    "extendedRequestId": "JG4RXFKYjoEF2Xw=", "requestTime": "29/Jun/2023:15:24:40 +0000",
    "messageDirection": "IN", "stage": "production", "connectedAt": 1688052279834,
    "requestTimeEpoch": 1688052280091, "identity": {"userAgent": "websocket-client/1.4",
    "sourceIp": "203.0.113.11"}, "requestId": "JG4RXFKYjoEF2Xw=",
    "domainName": "abcd123.execute-api.us-west-2.amazonaws.com", "connectionId": "JG4RXfSJjoECE4w=",
    "apiId": "abcd123", "disconnectStatusCode": 1005, "disconnectReason": ""}, "isBase64Encoded": false}
    """#

  static let all = [connect, message, disconnect]
}
