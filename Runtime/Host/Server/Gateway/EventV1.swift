internal import Core
internal import HTTPServer
internal import HostTemplate

/// Builds events of payload format 1.0, which HTTP APIs share with REST APIs
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
struct EventV1 {
  let call: GatewayCall

  /// `caller` is what an authorizer knows of the caller; nil without an authorizer.
  func encoded(for caller: AuthorizedCaller?) -> [UInt8] {
    var writer = JSONWriter(capacity: 2048 + call.request.body.count)
    writer.object { writer in
      writer.member("version", "1.0")
      writeRequest(&writer, caller)
      EventBody.write(call.request, into: &writer)
    }
    return writer.bytes
  }

  /// The event of an authorizer
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
  func encodedForAuthorizer(routeARN: String, identity: [String]) -> [UInt8] {
    var writer = JSONWriter(capacity: 2048)
    let identity = identity.joined(separator: ",")
    writer.object { writer in
      writer.member("version", "1.0")
      writer.member("type", "REQUEST")
      writer.member("methodArn", routeARN)
      writer.member("identitySource", identity)
      writer.member("authorizationToken", identity)
      writeRequest(&writer, nil)
    }
    return writer.bytes
  }

  private func writeRequest(_ writer: inout JSONWriter, _ caller: AuthorizedCaller?) {
    writer.member("resource", call.match.route.route.path)
    writer.member("path", call.path)
    writer.member("httpMethod", call.method)
    writer.name("headers")
    writer.pairs(Self.last(call.headers, isSame: Self.isSameHeader))
    writer.name("multiValueHeaders")
    Self.writeLists(call.headers, isSame: Self.isSameHeader, &writer)
    writer.name("queryStringParameters")
    writer.pairsOrNull(Self.last(call.query, isSame: ==))
    writer.name("multiValueQueryStringParameters")
    if call.query.isEmpty { writer.write(.null) } else { Self.writeLists(call.query, isSame: ==, &writer) }
    writeContext(&writer, caller)
    writer.name("pathParameters")
    writer.pairsOrNull(call.match.parameters)
    writer.name("stageVariables")
    writer.pairsOrNull(call.api.stageVariables)
  }

  private func writeContext(_ writer: inout JSONWriter, _ caller: AuthorizedCaller?) {
    writer.name("requestContext")
    writer.object { writer in
      call.writeContextHead(&writer, authorizer: caller?.v1)
      writer.member("extendedRequestId", call.requestID)
      writer.member("httpMethod", call.method)
      writer.name("identity")
      writer.object { writer in
        writer.member("sourceIp", call.request.remoteAddress)
        writer.member("userAgent", call.userAgent)
      }
      writer.member("path", call.path)
      writer.member("protocol", "HTTP/1.1")
      writer.member("requestId", call.requestID)
      writer.member("requestTime", call.time.text)
      writer.name("requestTimeEpoch")
      writer.write(call.time.milliseconds)
      writer.member("resourceId", call.routeKey)
      writer.member("resourcePath", call.match.route.route.path)
      writer.member("stage", call.api.stage)
    }
  }

  private static func isSameHeader(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.lowercased() == right.lowercased()
  }

  /// The last value of each name.
  private static func last(
    _ pairs: [(name: String, value: String)], isSame: (String, String) -> Bool
  ) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for (name, value) in pairs {
      if let index = result.firstIndex(where: { isSame($0.name, name) }) {
        result[index].value = value
      } else {
        result.append((name, value))
      }
    }
    return result
  }

  /// All values of each name.
  private static func writeLists(
    _ pairs: [(name: String, value: String)], isSame: (String, String) -> Bool, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      for (name, _) in last(pairs, isSame: isSame) {
        writer.name(name)
        writer.strings(pairs.filter { isSame($0.name, name) }.map(\.value))
      }
    }
  }
}
