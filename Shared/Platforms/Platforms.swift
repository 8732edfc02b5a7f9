internal import Core

/// Connectors by the names of their platforms. Which there are stands in `Platforms+All.swift`.
package struct Platforms {
  package let all: [any Connector]

  /// These connectors and no others.
  package init(all: [any Connector]) { self.all = all }

  package subscript(id: String) -> (any Connector)? { all.first { $0.id == id } }
}
