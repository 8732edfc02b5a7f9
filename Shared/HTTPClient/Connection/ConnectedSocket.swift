internal import CCurl
internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A TCP connection that libcurl has made: names, address families and time-outs are its business, the bytes are
/// not (https://curl.se/libcurl/c/CURLOPT_CONNECT_ONLY.html).
final class ConnectedSocket {
  /// Blocking, close-on-exec. Closed with this object.
  let descriptor: Int32
  private let curl: UnsafeMutableRawPointer

  /// `authority` is `host:port`; the host is a name, an IPv4 address or an IPv6 address in brackets.
  init(authority: String, timeout: Duration) throws(TransferError) {
    guard let curl = curl_easy_init() else { preconditionFailure("libcurl cannot be initialised") }
    curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
    curl_set_long(curl, CURLOPT_TCP_NODELAY, 1)
    curl_set_long(curl, CURLOPT_CONNECT_ONLY, 1)
    curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(timeout.milliseconds))
    // Never filled: the smallest that libcurl takes.
    curl_set_long(curl, CURLOPT_BUFFERSIZE, 1024)
    _ = "".withCString { curl_set_pointer(curl, CURLOPT_PROXY, $0) }
    _ = "http://\(authority)/".withCString { curl_set_pointer(curl, CURLOPT_URL, $0) }
    let code = curl_easy_perform(curl)
    let descriptor = code == CURLE_OK ? curl_get_socket(curl) : -1
    guard descriptor >= 0 else {
      curl_easy_cleanup(curl)
      throw TransferError(kind: .notSent, reason: String(cString: curl_easy_strerror(code)))
    }
    // libcurl is done with it; waiting within recv(2) saves a call of poll(2) per answer.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.curl = curl
    self.descriptor = descriptor
  }

  deinit { curl_easy_cleanup(curl) }

  /// Gives up waiting for an answer after a while.
  func limitWaiting(to limit: Duration) {
    var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Sends all of the parts, in one call when the kernel takes them. False when the connection broke.
  func send(
    _ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer,
    _ following: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) -> Bool {
    var parts = (iovec(head), iovec(body), iovec(following))
    var left = head.count + body.count + following.count
    while left > 0 {
      var count = sendOnce(&parts)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      left -= count
      parts.0.drop(&count)
      parts.1.drop(&count)
      parts.2.drop(&count)
    }
    return true
  }

  private func sendOnce(_ parts: inout (iovec, iovec, iovec)) -> Int {
    withUnsafeMutableBytes(of: &parts) { parts in
      var message = msghdr()
      message.msg_iov = parts.baseAddress?.assumingMemoryBound(to: iovec.self)
      message.msg_iovlen = 3
      #if canImport(Glibc)
        return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
      #else
        return sendmsg(descriptor, &message, 0)
      #endif
    }
  }

  /// Appends what has come, at least one byte; `all` waits for so many. Zero at the end of the connection, negative
  /// when it broke.
  func receive(into buffer: ReceiveBuffer, atLeast all: Int? = nil) -> Int {
    while true {
      let free = buffer.free
      let count =
        if let all {
          recv(descriptor, free.baseAddress, min(all, free.count), Int32(MSG_WAITALL))
        } else {
          recv(descriptor, free.baseAddress, free.count, 0)
        }
      if count < 0 && errno == EINTR { continue }
      if count > 0 { buffer.count += count }
      return count
    }
  }
}

extension iovec {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
  }

  /// Leaves out the first of `count` bytes, as many as there are, and takes them off the count.
  fileprivate mutating func drop(_ count: inout Int) {
    let dropped = min(count, iov_len)
    iov_base = iov_base.map { $0 + dropped }
    iov_len -= dropped
    count -= dropped
  }
}
