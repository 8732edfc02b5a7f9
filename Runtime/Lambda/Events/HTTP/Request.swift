package import Core

/// An HTTP request, from an HTTP API (payload formats 1.0 and 2.0), a REST API or a function URL
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html,
/// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html).
///
/// It reads the same whichever it came from; what a source does not tell is empty.
package struct Request {
  /// How it came, and so how its answer has to be encoded.
  package internal(set) var payload = Payload.version2
  package internal(set) var method = ""
  /// As received, without the query.
  package internal(set) var path = ""
  /// `POST /v1/posts/{id}`: the route that matched; `$default` for a function URL.
  package internal(set) var routeKey = ""
  package internal(set) var rawQuery = ""
  /// Names in lower case; repeated headers are joined by commas. Without the cookies.
  package internal(set) var headers: [(name: String, value: String)] = []
  package internal(set) var cookies: [String] = []
  /// Repeated parameters are joined by commas.
  package internal(set) var query: [(name: String, value: String)] = []
  package internal(set) var pathParameters: [(name: String, value: String)] = []
  package internal(set) var body: [UInt8] = []

  package internal(set) var sourceIP = ""
  package internal(set) var userAgent = ""
  /// When the gateway received it.
  package internal(set) var time: Instant?
  /// The gateway's id of the request, not Lambda's.
  package internal(set) var gatewayRequestID = ""
  package internal(set) var accountID = ""
  package internal(set) var apiID = ""
  package internal(set) var domainName = ""
  /// The first label of the domain name.
  package internal(set) var domainPrefix = ""
  package internal(set) var stage = ""
  package internal(set) var stageVariables: [(name: String, value: String)] = []
  /// What the API's authorizer has found out; nil when the route has none.
  package internal(set) var authorizer: RequestAuthorizer?

  init() {}

  /// Reads the event in one pass; what it does not know is skipped.
  package init(event: UnsafeRawBufferPointer) throws(JSONError) {
    self = try RequestReader.read(event)
  }

  /// `name` in lower case.
  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  package func queryParameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  package func pathParameter(_ name: String) -> String? { pathParameters.first { $0.name == name }?.value }

  package func stageVariable(_ name: String) -> String? { stageVariables.first { $0.name == name }?.value }
}
