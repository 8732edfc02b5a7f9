internal import Core
internal import HTTPServer
internal import HostTemplate

/// Builds events of payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
struct EventV2 {
  let call: GatewayCall

  /// `caller` is what an authorizer knows of the caller; nil without an authorizer.
  func encoded(for caller: AuthorizedCaller?) -> [UInt8] {
    var writer = JSONWriter(capacity: 1536 + call.request.body.count)
    writer.object { writer in
      writer.member("version", "2.0")
      writeRequest(&writer, caller)
      EventBody.write(call.request, into: &writer)
    }
    return writer.bytes
  }

  /// The event of an authorizer
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
  func encodedForAuthorizer(routeARN: String, identity: [String]) -> [UInt8] {
    var writer = JSONWriter(capacity: 1536)
    writer.object { writer in
      writer.member("version", "2.0")
      writer.member("type", "REQUEST")
      writer.member("routeArn", routeARN)
      writer.name("identitySource")
      writer.strings(identity)
      writeRequest(&writer, nil)
    }
    return writer.bytes
  }

  private func writeRequest(_ writer: inout JSONWriter, _ caller: AuthorizedCaller?) {
    writer.member("routeKey", call.routeKey)
    writer.member("rawPath", call.path)
    writer.member("rawQueryString", call.request.query)
    let (headers, cookies) = Self.joined(call.headers)
    if !cookies.isEmpty {
      writer.name("cookies")
      writer.strings(cookies)
    }
    writer.name("headers")
    writer.pairs(headers)
    if !call.query.isEmpty {
      writer.name("queryStringParameters")
      writer.pairs(Self.joinedValues(call.query))
    }
    writeContext(&writer, caller)
    if !call.match.parameters.isEmpty {
      writer.name("pathParameters")
      writer.pairs(call.match.parameters)
    }
    if !call.api.stageVariables.isEmpty {
      writer.name("stageVariables")
      writer.pairs(call.api.stageVariables)
    }
  }

  private func writeContext(_ writer: inout JSONWriter, _ caller: AuthorizedCaller?) {
    writer.name("requestContext")
    writer.object { writer in
      call.writeContextHead(&writer, authorizer: caller?.v2)
      writer.name("http")
      writer.object { writer in
        writer.member("method", call.method)
        writer.member("path", call.path)
        writer.member("protocol", "HTTP/1.1")
        writer.member("sourceIp", call.request.remoteAddress)
        writer.member("userAgent", call.userAgent)
      }
      writer.member("requestId", call.requestID)
      writer.member("routeKey", call.routeKey)
      writer.member("stage", call.api.stage)
      writer.member("time", call.time.text)
      writer.name("timeEpoch")
      writer.write(call.time.milliseconds)
    }
  }

  /// Lower-case names, one value each; cookies are a list of their own.
  private static func joined(
    _ headers: [(name: String, value: String)]
  ) -> (headers: [(name: String, value: String)], cookies: [String]) {
    var cookies: [String] = []
    var lowercase: [(name: String, value: String)] = []
    lowercase.reserveCapacity(headers.count)
    for (name, value) in headers {
      let name = name.lowercased()
      if name == "cookie" {
        cookies += value.split(separator: ";").map { String($0.drop { $0 == " " }) }
      } else {
        lowercase.append((name, value))
      }
    }
    return (joinedValues(lowercase), cookies)
  }

  private static func joinedValues(
    _ pairs: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    var joined: [(name: String, value: String)] = []
    joined.reserveCapacity(pairs.count)
    for (name, value) in pairs {
      if let index = joined.firstIndex(where: { $0.name == name }) {
        joined[index].value += "," + value
      } else {
        joined.append((name, value))
      }
    }
    return joined
  }
}
