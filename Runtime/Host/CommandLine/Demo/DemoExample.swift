internal import Core
internal import Cryptography

/// What to copy into a shell to see posts published. It needs curl, grep and cut only.
struct DemoExample {
  let gatewayURL: String
  let sandboxURL: String
  let demo: Demo

  var text: String {
    """
      API=\(gatewayURL)
      TOKEN=$(curl -s $API/v1/auth/login -H 'Content-Type: application/json' \\
        -d '{"email":"\(Demo.email)","password":"\(demo.password)"}' \\
        | grep -o '"access_token":"[^"]*"' | cut -d'"' -f4)
      AT=$(date -u -d '+20 seconds' +%Y-%m-%dT%H:%M:%SZ)
      TEXT="Hello from ClientNest, $AT"
      post() {
        curl -s $API/v1/posts -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
          -H "Idempotency-Key: $(date +%s%N)" -d "$1" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4
      }
      PICTURES=$(post '\(pictures)')
      VIDEO=$(post '\(video)')
      sleep 23
      curl -s $API/v1/posts/$PICTURES -H "Authorization: Bearer $TOKEN"; echo
      curl -s $API/v1/posts/$VIDEO -H "Authorization: Bearer $TOKEN"; echo
      curl -s -G \(sandboxURL)/ledger --data-urlencode "text=$TEXT"; echo
    """
  }

  /// Two images and a link, wherever images go.
  private var pictures: String {
    let media =
      #"{"url":"\#(sandboxURL)/media/1.jpg","alt_text":"A cup"},{"url":"\#(sandboxURL)/media/2.jpg"}"#
    return request(
      on: demo.accounts.filter { $0.platform != "youtube" }, link: #""link":"https://example.com/menu","#,
      media)
  }

  private var video: String {
    request(
      on: demo.accounts, link: "",
      #"{"url":"\#(sandboxURL)/media/demo.mp4?bytes=500000","alt_text":"Coffee is poured"}"#)
  }

  /// What each platform wants to be told besides stands in the variants.
  private func request(on accounts: [(id: String, platform: String)], link: String, _ media: String) -> String
  {
    let ids = accounts.map { #""\#($0.id)""# }.joined(separator: ",")
    let variants = accounts.compactMap { id, platform in
      options(platform).map { #""\#(id)":{"options":\#($0)}"# }
    }
    return #"{"workspace_id":"\#(demo.workspace)","scheduled_at":"'$AT'","account_ids":[\#(ids)],"#
      + #""content":{"text":"'"$TEXT"'","title":"Coffee",\#(link)"media":[\#(media)]},"#
      + #""variants":{\#(variants.joined(separator: ","))}}"#
  }

  private func options(_ platform: String) -> String? {
    switch platform {
    case "pinterest": #"{"board_id":"\#(board)"}"#
    case "tiktok": #"{"privacy_level":"PUBLIC_TO_EVERYONE"}"#
    default: nil
    }
  }

  /// The board Menu of the demo person: the sandbox makes its ids from names.
  private var board: String {
    let digest = SHA256.hash(Array("pinterest board:\(Demo.username):Menu".utf8))
    let digits = String(digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    return "5" + (String(repeating: "0", count: 20 - digits.count) + digits).suffix(17)
  }
}
