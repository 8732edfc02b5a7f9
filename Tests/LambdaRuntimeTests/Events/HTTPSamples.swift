/// Requests as gateways send them.
enum HTTPSamples {
  /// `sam local generate-event apigateway http-api-proxy`, which is the sample of
  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
  static let version2 = #"""
    {"version": "2.0", "routeKey": "$default", "rawPath": "/path/to/resource",
    "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value", "cookies": ["cookie1",
    "cookie2"], "headers": {"Header1": "value1", "Header2": "value1,value2"}, "queryStringParameters": {
    "parameter1": "value1,value2", "parameter2": "value"}, "requestContext": {"accountId": "123456789012",
    "apiId": "api-id", "authentication": {"clientCert": {"clientCertPem": "CERT_CONTENT",
    "subjectDN": "www.example.com", "issuerDN": "Example issuer",
    "serialNumber": "a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1", "validity": {
    "notBefore": "May 28 12:30:02 2019 GMT", "notAfter": "Aug  5 09:36:04 2021 GMT"}}}, "authorizer": {
    "jwt": {"claims": {"claim1": "value1", "claim2": "value2"}, "scopes": ["scope1", "scope2"]}},
    "domainName": "id.execute-api.amazonaws.com", "domainPrefix": "id", "http": {"method": "POST",
    "path": "/path/to/resource", "protocol": "HTTP/1.1", "sourceIp": "192.168.0.1/32",
    "userAgent": "agent"}, "requestId": "id", "routeKey": "$default", "stage": "prod",
    "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390}, "body": "eyJ0ZXN0IjoiYm9keSJ9",
    "pathParameters": {"parameter1": "value1"}, "isBase64Encoded": true, "stageVariables": {
    "stageVariable1": "value1", "stageVariable2": "value2"}}
    """#

  /// `sam local generate-event apigateway aws-proxy`.
  static let rest = #"""
    {"body": "eyJ0ZXN0IjoiYm9keSJ9", "resource": "/{proxy+}", "path": "/path/to/resource",
    "httpMethod": "POST", "isBase64Encoded": true, "queryStringParameters": {"foo": "bar"},
    "multiValueQueryStringParameters": {"foo": ["bar"]}, "pathParameters": {"proxy": "/path/to/resource"},
    "stageVariables": {"baz": "qux"}, "headers": {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, sdch", "Accept-Language": "en-US,en;q=0.8",
    "Cache-Control": "max-age=0", "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Desktop-Viewer": "true", "CloudFront-Is-Mobile-Viewer": "false",
    "CloudFront-Is-SmartTV-Viewer": "false", "CloudFront-Is-Tablet-Viewer": "false",
    "CloudFront-Viewer-Country": "US", "Host": "1234567890.execute-api.amazonaws.com",
    "Upgrade-Insecure-Requests": "1", "User-Agent": "Custom User Agent String",
    "Via": "1.1 08f323deadbeefa7af34d5feb414ce27.cloudfront.net (CloudFront)",
    "X-Amz-Cf-Id": "cDehVQoZnx43VYQb9j2-nvCh-9z396Uhbp027Y2JvkCPNLmGJHqlaA==",
    "X-Forwarded-For": "127.0.0.1, 127.0.0.2", "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"},
    "multiValueHeaders": {"Accept": [
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"], "Accept-Encoding": [
    "gzip, deflate, sdch"], "Accept-Language": ["en-US,en;q=0.8"], "Cache-Control": ["max-age=0"],
    "CloudFront-Forwarded-Proto": ["https"], "CloudFront-Is-Desktop-Viewer": ["true"],
    "CloudFront-Is-Mobile-Viewer": ["false"], "CloudFront-Is-SmartTV-Viewer": ["false"],
    "CloudFront-Is-Tablet-Viewer": ["false"], "CloudFront-Viewer-Country": ["US"], "Host": [
    "0123456789.execute-api.amazonaws.com"], "Upgrade-Insecure-Requests": ["1"], "User-Agent": [
    "Custom User Agent String"], "Via": [
    "1.1 08f323deadbeefa7af34d5feb414ce27.cloudfront.net (CloudFront)"], "X-Amz-Cf-Id": [
    "cDehVQoZnx43VYQb9j2-nvCh-9z396Uhbp027Y2JvkCPNLmGJHqlaA=="], "X-Forwarded-For": [
    "127.0.0.1, 127.0.0.2"], "X-Forwarded-Port": ["443"], "X-Forwarded-Proto": ["https"]},
    "requestContext": {"accountId": "123456789012", "resourceId": "123456", "stage": "prod",
    "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "requestTime": "09/Apr/2015:12:34:56 +0000",
    "requestTimeEpoch": 1428582896000, "identity": {"cognitoIdentityPoolId": null, "accountId": null,
    "cognitoIdentityId": null, "caller": null, "accessKey": null, "sourceIp": "127.0.0.1",
    "cognitoAuthenticationType": null, "cognitoAuthenticationProvider": null, "userArn": null,
    "userAgent": "Custom User Agent String", "user": null}, "path": "/prod/path/to/resource",
    "resourcePath": "/{proxy+}", "httpMethod": "POST", "apiId": "1234567890", "protocol": "HTTP/1.1"}}
    """#

  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
  static let version1 = #"""
    {"version": "1.0", "resource": "/my/path", "path": "/my/path", "httpMethod": "GET", "headers": {
    "header1": "value1", "header2": "value2"}, "multiValueHeaders": {"header1": ["value1"], "header2": [
    "value1", "value2"], "Cookie": ["a=1; b=2"]}, "queryStringParameters": {"parameter1": "value1",
    "parameter2": "value"}, "multiValueQueryStringParameters": {"parameter1": ["value1", "value2"],
    "parameter2": ["value &"]}, "requestContext": {"accountId": "123456789012", "apiId": "id",
    "authorizer": {"claims": null, "scopes": null}, "domainName": "id.execute-api.us-east-1.amazonaws.com",
    "domainPrefix": "id", "extendedRequestId": "request-id", "httpMethod": "GET", "identity": {
    "accessKey": null, "accountId": null, "caller": null, "cognitoAuthenticationProvider": null,
    "cognitoIdentityId": null, "principalOrgId": null, "sourceIp": "192.0.2.1", "user": null,
    "userAgent": "user-agent", "userArn": null, "clientCert": {"clientCertPem": "CERT_CONTENT",
    "validity": {"notBefore": "May 28 12:30:02 2019 GMT"}}}, "path": "/my/path", "protocol": "HTTP/1.1",
    "requestId": "id=", "requestTime": "04/Mar/2020:19:15:17 +0000", "requestTimeEpoch": 1583349317135,
    "resourceId": null, "resourcePath": "/my/path", "stage": "$default"}, "pathParameters": null,
    "stageVariables": null, "body": "Hello from Lambda!", "isBase64Encoded": false}
    """#

  /// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html.
  static let functionURL = #"""
    {"version": "2.0", "routeKey": "$default", "rawPath": "/my/path",
    "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value", "cookies": ["cookie1",
    "cookie2"], "headers": {"header1": "value1", "header2": "value1,value2"}, "queryStringParameters": {
    "parameter1": "value1,value2", "parameter2": "value"}, "requestContext": {"accountId": "123456789012",
    "apiId": "urlid1234", "authentication": null, "authorizer": {"iam": {"accessKey": "AKIAEXAMPLE",
    "accountId": "111122223333", "callerId": "AIDAEXAMPLE", "cognitoIdentity": null,
    "principalOrgId": null, "userArn": "arn:aws:iam::111122223333:user/example-user",
    "userId": "AIDAEXAMPLE"}}, "domainName": "urlid1234.lambda-url.us-west-2.on.aws",
    "domainPrefix": "urlid1234", "http": {"method": "POST", "path": "/my/path", "protocol": "HTTP/1.1",
    "sourceIp": "123.123.123.123", "userAgent": "agent"}, "requestId": "id", "routeKey": "$default",
    "stage": "$default", "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390},
    "body": "Hello from client!", "pathParameters": null, "isBase64Encoded": false, "stageVariables": null}
    """#

  static let all = [version2, rest, version1, functionURL]
}
