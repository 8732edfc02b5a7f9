internal import Core
internal import Harness
internal import Testing

@Suite("Requests at the edge of HTTP are answered as its standard has it", .bundle)
struct RequestEdgeTests {
  private func raw(_ method: String, _ path: String) throws -> (status: String?, head: String, body: String) {
    let port = try #require(try bundle().url.split(separator: ":").last.flatMap { Int($0) })
    let connection = try RawConnection(port: port)
    connection.send("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    try connection.read { _ in false }
    let end = try #require(connection.received.ranges(of: "\r\n\r\n").first)
    return (
      connection.statuses.first, connection.received[..<end.lowerBound].lowercased(),
      String(connection.received[end.upperBound...])
    )
  }

  @Test(
    "A monitor that asks by HEAD is answered as by GET, without the body",
    arguments: [
      "/v1/status", "/openapi.json", "/.well-known/jwks.json", "/v1/me", "/v1/links/none", "/v1/none",
    ])
  func heads(_ path: String) throws {
    // A bundle that has just begun may not be well yet; what it says must not change between the two.
    if path == "/v1/status" {
      _ = try wait(for: "a healthy status", upTo: .seconds(60)) {
        try raw("GET", path).status == "200" ? true : nil
      }
    }
    let (head, get) = (try raw("HEAD", path), try raw("GET", path))
    #expect(head.status == get.status && head.body.isEmpty && !get.body.isEmpty, "\(get.body.prefix(600))")
    for name in ["content-type", "etag", "cache-control", "vary", "strict-transport-security"] {
      func values(_ head: String) -> [Substring] {
        head.split(separator: "\r\n").filter { $0.hasPrefix(name + ": ") }
      }
      #expect(values(head.head) == values(get.head), "\(name)")
    }
  }

  @Test("HEAD changes nothing where GET is not answered")
  func headsOfOthers() throws {
    for path in ["/v1/auth/login", "/v1/posts/x/publish", "/v1/me/password"] {
      #expect(try raw("HEAD", path).status == "404", "\(path)")
    }
  }

  @Test("A path is the same however its letters are escaped, and slashes that are escaped are none")
  func spellings() throws {
    for path in ["/v1/%73tatus", "/%76%31/%73%74%61%74%75%73", "/v1/status"] {
      #expect(try raw("GET", path).status == "200", "\(path)")
    }
    for path in ["/v1%2Fstatus", "/v1/%2573tatus", "/v1/statu%53"] {
      #expect(try raw("GET", path).status == "404", "\(path)")
    }
    let ana = try Customer(try bundle())
    let post = try #require(try ana.compose("Spelt", on: [ana.connect("x", as: "edge_x")]).json["id"]?.string)
    let escaped = post.utf8.map { "%" + String($0, radix: 16) }.joined()
    #expect(try ana.client.get("/v1/posts/\(escaped)").json["id"]?.string == post)
    #expect(try ana.client.get("/v1/posts/\(post)%2F..%2F\(post)").status == 404)
  }

  @Test(
    "A body in a coding is refused with those that are taken",
    arguments: ["gzip", "br", "GZIP", "identity, gzip", "zstd", "aws-chunked"])
  func codings(_ coding: String) throws {
    let client = Client(try bundle().url)
    // The gzip of nothing.
    let bytes: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    for path in ["/v1/auth/login", "/v1/webhooks/meta"] {
      let answer = try client.call("POST", path, bytes, headers: ["Content-Encoding": coding])
      #expect(answer.status == 415 && answer.json["code"]?.string == "unsupported_content_coding", "\(path)")
      #expect(answer.header("accept-encoding") == "identity", "\(path)")
    }
    for same in ["identity", "", "Identity"] {
      let answer = try client.call(
        "POST", "/v1/auth/login", Array("{}".utf8), headers: ["Content-Encoding": same])
      #expect(answer.status == 422 && answer.header("accept-encoding") == nil, "\(same)")
    }
  }

  @Test(
    "A member that is named twice is refused with its place, wherever it is",
    arguments: [
      (#"{"email":"a@example.com","password":"x","email":"b@example.com"}"#, ["/email": "duplicate_field"]),
      (
        #"{"email":"a@example.com","\u0065mail":"b@example.com","password":"x"}"#,
        ["/email": "duplicate_field"]
      ),
      (#"{"email":"a@example.com","password":"x","password":null}"#, ["/password": "duplicate_field"]),
      (
        #"{"x":{"y":[{"z":1,"z":1}]},"q":1,"q":2}"#, ["/x/y/0/z": "duplicate_field", "/q": "duplicate_field"]
      ),
    ] as [(String, [String: String])])
  func repetitions(_ body: String, _ errors: [String: String]) throws {
    let client = Client(try bundle().url)
    for path in ["/v1/auth/login", "/v1/auth/register", "/v1/auth/password-reset"] {
      let answer = try client.call("POST", path, Array(body.utf8))
      #expect(answer.status == 422 && answer.json["code"]?.string == "invalid_request", "\(path)")
      #expect(answer.fieldErrors == errors, "\(path)")
    }
  }

  @Test("So is one of a post's own content")
  func repetitionsInside() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "twice_edge_x")
    let post = #"{"workspace_id":"\#(ana.workspace)","account_ids":["\#(account)"],"content":{"text":"#
    let answer = try ana.client.call("POST", "/v1/posts", Array((post + #""a","text":"b"}}"#).utf8))
    #expect(answer.fieldErrors == ["/content/text": "duplicate_field"])
    #expect(
      try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)").json["data"]?.array?.isEmpty == true)
  }

  @Test("The form of a link is read as strictly as JSON, and the link is good afterwards")
  func forms() throws {
    let ana = try Customer(try bundle())
    let form = ["Content-Type": "application/x-www-form-urlencoded"]
    #expect(try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)]).status == 202)
    let link = try bundle().mailedLink(to: ana.email, "A new password")
    let twice = Array("password=correct+horse+1&password=correct+horse+2".utf8)
    #expect(try Client("").call("POST", link, twice, headers: form).status == 422)
    let json = #"{"password":"correct horse 1","password":"correct horse 2"}"#
    let answer = try Client("").call("POST", link, Array(json.utf8))
    #expect(answer.fieldErrors == ["/password": "duplicate_field"])
    for headers in [form, [:]] {
      let coded = try Client("").call(
        "POST", link, twice, headers: headers.merging(["Content-Encoding": "gzip"]) { $1 })
      #expect(coded.status == 415 && coded.header("accept-encoding") == "identity")
    }
    let once = Array("password=correct+horse+1".utf8)
    #expect(try Client("").call("POST", link, once, headers: form).status == 200)
  }

  @Test("If-Match takes a version, several and any; of another one nothing is changed or deleted")
  func versions() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "version_x")
    let id = try #require(try ana.compose("One", on: [account]).json["id"]?.string)
    let path = "/v1/posts/\(id)"
    func change(_ condition: String?, _ text: String) throws -> Client.Answer {
      let body: JSON = ["content": ["text": .string(text)]]
      return try ana.client.call(
        "PATCH", path, body.encoded(), headers: condition.map { ["If-Match": $0] } ?? [:])
    }
    #expect(try change("\"1\"", "Two").json["version"] == 2)
    #expect(try change("*", "Three").json["version"] == 3)
    #expect(try change("\"1\", \"3\"", "Four").json["version"] == 4)
    for stale in ["\"1\"", "\"1\", \"2\", \"3\"", "\"44\"", "\"x\"", "W/\"3\""] {
      let answer = try change(stale, "Lost")
      #expect(answer.status == 412 && answer.json["code"]?.string == "stale_version", "\(stale)")
      let deleted = try ana.client.call("DELETE", path, headers: ["If-Match": stale])
      #expect(deleted.status == 412 && deleted.json["code"]?.string == "stale_version", "\(stale)")
    }
    #expect(try change(nil, "Lost").json["code"]?.string == "version_required")
    for broken in ["x", "\"4", "*, \"4\"", "4.0"] {
      #expect(try change(broken, "Lost").json["code"]?.string == "invalid_if_match", "\(broken)")
    }
    let seen = try ana.show(id)
    #expect(seen["content"]?["text"]?.string == "Four" && seen["version"] == 4)
    #expect(try ana.client.call("DELETE", path, headers: ["If-Match": "\"2\", \"4\""]).status == 204)
    for gone in ["*", "\"4\""] { #expect(try change(gone, "Lost").status == 404, "\(gone)") }
    let other = try #require(try ana.compose("Other", on: [account]).json["id"]?.string)
    #expect(try ana.client.call("DELETE", "/v1/posts/\(other)", headers: ["If-Match": "*"]).status == 204)
  }

  @Test("What depends on the origin says so beside all else that it depends on")
  func vary() throws {
    let client = Client(try bundle().url)
    for accept in ["text/html", "application/json"] {
      for path in ["/v1/links/none", "/v1/accounts/callback/x", "/v1/auth/sign-in/google/callback"] {
        let answer = try client.call("GET", path, headers: ["Accept": accept])
        let fields = answer.headers.filter { $0.name == "vary" }.flatMap { $0.value.split(separator: ",") }
        let names = fields.map { $0.filter { $0 != " " }.lowercased() }
        #expect(names.filter { $0 == "origin" }.count == 1, "\(path)")
      }
    }
  }
}
