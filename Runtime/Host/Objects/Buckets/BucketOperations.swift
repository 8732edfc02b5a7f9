internal import Core

/// Operations on buckets. The template alone makes and removes them.
enum BucketOperations {
  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
  static func list(_ call: ObjectCall) async throws {
    let library = call.library
    let xml = XMLWriter.document("ListAllMyBucketsResult") { xml in
      xml.element("Owner") { xml in
        xml.element("ID", library.account)
        xml.element("DisplayName", "clientnest")
      }
      xml.element("Buckets") { xml in
        for name in library.buckets.keys.sorted() {
          xml.element("Bucket") { xml in
            xml.element("Name", name)
            xml.element("CreationDate", XMLTime.text(Instant(seconds: 0)))
          }
        }
      }
    }
    try await call.answer(200, xml: xml)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
  static func head(_ call: ObjectCall) async throws {
    _ = try call.bucket()
    try await call.answer(200, [("x-amz-bucket-region", call.library.region)])
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  static func create(_ call: ObjectCall) async throws {
    guard call.library.buckets[call.target.bucket ?? ""] == nil else {
      throw S3Error(
        409, "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        details: [("BucketName", call.target.bucket ?? "")])
    }
    throw S3Error(403, "AccessDenied", "Buckets are declared in the template.")
  }

  static func delete(_ call: ObjectCall) async throws {
    _ = try call.bucket()
    throw S3Error(403, "AccessDenied", "Buckets are declared in the template.")
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
  static func location(_ call: ObjectCall) async throws {
    _ = try call.bucket()
    let text =
      #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<LocationConstraint xmlns=\"\(XMLWriter.namespace)\">"
      + "\(call.library.region)</LocationConstraint>"
    try await call.answer(200, xml: Array(text.utf8))
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html: never switched on.
  static func versioning(_ call: ObjectCall) async throws {
    _ = try call.bucket()
    try await call.answer(200, xml: XMLWriter.document("VersioningConfiguration") { _ in })
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html
  static func crossOrigin(_ call: ObjectCall) async throws {
    let bucket = try call.bucket()
    guard !bucket.cors.isEmpty else {
      throw S3Error(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist")
    }
    let xml = XMLWriter.document("CORSConfiguration") { xml in
      for rule in bucket.cors {
        xml.element("CORSRule") { xml in
          xml.element("ID", rule.id)
          for method in rule.methods { xml.element("AllowedMethod", method) }
          for origin in rule.origins { xml.element("AllowedOrigin", origin) }
          for header in rule.headers { xml.element("AllowedHeader", header) }
          for header in rule.exposedHeaders { xml.element("ExposeHeader", header) }
          xml.element("MaxAgeSeconds", rule.maxAge)
        }
      }
    }
    try await call.answer(200, xml: xml)
  }
}
