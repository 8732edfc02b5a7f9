internal import Core
internal import LambdaRuntime

/// Streams as many `bytes` as the query says, then fails when it has a `fail`.
@main struct StreamBytes: StreamingFunction {
  static func handle(_ request: Request, _ context: Context) throws -> StreamedResponse {
    guard let count = request.queryParameter("bytes").flatMap({ Int($0) }) else {
      throw Problem.notFound("number of bytes")
    }
    let headers = [(name: "content-type", value: "text/plain"), ("vary", "a"), ("vary", "b")]
    return StreamedResponse(200, headers: headers, cookies: ["a=1"]) { stream in
      let piece = [UInt8](repeating: 0x78, count: 10_000)
      var left = count
      while left > 0 {
        try stream.write(piece.prefix(left))
        left -= piece.count
      }
      if let message = request.queryParameter("fail") { throw StreamFailure(description: message) }
    }
  }
}

/// An error in the middle of an answer.
struct StreamFailure: Error, CustomStringConvertible {
  let description: String
}
