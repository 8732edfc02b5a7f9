internal import Core

/// A function that answers HTTP requests piece by piece, through a function URL whose invoke mode is
/// `RESPONSE_STREAM`: 200 MB at most, the first byte before the last is known.
package protocol StreamingFunction {
  static var needs: [Setting] { get }
  /// Until it returns, an error becomes the answer, as in an `HTTPFunction`.
  static func handle(_ request: Request, _ context: Context) throws -> StreamedResponse
}

/// Status and headers, and what produces the body.
package struct StreamedResponse {
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let cookies: [String]
  /// An error that it throws is told behind what was sent; the status is then a lie that nobody can mend.
  package let body: (inout ResponseStream) throws -> Void

  package init(
    _ status: Int, headers: [(name: String, value: String)] = [], cookies: [String] = [],
    body: @escaping (inout ResponseStream) throws -> Void
  ) {
    self.status = status
    self.headers = headers
    self.cookies = cookies
    self.body = body
  }
}

extension StreamingFunction {
  package static var needs: [Setting] { [] }

  package static func main() {
    RuntimeLoop.start(needs: needs) { event, context in
      let request = try Request(event: event)
      let response: StreamedResponse
      do {
        response = try handle(request, context)
      } catch {
        response = StreamedResponse(Response(to: error, context))
      }
      return .stream(contentType: "application/vnd.awslambda.http-integration-response") { stream in
        try stream.write(response.prelude)
        try stream.send()
        try response.body(&stream)
      }
    }
  }
}

extension StreamedResponse {
  init(_ response: Response) {
    self.init(response.status, headers: response.headers, cookies: response.cookies) { stream in
      try stream.write(response.body)
    }
  }

  /// Metadata and eight zero bytes before the body itself
  /// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html, "HTTP integration").
  fileprivate var prelude: [UInt8] {
    var metadata: JSONObject = ["statusCode": JSON(status)]
    var fields: JSONObject = [:]
    for (name, value) in headers {
      fields[name] = .string(fields[name]?.string.map { $0 + ", " + value } ?? value)
    }
    metadata["headers"] = .object(fields)
    if !cookies.isEmpty { metadata["cookies"] = .array(cookies.map { .string($0) }) }
    return JSON.object(metadata).encoded() + [UInt8](repeating: 0, count: 8)
  }
}
