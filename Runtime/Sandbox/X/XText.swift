internal import Core
internal import Cryptography

/// The text of a post as X gives it back: links are replaced by X's own, `&`, `<` and `>` are escaped, and a link
/// to the attached media stands at the end
/// (https://docs.x.com/fundamentals/counting-characters, https://docs.x.com/x-api/fundamentals/data-dictionary).
struct XText {
  private(set) var text = ""
  /// `entities.urls`. Positions count the Unicode scalars of `text`.
  private(set) var urls: [JSON] = []

  init(of post: XPost, author: String, mediaKeys: [String]) {
    let found = WeightedLength(post.text)
    var rest = 0
    for link in found.links {
      text += Self.escape(found.text(rest..<link.lowerBound))
      let address = Self.address(of: found.text(link))
      text += Self.shorten(address)
      addEntity(for: Self.shorten(address), to: address)
      rest = link.upperBound
    }
    text += Self.escape(found.text(rest..<found.scalars.count))
    guard !mediaKeys.isEmpty else { return }
    // One link for all media, with an entity for each.
    let address = "https://x.com/\(author)/status/\(post.id)/photo/1"
    text += (text.isEmpty ? "" : " ") + Self.shorten(address)
    for key in mediaKeys { addEntity(for: Self.shorten(address), to: address, mediaKey: key) }
  }

  /// Describes the short link that the text ends with.
  private mutating func addEntity(for link: String, to address: String, mediaKey: String? = nil) {
    let end = text.unicodeScalars.count
    var entity: JSONObject = [
      "start": JSON(end - link.unicodeScalars.count), "end": JSON(end), "url": .string(link),
      "expanded_url": .string(address), "display_url": .string(Self.display(address)),
    ]
    entity["media_key"] = mediaKey.map { .string($0) }
    urls.append(.object(entity))
  }

  /// A link without a scheme is one by http.
  private static func address(of link: String) -> String {
    link.contains("://") ? link : "http://" + link
  }

  private static func display(_ address: String) -> String {
    let bare = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return bare.count > 27 ? bare.prefix(26) + "…" : String(bare)
  }

  /// `https://t.co/` and ten letters and digits, the same ones for the same address.
  private static func shorten(_ address: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    let code = SHA256.hash(Array(address.utf8)).prefix(10).map { alphabet[Int($0) % alphabet.count] }
    return "https://t.co/" + String(code)
  }

  private static func escape(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
