internal import Harness
internal import Testing

/// Runs a suite against one running bundle, which is started before its first test and ended after its last.
struct BundleTrait: SuiteTrait, TestScoping {
  let settings: [String: String]

  @TaskLocal static var bundle: RunningBundle?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let bundle = try RunningBundle(settings: settings)
    do {
      try await Self.$bundle.withValue(bundle) { try await function() }
    } catch {
      try bundle.dispose()
      throw error
    }
    try bundle.dispose()
  }
}

extension Trait where Self == BundleTrait {
  /// With the template's own settings.
  static var bundle: BundleTrait { BundleTrait(settings: [:]) }

  /// With these template parameters.
  static func bundle(with settings: [String: String]) -> BundleTrait { BundleTrait(settings: settings) }

  /// Erasures are due at once.
  static var hastyBundle: BundleTrait { BundleTrait(settings: ["ErasureDelayHours": "0"]) }

  /// What was killed while it converted is converted again after 40 seconds.
  static var variantBundle: BundleTrait {
    BundleTrait(settings: ["VariantTimeoutSeconds": "40", "VariantVisibilitySeconds": "40"])
  }

  /// With little room for media.
  static var mediaBundle: BundleTrait { BundleTrait(settings: ["MediaQuotaBytes": "10000"]) }

  /// With a lease so short that recovery from lost answers can be seen within seconds.
  static var impatientBundle: BundleTrait {
    BundleTrait(settings: [
      "DeliveryLeaseSeconds": "6", "PublishTimeoutSeconds": "4", "PublishVisibilitySeconds": "6",
    ])
  }
}

/// The bundle of the suite that is running.
func bundle() throws -> RunningBundle { try #require(BundleTrait.bundle) }
