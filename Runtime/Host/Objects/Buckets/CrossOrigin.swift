internal import HTTPServer
/// Answers browsers that ask from a page of another origin, by the rules of a bucket
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html).
enum CrossOrigin {
  /// Of a bucket with rules every answer depends on these, that to an origin which no rule lets too.
  private static let vary = (
    name: "vary", value: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
  )

  /// What is added to the answer of a request.
  static func headers(_ call: ObjectCall, _ bucket: BucketDefinition) -> [(name: String, value: String)] {
    guard !bucket.cors.isEmpty else { return [] }
    guard let origin = call.header("origin"),
      let rule = bucket.cors.first(where: { Self.rule($0, allows: origin, call.request.method, []) })
    else { return [vary] }
    return headers(rule, origin)
  }

  /// A preflight request, which nobody signs.
  static func preflight(_ call: ObjectCall) async throws {
    let bucket = try call.bucket()
    guard let origin = call.header("origin") else {
      throw S3Error(400, "BadRequest", "Insufficient information. Origin request header needed.")
    }
    guard let method = call.header("access-control-request-method") else {
      throw S3Error(400, "BadRequest", "Invalid Access-Control-Request-Method: null")
    }
    let wanted = (call.header("access-control-request-headers") ?? "").split(separator: ",")
      .map { $0.filter { $0 != " " }.lowercased() }
    guard let rule = bucket.cors.first(where: { Self.rule($0, allows: origin, method, wanted) }) else {
      throw S3Error(
        403, "AccessForbidden",
        bucket.cors.isEmpty
          ? "CORSResponse: CORS is not enabled for this bucket."
          : "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request "
            + "method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the "
            + "resource's CORS spec.", details: [("Method", method), ("ResourceType", "OBJECT")])
    }
    var headers = headers(rule, origin)
    if !wanted.isEmpty { headers.append(("access-control-allow-headers", wanted.joined(separator: ", "))) }
    try await call.answer(200, headers)
  }

  private static func headers(
    _ rule: BucketDefinition.CrossOriginRule, _ origin: String
  ) -> [(name: String, value: String)] {
    let isAny = rule.origins == ["*"]
    var headers: [(name: String, value: String)] = [
      ("access-control-allow-origin", isAny ? "*" : origin),
      ("access-control-allow-methods", rule.methods.joined(separator: ", ")),
      vary,
    ]
    if !isAny { headers.append(("access-control-allow-credentials", "true")) }
    if !rule.exposedHeaders.isEmpty {
      headers.append(("access-control-expose-headers", rule.exposedHeaders.joined(separator: ", ")))
    }
    if let maxAge = rule.maxAge { headers.append(("access-control-max-age", String(maxAge))) }
    return headers
  }

  private static func rule(
    _ rule: BucketDefinition.CrossOriginRule, allows origin: String, _ method: String, _ headers: [String]
  ) -> Bool {
    rule.origins.contains { matches($0, origin) } && rule.methods.contains(method)
      && headers.allSatisfy { header in rule.headers.contains { matches($0.lowercased(), header) } }
  }

  /// The pattern may have one `*`.
  private static func matches(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return pattern == text }
    return text.count >= parts[0].count + parts[1].count && text.hasPrefix(parts[0])
      && text.hasSuffix(parts[1])
  }
}
