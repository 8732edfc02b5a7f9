internal import Core

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything that was ever published, in order: what a test counts duplicates and losses in.
final class Ledger {
  /// Which entries to list; nil means any.
  struct Filter {
    var platform: String?
    var accountID: String?
    /// Part of the text.
    var text: String?
  }

  private(set) var publications: [Publication] = []
  private let journal: Journal
  /// Of the request that is being answered.
  var traceParent: String?

  /// Continues the ledger in the file, if there is one.
  init(file: String?) throws(JournalError) {
    journal = try Journal(file: file)
    publications = journal.takeEarlierRecords().compactMap(Publication.init)
  }

  /// Writes the entry to the file, then makes it visible here.
  func record(_ publication: Publication) {
    var publication = publication
    publication.traceParent = traceParent
    journal.append(publication.json)
    publications.append(publication)
  }

  func clear() {
    journal.clear()
    publications = []
  }

  /// Up to `limit` entries from the cursor on, with the number of all that match.
  func list(_ filter: Filter, limit: Int, from start: Int) -> JSON {
    var page: [JSON] = []
    var matching = 0
    for publication in publications where filter.admits(publication) {
      if matching >= start, page.count < limit { page.append(publication.json) }
      matching += 1
    }
    let end = start + page.count
    return [
      "data": .array(page), "count": JSON(matching),
      "next_cursor": end < matching && !page.isEmpty ? .string(String(end)) : .null,
    ]
  }

  /// Texts that one account published more than once as an answer to the same thing. Publications without
  /// text are told apart by their media.
  func duplicates() -> JSON {
    struct Key: Hashable {
      let platform: String
      let accountID: String
      let replyTo: String?
      let content: [String]
    }
    var groups: [Key: [Publication]] = [:]
    for publication in publications {
      let content = publication.text.isEmpty ? publication.media : [publication.text]
      let key = Key(
        platform: publication.platform, accountID: publication.accountID, replyTo: publication.replyTo,
        content: content)
      groups[key, default: []].append(publication)
    }
    let repeated = groups.values.filter { $0.count > 1 }.sorted { $0[0].publishedAt < $1[0].publishedAt }
    let data = repeated.map { group -> JSON in
      [
        "platform": .string(group[0].platform), "account_id": .string(group[0].accountID),
        "text": .string(group[0].text), "times": JSON(group.count),
        "ids": .array(group.map { .string($0.id) }),
      ]
    }
    return ["data": .array(data), "count": JSON(data.count)]
  }
}

extension Ledger.Filter {
  fileprivate func admits(_ publication: Publication) -> Bool {
    if let platform, publication.platform != platform { return false }
    if let accountID, publication.accountID != accountID { return false }
    if let text, strstr(publication.text, text) == nil { return false }
    return true
  }
}
