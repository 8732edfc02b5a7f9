internal import Core

extension Resolver {
  private static let events: Set = [
    "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload", "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete",
    "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete",
  ]

  /// Before functions: their environments refer to buckets by these names.
  func resolveBucketNames() {
    for bucket in resources(of: "AWS::S3::Bucket") {
      let given = bucket.properties["BucketName"].flatMap { resolve($0, at: "\(bucket.id): BucketName") }
      let name = given.flatMap(Self.text) ?? "\(surroundings.stackName)-\(bucket.id)".lowercased()
      if !Self.isBucketName(name) {
        report("\(bucket.id): BucketName must be 3 to 63 lower-case letters, digits, '-' and '.'")
      }
      if bucketNames.values.contains(name) { report("two buckets are named \(name)") }
      bucketNames[bucket.id] = name
    }
  }

  /// `Arn`, `DomainName` and `RegionalDomainName`; nil for another attribute or resource.
  func bucketAttribute(_ attribute: String, of id: String) -> JSON? {
    guard let name = bucketNames[id] else { return nil }
    switch attribute {
    case "Arn": return .string("arn:aws:s3:::\(name)")
    case "DomainName": return .string("\(name).s3.amazonaws.com")
    case "RegionalDomainName": return .string("\(name).s3.\(surroundings.region).amazonaws.com")
    default: return nil
    }
  }

  func buckets() -> [BucketResource] {
    let subscriptions = subscriptions()
    return resources(of: "AWS::S3::Bucket").map { bucket in
      let name = bucketNames[bucket.id] ?? bucket.id
      let properties = Properties(bucket.properties, of: bucket.id, self)
      return BucketResource(
        name: name, cors: crossOriginRules(of: properties), lifecycle: lifecycle(properties),
        notifications: notifications(properties)
          + subscriptions.filter { $0.bucket == name }.map(\.notification))
    }
  }

  private static func isBucketName(_ name: String) -> Bool {
    (3...63).contains(name.utf8.count) && name.first != "." && name.last != "." && !name.contains("..")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  /// The members of a list of objects, as properties.
  private func list(_ key: String, of properties: Properties, _ place: String) -> [Properties] {
    (properties.value(key)?.array ?? []).compactMap(\.object).map { Properties($0, of: place, self) }
  }

  private func crossOriginRules(of bucket: Properties) -> [BucketResource.CrossOriginRule] {
    guard let configuration = bucket.inside("CorsConfiguration") else { return [] }
    return list("CorsRules", of: configuration, "CorsRules").map { rule in
      BucketResource.CrossOriginRule(
        id: rule.string("Id"), origins: rule.strings("AllowedOrigins"),
        methods: rule.strings("AllowedMethods"),
        headers: rule.strings("AllowedHeaders"), exposedHeaders: rule.strings("ExposedHeaders"),
        maxAge: rule.integer("MaxAge", in: 0...Int(Int32.max)))
    }
  }

  private func lifecycle(_ bucket: Properties) -> [BucketResource.LifecycleRule] {
    guard let configuration = bucket.inside("LifecycleConfiguration") else { return [] }
    return list("Rules", of: configuration, "LifecycleConfiguration.Rules").compactMap { rule in
      guard rule.required("Status") == "Enabled" else { return nil }
      let abort = rule.inside("AbortIncompleteMultipartUpload")
      return BucketResource.LifecycleRule(
        prefix: rule.string("Prefix") ?? "",
        expirationDays: rule.integer("ExpirationInDays", in: 1...100_000),
        abortUploadsAfterDays: abort?.integer("DaysAfterInitiation", in: 1...100_000))
    }
  }

  // MARK: Notifications

  private func notifications(_ bucket: Properties) -> [BucketResource.Notification] {
    guard let configuration = bucket.inside("NotificationConfiguration") else { return [] }
    for kind in ["QueueConfigurations", "TopicConfigurations", "EventBridgeConfiguration"]
    where configuration.value(kind) != nil {
      configuration.report("the host tells functions only, not \(kind)")
    }
    let rules = list("LambdaConfigurations", of: configuration, "LambdaConfigurations")
    return rules.enumerated().compactMap { index, rule in
      guard let function = functionID(ofARN: rule.required("Function")) else {
        rule.report("Function is not the ARN of a function of this template")
        return nil
      }
      return notification("\(function)-\(index)", rule.strings("Event"), rule, function)
    }
  }

  /// The `S3` events of functions
  /// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html).
  private func subscriptions() -> [(bucket: String, notification: BucketResource.Notification)] {
    resources(of: "AWS::Serverless::Function").flatMap { function in
      (function.properties["Events"]?.object?.members ?? []).compactMap { event in
        guard event.value["Type"]?.string == "S3", isWanted(event.value, function.id) else { return nil }
        let place = "\(function.id): Events.\(event.name)"
        let properties = Properties(event.value["Properties"]?.object ?? [:], of: place, self)
        let bucket = properties.required("Bucket")
        guard bucketNames.values.contains(bucket) else {
          properties.report("Bucket is not a bucket of this template")
          return nil
        }
        let id = "\(function.id)-\(event.name)"
        return (bucket, notification(id, properties.strings("Events"), properties, function.id))
      }
    }
  }

  private func notification(
    _ id: String, _ events: [String], _ properties: Properties, _ function: String
  ) -> BucketResource.Notification {
    if events.isEmpty { properties.report("it names no events") }
    for event in events where !Self.events.contains(event) {
      properties.report("the host does not know the event \(event)")
    }
    let rules =
      properties.inside("Filter")?.inside("S3Key").map { list("Rules", of: $0, "Filter.S3Key.Rules") } ?? []
    var (prefix, suffix) = ("", "")
    for rule in rules {
      switch rule.required("Name").lowercased() {
      case "prefix": prefix = rule.string("Value") ?? ""
      case "suffix": suffix = rule.string("Value") ?? ""
      default: rule.report("Name must be prefix or suffix")
      }
    }
    return BucketResource.Notification(
      id: id, events: events, prefix: prefix, suffix: suffix, function: function)
  }

  private func functionID(ofARN arn: String) -> String? {
    resources(of: "AWS::Serverless::Function").map(\.id).first { surroundings.functionARN($0) == arn }
  }
}
