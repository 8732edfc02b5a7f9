/// A table with what is somebody's: which rows are about a person or an organization, what an export shows of them, and
/// what an erasure does to them.
package struct Holding: Sendable {
  /// What the rows are called in an export.
  package let table: StaticString
  /// Where they are read; the table itself if nothing else is said.
  let source: StaticString
  /// Columns that name a person, separated by commas; nil when there are none.
  package let persons: StaticString?
  /// The column that names an organization.
  package let organization: StaticString?
  /// Columns that no export shows: secrets, and what says nothing to anybody.
  let hidden: [String]
  /// Whether it is part of an export.
  let isExported: Bool
  /// The column that names the person with whom the row goes; nil when it stays, as a thing of the organization.
  let erasedWith: StaticString?
  /// Whether it goes with its organization. What stays holds nothing personal any more.
  let endsWithOrganization: Bool

  init(
    _ table: StaticString, from source: StaticString? = nil, persons: StaticString? = nil,
    organization: StaticString? = nil, hiding hidden: [String] = [], isExported: Bool = true,
    erasedWith: StaticString? = nil, endsWithOrganization: Bool = true
  ) {
    self.table = table
    self.source = source ?? table
    self.persons = persons
    self.organization = organization
    self.hidden = hidden
    self.isExported = isExported
    self.erasedWith = erasedWith
    self.endsWithOrganization = endsWithOrganization
  }
}
