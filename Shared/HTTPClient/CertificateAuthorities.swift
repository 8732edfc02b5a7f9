#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where the certificates of the authorities are that this machine trusts.
enum CertificateAuthorities {
  /// Amazon Linux 2023, then Debian.
  private static let places = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"]

  /// The file that `SSL_CERT_FILE` names, or else the first that is there; nil leaves it to libcurl.
  static var file: String? {
    if let chosen = getenv("SSL_CERT_FILE") { return String(cString: chosen) }
    return places.first { access($0, R_OK) == 0 }
  }
}
