internal import Core

/// The tags of an object (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html).
enum Tagging {
  static func checked(_ tags: [(name: String, value: String)]) throws(S3Error) -> [(
    name: String, value: String
  )] {
    guard tags.count <= 10 else { throw S3Error(400, "BadRequest", "Object tags cannot be greater than 10") }
    guard Set(tags.map { Array($0.name.utf8) }).count == tags.count else {
      throw S3Error(400, "InvalidTag", "Cannot provide multiple Tags with the same key")
    }
    for (name, value) in tags {
      guard (1...128).contains(name.count), name.allSatisfy(isAllowed) else {
        throw S3Error(400, "InvalidTag", "The TagKey you have provided is invalid")
      }
      guard value.count <= 256, value.allSatisfy(isAllowed) else {
        throw S3Error(400, "InvalidTag", "The TagValue you have provided is invalid")
      }
    }
    return tags
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || " +-=._:/@".contains(character)
  }

  static func get(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    guard let object = try call.library.read({ try $0.objects.find(key, in: bucket.name) }) else {
      throw S3Error.noSuchKey(key)
    }
    let xml = XMLWriter.document("Tagging") { xml in
      xml.element("TagSet") { xml in
        for (name, value) in object.attributes.tags {
          xml.element("Tag") { xml in
            xml.element("Key", name)
            xml.element("Value", value)
          }
        }
      }
    }
    try await call.answer(200, xml: xml)
  }

  static func put(_ call: ObjectCall) async throws {
    let document = try await call.document()
    guard document.name == "Tagging", let set = document.all("TagSet").first else {
      throw S3Error.malformedXML
    }
    let tags = set.all("Tag").map { (name: $0["Key"] ?? "", value: $0["Value"] ?? "") }
    try replace(call, by: checked(tags))
    try await call.answer(200)
  }

  static func delete(_ call: ObjectCall) async throws {
    try replace(call, by: [])
    try await call.answer(204)
  }

  private static func replace(_ call: ObjectCall, by tags: [(name: String, value: String)]) throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    try call.library.write { transaction in
      guard let object = try transaction.objects.find(key, in: bucket.name) else {
        throw S3Error.noSuchKey(key)
      }
      var attributes = object.attributes
      attributes.tags = tags
      try transaction.objects.updateAttributes(attributes, of: key, in: bucket.name)
    }
  }
}
