internal import Core

/// Connectors by the names of their platforms. Which there are stands in `Platforms+All.swift`.
package struct Platforms {
  package let all: [any Connector]
  /// Which addresses media may be fetched from.
  package let sources: MediaSources

  /// These connectors and no others.
  package init(all: [any Connector], sources: MediaSources = MediaSources()) {
    self.all = all
    self.sources = sources
  }

  package subscript(id: String) -> (any Connector)? { all.first { $0.id == id } }
}
