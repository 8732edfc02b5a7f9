internal import Core

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and API_ListObjects.html
enum ListObjects {
  private struct Page {
    var objects: [StoredObject] = []
    var prefixes: [String] = []
    /// The last key or prefix, when there is more after it.
    var next: String?
  }

  static func run(_ call: ObjectCall) async throws {
    let bucket = try call.bucket()
    let isSecond = call.parameter("list-type") == "2"
    let limit = try call.integer("max-keys", default: 1000, in: 0...1000)
    let (prefix, delimiter) = (call.parameter("prefix") ?? "", call.parameter("delimiter") ?? "")
    let encoding = call.parameter("encoding-type")
    guard encoding == nil || encoding == "url" else {
      throw S3Error.invalidArgument(
        "encoding-type", encoding ?? "", "Invalid Encoding Method specified in Request")
    }
    let start = try start(call, isSecond: isSecond)
    let page = try call.library.read { transaction in
      try collect(bucket.name, prefix, delimiter, after: start, limit: limit, transaction.objects)
    }
    func encoded(_ text: String) -> String {
      encoding == nil ? text : PercentEncoding.encode(text, keeping: "/")
    }
    let xml = XMLWriter.document("ListBucketResult") { xml in
      xml.element("Name", bucket.name)
      xml.element("Prefix", encoded(prefix))
      if !delimiter.isEmpty { xml.element("Delimiter", encoded(delimiter)) }
      xml.element("MaxKeys", limit)
      xml.element("EncodingType", encoding)
      if isSecond {
        xml.element("KeyCount", page.objects.count + page.prefixes.count)
        xml.element("ContinuationToken", call.parameter("continuation-token"))
        xml.element("StartAfter", call.parameter("start-after").map(encoded))
        xml.element("NextContinuationToken", page.next.map { Base64.urlEncode(Array($0.utf8)) })
      } else {
        xml.element("Marker", encoded(call.parameter("marker") ?? ""))
        if !delimiter.isEmpty { xml.element("NextMarker", page.next.map(encoded)) }
      }
      xml.element("IsTruncated", page.next != nil)
      let showsOwner = !isSecond || call.parameter("fetch-owner") == "true"
      for object in page.objects {
        write(object, encoded(object.key), owner: showsOwner ? call.library.account : nil, &xml)
      }
      for prefix in page.prefixes { xml.element("CommonPrefixes") { $0.element("Prefix", encoded(prefix)) } }
    }
    try await call.answer(200, xml: xml)
  }

  private static func start(_ call: ObjectCall, isSecond: Bool) throws(S3Error) -> String {
    guard isSecond else { return call.parameter("marker") ?? "" }
    guard let token = call.parameter("continuation-token") else { return call.parameter("start-after") ?? "" }
    guard let bytes = Base64.urlDecode(token), !bytes.isEmpty else {
      throw .invalidArgument("continuation-token", token, "The continuation token provided is incorrect")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func collect(
    _ bucket: String, _ prefix: String, _ delimiter: String, after start: String, limit: Int,
    _ store: ObjectStore
  ) throws -> Page {
    var page = Page()
    guard limit > 0 else { return page }
    var last = ""
    // A marker that is a common prefix stands for all keys below it.
    let isPrefix =
      !delimiter.isEmpty && start.utf8.count > prefix.utf8.count && start.endsWithBytes(delimiter)
      && start.startsWithBytes(prefix)
    var position =
      isPrefix ? (from: start + "\u{10FFFF}", included: false) : (from: start, included: start.isEmpty)
    if prefix.utf8.lexicographicallyPrecedes(position.from.utf8) == false {
      position = (prefix, prefix != start)
    }
    scan: while true {
      let batch = try store.list(
        in: bucket, from: position.from, included: position.included, limit: limit + 1)
      for object in batch {
        guard object.key.startsWithBytes(prefix) else { break scan }
        if page.objects.count + page.prefixes.count == limit {
          page.next = last
          break scan
        }
        if let common = object.key.bytes(through: delimiter, after: prefix.utf8.count) {
          page.prefixes.append(common)
          last = common
          position = (common + "\u{10FFFF}", false)
          continue scan
        }
        page.objects.append(object)
        last = object.key
        position = (object.key, false)
      }
      if batch.count <= limit { break }
    }
    return page
  }

  private static func write(_ object: StoredObject, _ key: String, owner: String?, _ xml: inout XMLWriter) {
    xml.element("Contents") { xml in
      xml.element("Key", key)
      xml.element("LastModified", XMLTime.text(milliseconds: object.modifiedAt))
      xml.element("ETag", EntityTag.quoted(object.etag))
      xml.element("ChecksumAlgorithm", object.checksum?.algorithm.rawValue)
      xml.element("ChecksumType", object.checksum?.type.rawValue)
      xml.element("Size", object.size)
      xml.element("StorageClass", "STANDARD")
      if let owner {
        xml.element("Owner") { xml in
          xml.element("ID", owner)
          xml.element("DisplayName", "clientnest")
        }
      }
    }
  }
}
