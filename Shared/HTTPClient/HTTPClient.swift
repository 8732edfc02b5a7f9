internal import Core

/// A request to another system.
package struct OutboundRequest: Sendable {
  package var method: String
  package var url: String
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]?
  /// Whether it changes something there, so that it must not be sent twice.
  package var isMutating: Bool
  package var timeout: Duration
  package var addressPolicy: AddressPolicy
  package var maxResponseBytes: Int
  /// Bytes a second; what stays below it for five seconds is given up. Zero for no bound.
  package var leastSpeed: Int

  package init(
    _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
    isMutating: Bool = false, timeout: Duration = .seconds(15), addressPolicy: AddressPolicy = .any,
    maxResponseBytes: Int = 8 << 20, leastSpeed: Int = 0
  ) {
    self.leastSpeed = leastSpeed
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.isMutating = isMutating
    self.timeout = timeout
    self.addressPolicy = addressPolicy
    self.maxResponseBytes = maxResponseBytes
  }
}

/// The answer, whatever its status.
package struct InboundResponse: Sendable {
  package let status: Int
  /// Names in lower case.
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// `name` in lower case.
  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Calls other systems over HTTP, one call at a time, on connections that are kept between calls.
package final class HTTPClient {
  private let handle = EasyHandle()

  package init() {}

  /// Sends once. A failure says whether the request may have had its effect. Within an invocation the time-out
  /// ends before that does.
  package func send(_ request: OutboundRequest) throws(TransferError) -> InboundResponse {
    try send(request) { () throws(TransferError) in try perform(request) }
  }

  /// The same, with a body of `length` bytes whose pieces `next` gives while it is sent; nil gives it up.
  package func send(_ request: OutboundRequest, length: Int64, next: @escaping () -> [UInt8]?)
    throws(TransferError) -> InboundResponse
  {
    try send(request) { () throws(TransferError) in
      try handle.perform(request.method, length: length, next: next)
    }
  }

  private func send(_ request: OutboundRequest, by transfer: () throws(TransferError) -> Int)
    throws(TransferError)
    -> InboundResponse
  {
    let timeout = Activity.current.limit(request.timeout)
    guard timeout > .zero, !Activity.current.isInterrupted else {
      throw TransferError(kind: .notSent, reason: "there is no time left to send it")
    }
    handle.configure(
      EasyHandle.Settings(
        timeout: timeout, connectTimeout: min(.seconds(5), timeout),
        freshConnection: request.isMutating, maxResponseBytes: request.maxResponseBytes,
        addressPolicy: request.addressPolicy, leastSpeed: request.leastSpeed))
    // A blank Expect: libcurl would otherwise wait a second for "100 Continue" with large bodies.
    handle.setHeaders(
      request.headers.map { "\($0.name): \($0.value)" } + ["Expect:", "User-Agent: ClientNest/1"]
        + (Trace.parent.map { ["traceparent: \($0)"] } ?? []))
    handle.url = request.url
    let status = try Activity.current.during(.request(method: request.method, url: request.url)) {
      () throws(TransferError) in try transfer()
    }
    return InboundResponse(status: status, headers: handle.responseHeaders, body: handle.responseBody)
  }

  private func perform(_ request: OutboundRequest) throws(TransferError) -> Int {
    guard let body = request.body else { return try handle.perform(request.method) }
    let result = body.withUnsafeBytes { bytes -> Result<Int, TransferError> in
      do throws(TransferError) {
        return .success(try handle.perform(request.method, body: bytes))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
