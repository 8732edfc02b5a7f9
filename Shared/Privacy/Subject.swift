package import Core

/// Whose data it is.
package enum Subject: Sendable, Equatable {
  case person(UUID)
  case organization(UUID)

  package init?(kind: String, id: UUID) {
    switch kind {
    case "person": self = .person(id)
    case "organization": self = .organization(id)
    default: return nil
    }
  }

  package var kind: String {
    switch self {
    case .person: "person"
    case .organization: "organization"
    }
  }

  package var id: UUID {
    switch self {
    case .person(let id), .organization(let id): id
    }
  }
}
