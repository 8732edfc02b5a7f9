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
  /// From the HTTP API that the template declares, else from `Globals.HttpApi`.
  func crossOriginRules() -> CrossOriginRules? {
    let own = resources(of: "AWS::Serverless::HttpApi").first?.properties["CorsConfiguration"]
    guard let value = own ?? globals["HttpApi"]?["CorsConfiguration"],
      let configuration = resolve(value, at: "HttpApi: CorsConfiguration")
    else { return nil }
    if configuration.bool == true {
      return CrossOriginRules(
        origins: ["*"], methods: ["*"], headers: ["*"], exposedHeaders: [], maxAge: nil,
        allowsCredentials: false)
    }
    guard let object = configuration.object else { return nil }
    let properties = Properties(object, of: "HttpApi: CorsConfiguration", self)
    return CrossOriginRules(
      origins: properties.strings("AllowOrigins"), methods: properties.strings("AllowMethods"),
      headers: properties.strings("AllowHeaders").map { $0.lowercased() },
      exposedHeaders: properties.strings("ExposeHeaders"),
      maxAge: properties.integer("MaxAge", in: -1...86_400),
      allowsCredentials: properties.bool("AllowCredentials", default: false))
  }
}
