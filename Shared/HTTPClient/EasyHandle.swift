internal import CCurl
internal import Core

/// One libcurl easy handle, kept for the life of the process: it holds its connections and its buffers.
///
/// Not for use by two threads. Redirects are never followed, proxies never used, no signal is raised.
package final class EasyHandle {
  private let curl: UnsafeMutableRawPointer
  private var headerLines: UnsafeMutablePointer<curl_slist>?
  private let response = ReceivedResponse()
  private var addressPolicy = AddressPolicy.any
  private var source: BodySource?

  package init() {
    guard let curl = curl_easy_init() else { preconditionFailure("libcurl cannot be initialised") }
    self.curl = curl
    let receiver = Unmanaged.passUnretained(response).toOpaque()
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    curl_set_on_data(self.curl, CURLOPT_WRITEFUNCTION, onBody)
    curl_set_pointer(self.curl, CURLOPT_WRITEDATA, receiver)
    curl_set_on_data(self.curl, CURLOPT_HEADERFUNCTION, onHeader)
    curl_set_pointer(self.curl, CURLOPT_HEADERDATA, receiver)
    if let file = CertificateAuthorities.file { set(CURLOPT_CAINFO, file) }
    set(CURLOPT_NOPROGRESS, 0)
    curl_set_on_progress(self.curl, onProgress)
  }

  deinit {
    curl_easy_cleanup(curl)
    curl_slist_free_all(headerLines)
  }

  /// What holds for the transfers that follow.
  package struct Settings: Sendable {
    /// For the whole transfer; nil waits for ever.
    package var timeout: Duration?
    package var connectTimeout: Duration
    /// A new connection for this request, so that libcurl cannot silently send it a second time when a kept
    /// connection turns out to be dead.
    package var freshConnection: Bool
    /// An answer larger than this is an error.
    package var maxResponseBytes: Int
    package var addressPolicy: AddressPolicy
    /// Bytes a second; what stays below it for five seconds is given up. Zero for no bound.
    package var leastSpeed: Int
    package init(
      timeout: Duration?, connectTimeout: Duration = .seconds(5), freshConnection: Bool = false,
      maxResponseBytes: Int = 64 << 20, addressPolicy: AddressPolicy = .any, leastSpeed: Int = 0
    ) {
      self.leastSpeed = leastSpeed
      self.timeout = timeout
      self.connectTimeout = connectTimeout
      self.freshConnection = freshConnection
      self.maxResponseBytes = maxResponseBytes
      self.addressPolicy = addressPolicy
    }
  }

  package func configure(_ settings: Settings) {
    set(CURLOPT_TIMEOUT_MS, Int(settings.timeout.map { max(1, $0.milliseconds) } ?? 0))
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, settings.connectTimeout.milliseconds)))
    set(CURLOPT_FRESH_CONNECT, settings.freshConnection ? 1 : 0)
    set(CURLOPT_FORBID_REUSE, settings.freshConnection ? 1 : 0)
    set(CURLOPT_LOW_SPEED_LIMIT, settings.leastSpeed)
    set(CURLOPT_LOW_SPEED_TIME, settings.leastSpeed > 0 ? 5 : 0)
    response.limit = settings.maxResponseBytes
    addressPolicy = settings.addressPolicy
    curl_set_on_socket(curl, onSocket)
    curl_set_pointer(curl, CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Replaces the request's header lines, each `Name: value`, or `Name:` to keep libcurl from sending it.
  package func setHeaders(_ lines: [String]) {
    curl_slist_free_all(headerLines)
    headerLines = lines.reduce(nil) { list, line in curl_slist_append(list, line) }
    curl_set_pointer(curl, CURLOPT_HTTPHEADER, headerLines)
  }

  package var url = "" {
    didSet { set(CURLOPT_URL, url) }
  }

  /// Sends `body`, or no body when nil, and returns the status of the answer.
  package func perform(_ method: String, body: UnsafeRawBufferPointer? = nil) throws(TransferError) -> Int {
    if let body {
      set(CURLOPT_POST, 1)
      // libcurl keeps only the pointer: head and body leave in one write, and nothing is copied.
      curl_set_pointer(curl, CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(emptyBody.utf8Start))
      curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    } else {
      set(CURLOPT_HTTPGET, 1)
    }
    // The answer to HEAD tells the length of a body that does not come.
    let isHead = method == "HEAD" && body == nil
    if isHead { set(CURLOPT_NOBODY, 1) }
    let isDefault = isHead || method == (body == nil ? "GET" : "POST")
    if isDefault {
      curl_set_pointer(curl, CURLOPT_CUSTOMREQUEST, nil)
    } else {
      set(CURLOPT_CUSTOMREQUEST, method)
    }
    return try transfer()
  }

  /// Sends a body of `length` bytes that is made while it is sent, so that it never is in memory as a whole.
  /// `next` gives its pieces, in order; nil gives the transfer up.
  package func perform(_ method: String, length: Int64, next: @escaping () -> [UInt8]?) throws(TransferError)
    -> Int
  {
    let source = BodySource(next)
    self.source = source
    defer { self.source = nil }
    set(CURLOPT_POST, 1)
    curl_set_pointer(curl, CURLOPT_POSTFIELDS, nil)
    curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length))
    curl_set_on_data(curl, CURLOPT_READFUNCTION, onRead)
    curl_set_pointer(curl, CURLOPT_READDATA, Unmanaged.passUnretained(source).toOpaque())
    if method == "POST" {
      curl_set_pointer(curl, CURLOPT_CUSTOMREQUEST, nil)
    } else {
      set(CURLOPT_CUSTOMREQUEST, method)
    }
    return try transfer()
  }

  private func transfer() throws(TransferError) -> Int {
    response.reset()
    let code = curl_easy_perform(curl)
    guard code == CURLE_OK else { throw error(code) }
    guard response.hasWholeHead else {
      throw TransferError(kind: .interrupted, reason: "the answer ends within its head")
    }
    return curl_get_long(curl, CURLINFO_RESPONSE_CODE)
  }

  /// The body of the last answer; its storage is reused by the next.
  package var responseBody: [UInt8] { response.body }

  /// Lends the body of the last answer without copying it.
  package func withResponseBody<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try response.body.withUnsafeBytes(use)
  }

  /// The value of a header of the last answer; names are compared without case.
  package func responseHeader(_ name: String) -> String? { response.header(name) }

  package var responseHeaders: [(name: String, value: String)] { response.headers }

  private func error(_ code: CURLcode) -> TransferError {
    if response.isTooLarge { return TransferError(kind: .tooLarge, reason: "the answer is too large") }
    if response.refusedAddress {
      return TransferError(kind: .refusedAddress, reason: "the address is not a public one")
    }
    let kind: TransferError.Kind =
      switch code {
      case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_COULDNT_RESOLVE_HOST,
        CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION:
        .notSent
      case CURLE_ABORTED_BY_CALLBACK: requestSize == 0 ? .notSent : .interrupted
      case CURLE_OPERATION_TIMEDOUT: requestSize == 0 ? .notSent : .timedOut
      default: .interrupted
      }
    return TransferError(kind: kind, reason: String(cString: curl_easy_strerror(code)))
  }

  /// Bytes of the request that were sent.
  private var requestSize: Int { curl_get_long(curl, CURLINFO_REQUEST_SIZE) }

  private func set(_ option: CURLoption, _ value: Int) { curl_set_long(curl, option, value) }

  private func set(_ option: CURLoption, _ value: String) {
    _ = value.withCString { curl_set_pointer(curl, option, $0) }
  }

  fileprivate func mayConnect(to address: UnsafePointer<curl_sockaddr>) -> Bool {
    let allowed = withUnsafePointer(to: address.pointee.addr) { addressPolicy.allows($0) }
    if !allowed { response.refusedAddress = true }
    return allowed
  }
}

private let emptyBody: StaticString = ""

/// A body that is made while it is sent.
private final class BodySource {
  private let next: () -> [UInt8]?
  private var piece: ArraySlice<UInt8> = []

  init(_ next: @escaping () -> [UInt8]?) { self.next = next }

  /// Fills the buffer with what comes next; nil when there is nothing more.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    if piece.isEmpty {
      guard let more = next(), !more.isEmpty else { return nil }
      piece = more[...]
    }
    let part = piece.prefix(buffer.count)
    buffer.copyBytes(from: part)
    piece = piece.dropFirst(part.count)
    return part.count
  }
}

private let onRead: curl_write_callback = { data, size, count, source in
  guard let data, let source else { return Int(CURL_READFUNC_ABORT) }
  let body = Unmanaged<BodySource>.fromOpaque(source).takeUnretainedValue()
  return body.read(into: UnsafeMutableRawBufferPointer(start: data, count: size * count))
    ?? Int(CURL_READFUNC_ABORT)
}

private let onBody: curl_write_callback = { data, size, count, receiver in
  guard let data, let receiver else { return 0 }
  let response = Unmanaged<ReceivedResponse>.fromOpaque(receiver).takeUnretainedValue()
  return response.append(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}

private let onHeader: curl_write_callback = { data, size, count, receiver in
  guard let data, let receiver else { return 0 }
  let response = Unmanaged<ReceivedResponse>.fromOpaque(receiver).takeUnretainedValue()
  response.appendHeader(UnsafeRawBufferPointer(start: data, count: size * count))
  return size * count
}

/// Anything but zero gives up: the process is ending, and there is no time to wait.
private let onProgress: curl_xferinfo_callback = { _, _, _, _, _ in Activity.current.isInterrupted ? 1 : 0 }

private let onSocket: curl_opensocket_callback = { owner, _, address in
  guard let owner, let address else { return CURL_SOCKET_BAD }
  let handle = Unmanaged<EasyHandle>.fromOpaque(owner).takeUnretainedValue()
  guard handle.mayConnect(to: address) else { return CURL_SOCKET_BAD }
  return openSocket(
    family: address.pointee.family, type: address.pointee.socktype, protocol: address.pointee.protocol)
}
