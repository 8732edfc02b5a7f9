internal import Core
internal import Harness
internal import Host
internal import Signature
internal import Testing

@Suite("Functions are told of objects", .serialized) struct ObjectEventTests {
  private static let template = """
    Resources:
      Media:
        Type: AWS::S3::Bucket
        Properties: {BucketName: media}
      Watcher:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          ReservedConcurrentExecutions: 1
          Environment: {Variables: {BUCKET: !Ref Media}}
          Events:
            Uploaded:
              Type: S3
              Properties:
                Bucket: !Ref Media
                Events: [s3:ObjectCreated:*, s3:ObjectRemoved:Delete]
                Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .png}]}}
    """

  private func call(_ host: RunningHost, _ method: String, _ key: String, _ body: [UInt8]? = nil) throws {
    let url = try host.objectsURL()
    let path = "/media/" + PercentEncoding.encode(key, keeping: "/")
    let keys = SignatureV4.Credentials(accessKey: "local", secretKey: host.secretKey, sessionToken: nil)
    let query = SignatureV4(keys, region: "local", service: "s3").presignedQuery(
      method: method, path: path, headers: [("host", String(url.dropFirst(7)))], expires: 60, at: .now())
    #expect(try Client(url).call(method, "\(path)?\(query)", body).status / 100 == 2)
  }

  /// The records that the function has got so far.
  private func records(_ host: RunningHost) throws -> [JSON] {
    (try host.invoke("Watcher", ["do": "tell"]).json.array ?? []).compactMap { $0["Records"]?[0] }
  }

  private func wait(for count: Int, _ host: RunningHost) throws -> [JSON] {
    try Harness.wait(for: "\(count) events", upTo: .seconds(20)) {
      let records = try records(host)
      return records.count >= count ? records : nil
    }
  }

  @Test("Of what its rules name, with S3's record") func rules() throws {
    try RunningHost.with(Self.template) { host in
      try host.host.startTriggers()
      try call(host, "PUT", "out/x.png", [1])
      try call(host, "PUT", "in/x.jpg", [1])
      try call(host, "PUT", "in/a b+ü.png", [1, 2, 3])
      try call(host, "DELETE", "in/a b+ü.png")
      let records = try wait(for: 2, host)
      #expect(records.count == 2)
      let first = try #require(records.first)
      #expect(first["eventName"] == "ObjectCreated:Put" && first["eventSource"] == "aws:s3")
      let s3 = first["s3"]
      #expect(s3?["bucket"]?["name"] == "media" && s3?["bucket"]?["arn"] == "arn:aws:s3:::media")
      #expect(s3?["object"]?["key"] == "in/a+b%2B%C3%BC.png" && s3?["object"]?["size"] == 3)
      #expect(s3?["object"]?["eTag"] == "5289df737df57326fcdd22597afb1fac")
      #expect(s3?["configurationId"] == "Watcher-Uploaded")
      #expect(records.last?["eventName"] == "ObjectRemoved:Delete")
      let order = records.compactMap { $0["s3"]?["object"]?["sequencer"]?.string }
      #expect(order.count == 2 && order[0] < order[1])
    }
  }

  @Test("Again when the function has failed") func again() throws {
    try RunningHost.with(
      Self.template, configured: { $0.objectEventPauses = [.milliseconds(100), .milliseconds(100)] }
    ) { host in
      try host.host.startTriggers()
      try call(host, "PUT", "in/fails-once.png", [1])
      #expect(try wait(for: 2, host).count == 2)
    }
  }

  @Test("Of what happened before it was started, too") func kept() throws {
    try RunningHost.with(Self.template) { host in
      try call(host, "PUT", "in/early.png", [1])
      #expect(try records(host).isEmpty)
      try host.host.startTriggers()
      #expect(try wait(for: 1, host).count == 1)
    }
  }

  @Test("Functions know where the objects are") func surroundings() throws {
    try RunningHost.with(Self.template) { host in
      let variables = try host.invoke("Watcher").json["variables"]
      let url = try host.objectsURL()
      #expect(variables?["AWS_ENDPOINT_URL_S3"]?.string == url)
      #expect(variables?["BUCKET"] == "media")
    }
  }
}
