/// The form in which a gateway hands over requests and takes answers
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
package enum Payload: Sendable {
  /// REST APIs, and HTTP APIs with `PayloadFormatVersion: "1.0"`.
  case version1
  /// HTTP APIs and function URLs.
  case version2
}
