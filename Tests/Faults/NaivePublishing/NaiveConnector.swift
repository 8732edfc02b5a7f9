package import Core
package import Platforms

/// A connector as most schedulers have it: what brought no answer is simply sent again, and nobody looks
/// whether it is there already. It shows that the fault test can go red.
package struct NaiveConnector: Connector {
  private let real: any Connector

  package init(_ real: any Connector) { self.real = real }

  package var id: String { real.id }
  package var name: String { real.name }
  package func preparationTime(of content: Content) -> Duration { real.preparationTime(of: content) }

  package func violations(of content: Content, at pointer: String) -> [FieldError] {
    real.violations(of: content, at: pointer)
  }

  package func target(for media: Media, in content: Content) -> MediaTarget? {
    real.target(for: media, in: content)
  }

  package func measures(of content: Content) -> [TextMeasure] { real.measures(of: content) }

  package func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    real.authorizeURL(state: state, challenge: challenge, redirectURI: redirectURI)
  }

  package func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    try real.exchange(code: code, verifier: verifier, redirectURI: redirectURI)
  }

  package func refresh(_ grant: Grant) throws(PlatformError) -> Grant { try real.refresh(grant) }

  package func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    try real.identities(grant)
  }

  package func revoke(_ grant: Grant) throws(PlatformError) { try real.revoke(grant) }

  package func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices] { try real.choices(grant) }

  package func steps(of content: Content) -> Int { real.steps(of: content) }

  /// Nothing is kept for a second try: it begins anew, with a new container.
  package func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    try real.prepare(publication)
  }

  package func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError)
    -> Outcome
  {
    do {
      let outcome = try real.publish(publication, step: step, timeout: timeout)
      guard case .processing(let delay, let handle) = outcome else { return outcome }
      var noted = handle ?? publication.handle
      noted["accepted"] = true
      return .processing(delay, noting: noted)
    } catch {
      guard error.kind == .unknownOutcome else { throw error }
      throw PlatformError(.transient, code: error.code, detail: error.detail, status: error.status)
    }
  }

  package func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError)
    -> ReadBack
  {
    // It asks how far that is what was accepted; after all else it does not look.
    publication.handle["accepted"] == nil
      ? .absent : try real.readBack(publication, step: step, since: start)
  }

  package func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    try real.permalink(publication, remoteID: remoteID)
  }

  package var removalByPeople: String? { real.removalByPeople }
  package func removals(of ids: [String]) -> [String] { real.removals(of: ids) }

  package func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    try real.delete(publication, remoteID: remoteID)
  }
}

extension Platforms {
  /// The same platforms, published to naively.
  package var naive: Platforms { Platforms(all: all.map { NaiveConnector($0) }, sources: sources) }
}
