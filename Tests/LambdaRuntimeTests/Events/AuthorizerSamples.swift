/// What gateways ask authorizers.
enum AuthorizerSamples {
  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html.
  static let version2 = #"""
    {"version": "2.0", "type": "REQUEST",
    "routeArn": "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request",
    "identitySource": ["user1", "123"], "routeKey": "$default", "rawPath": "/my/path",
    "rawQueryString": "parameter1=value1&parameter1=value2", "cookies": ["cookie1", "cookie2"],
    "headers": {"header1": "value1", "header2": "value2"}, "queryStringParameters": {
    "parameter1": "value1,value2"}, "requestContext": {"accountId": "123456789012", "apiId": "api-id",
    "authentication": {"clientCert": {"clientCertPem": "CERT_CONTENT"}},
    "domainName": "id.execute-api.us-east-1.amazonaws.com", "domainPrefix": "id", "http": {
    "method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1",
    "userAgent": "agent"}, "requestId": "id", "routeKey": "$default", "stage": "$default",
    "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390}, "pathParameters": {
    "parameter1": "value1"}, "stageVariables": {"stageVariable1": "value1"}}
    """#

  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html.
  static let version1 = #"""
    {"version": "1.0", "type": "REQUEST",
    "methodArn": "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request",
    "identitySource": "user1,123", "authorizationToken": "user1,123", "resource": "/request",
    "path": "/request", "httpMethod": "GET", "headers": {"X-AMZ-Date": "20170718T062915Z", "Accept": "*/*",
    "HeaderAuth1": "headerValue1"}, "queryStringParameters": {"QueryString1": "queryValue1"},
    "pathParameters": {}, "stageVariables": {"StageVar1": "stageValue1"}, "requestContext": {
    "path": "/request", "accountId": "123456789012", "resourceId": "05c7jb", "stage": "test",
    "requestId": "...", "identity": {"apiKey": "...", "sourceIp": "192.0.2.1"}, "resourcePath": "/request",
    "httpMethod": "GET", "apiId": "abcdef123"}}
    """#

  /// `sam local generate-event apigateway authorizer`.
  static let token = #"""
    {"type": "TOKEN", "authorizationToken": "incoming-client-token",
    "methodArn": "arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod/POST//{proxy+}"}
    """#

  /// `sam local generate-event apigateway request-authorizer`.
  static let rest = #"""
    {"type": "REQUEST",
    "methodArn": "arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod/GET/request",
    "resource": "/request", "path": "/request", "httpMethod": "GET", "headers": {
    "X-AMZ-Date": "20170718T062915Z", "Accept": "*/*", "HeaderAuth1": "headerValue1",
    "CloudFront-Viewer-Country": "US", "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Tablet-Viewer": "false", "CloudFront-Is-Mobile-Viewer": "false", "User-Agent": "..."},
    "queryStringParameters": {"QueryString1": "queryValue1"}, "pathParameters": {}, "stageVariables": {
    "StageVar1": "stageValue1"}, "requestContext": {"path": "/request", "accountId": "123456789012",
    "resourceId": "05c7jb", "stage": "prod", "requestId": "...", "identity": {"apiKey": "...",
    "sourceIp": "...", "clientCert": {"clientCertPem": "CERT_CONTENT", "subjectDN": "www.example.com",
    "issuerDN": "Example issuer", "serialNumber": "a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1",
    "validity": {"notBefore": "May 28 12:30:02 2019 GMT", "notAfter": "Aug  5 09:36:04 2021 GMT"}}},
    "resourcePath": "/request", "httpMethod": "GET", "apiId": "abcdef123"}}
    """#

  static let all = [version2, version1, token, rest]
}
