internal import Core

/// `CorsConfiguration` of an HTTP API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
package struct CrossOriginRules: Sendable {
  /// `*` allows every origin.
  package let origins: [String]
  package let methods: [String]
  package let headers: [String]
  package let exposedHeaders: [String]
  /// Seconds a browser may keep the answer; nil when the template does not say.
  package let maxAge: Int?
  package let allowsCredentials: Bool
}

extension Resolver {
  func crossOriginRules(_ api: Properties) -> CrossOriginRules? {
    guard let configuration = api.value("CorsConfiguration") else { return nil }
    if configuration.bool == true {
      return CrossOriginRules(
        origins: ["*"], methods: ["*"], headers: ["*"], exposedHeaders: [], maxAge: nil,
        allowsCredentials: false)
    }
    guard let properties = api.inside("CorsConfiguration") else { return nil }
    return CrossOriginRules(
      origins: properties.strings("AllowOrigins"), methods: properties.strings("AllowMethods"),
      headers: properties.strings("AllowHeaders").map { $0.lowercased() },
      exposedHeaders: properties.strings("ExposeHeaders"),
      maxAge: properties.integer("MaxAge", in: -1...86_400),
      allowsCredentials: properties.bool("AllowCredentials", default: false))
  }
}
