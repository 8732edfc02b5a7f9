internal import ChildProcess
package import Core
package import Database
package import Objects
internal import Platforms
internal import Transcoding

/// Makes one variant: fetches the file, has ffmpeg work on it, looks at what came out, stores it.
///
/// Files lie in temporary files without a name, never in memory as a whole. Made again after a crash, it replaces the
/// same object by the same bytes.
package struct VariantMaker {
  /// What does not come to its end so often never will.
  private static let mostAttempts = 4
  private let variants: VariantStore
  private let media: MediaStore
  private let objects: ObjectClient
  private let transcoder: Transcoder

  /// The session's role sees the files of all tenants. `ffmpeg` is the path of the program.
  package init(_ session: Session, _ objects: ObjectClient, ffmpeg: String) {
    variants = VariantStore(session)
    media = MediaStore(session)
    self.objects = objects
    transcoder = Transcoder(ffmpeg)
  }

  /// Returns what is to be logged; nil when there is nothing to make any more. A sixth of the time until `deadline` is
  /// left for storing what was made.
  package func make(_ request: VariantRequest, until deadline: Instant) throws -> JSONObject? {
    let begin = BootTime.now()
    guard let variant = try variants.begin(request.variant, organization: request.tenant) else { return nil }
    guard variant.attempts <= Self.mostAttempts else {
      return try fail(variant, "gave_up", "Its making was begun \(Self.mostAttempts) times and never ended.")
    }
    do throws(TranscodingError) {
      let (output, facts) = try produce(variant, until: .now() + (deadline - .now()) * 5 / 6)
      try store(output, facts, as: variant)
      return [
        "recipe": .string(variant.recipe.text), "bytes": .integer(facts.bytes),
        "milliseconds": .integer((BootTime.now() - begin).microseconds / 1000),
      ]
    } catch {
      switch error {
      case .refused(let detail, let said): return try fail(variant, "not_convertible", detail, said)
      case .outOfTime where variant.attempts == Self.mostAttempts:
        return try fail(variant, "too_slow", "Converting it takes longer than there is time.")
      case .outOfTime, .unable: throw error
      }
    }
  }

  private func fail(_ variant: MediaVariant, _ code: String, _ detail: String, _ said: String? = nil) throws
    -> JSONObject
  {
    try variants.markFailed(variant, code: code, detail: detail)
    return ["recipe": .string(variant.recipe.text), "error": .string(detail), "said": JSON(said)]
  }

  private func produce(_ variant: MediaVariant, until deadline: Instant) throws(TranscodingError) -> (
    output: TemporaryFile, facts: Media.Facts
  ) {
    let (input, item) = try fetch(variant)
    let found = try facts(of: input)
    // Else it was exchanged after it was looked at.
    guard found.contentType == item.facts?.contentType else {
      throw .refused("The file is \(found.contentType), not what it was.")
    }
    let output = try attempting { try TemporaryFile() }
    let source = Transcoder.Source(
      input, type: found.contentType, turn: Turn(rawValue: found.coding?.orientation ?? 1) ?? .none,
      isHDR: item.facts?.coding?.isHDR ?? false)
    try transcoder.make(variant.recipe, of: source, into: output, until: deadline)
    let made = try facts(of: output)
    guard made.contentType == variant.recipe.contentType else {
      throw .refused("What came out is \(made.contentType).")
    }
    return (output, made)
  }

  private func fetch(_ variant: MediaVariant) throws(TranscodingError) -> (TemporaryFile, MediaItem) {
    try attempting {
      guard let item = try media.find(variant.media, organization: variant.organization),
        let head = try objects.head(item.key)
      else { throw TranscodingError.refused("The file is not there any more.") }
      guard item.entityTag == nil || item.entityTag == head.entityTag else {
        throw TranscodingError.refused("The file is not the one that was looked at.")
      }
      return (try MediaFile.fetch(item.key, head, from: objects), item)
    }
  }

  private func facts(of file: TemporaryFile) throws(TranscodingError) -> Media.Facts {
    do throws(ProbeError) {
      return try FileProbe(ByteSource(file)).facts()
    } catch {
      throw error.transcodingError
    }
  }

  private func store(_ file: TemporaryFile, _ facts: Media.Facts, as variant: MediaVariant)
    throws(TranscodingError)
  {
    try attempting {
      try objects.put(at: variant.key, type: facts.contentType, size: file.size) { try file.read($0) }
      // Its file was deleted meanwhile.
      if try !variants.markReady(variant, facts) { try objects.delete(variant.key) }
    }
  }

  /// What the bucket, the database or the disk did not do may be done the next time.
  private func attempting<Value>(_ body: () throws -> Value) throws(TranscodingError) -> Value {
    do {
      return try body()
    } catch {
      throw error as? TranscodingError ?? .unable("\(error)")
    }
  }
}

extension ProbeError {
  fileprivate var transcodingError: TranscodingError {
    if case .unreachable(let error) = self { .unable("\(error)") } else { .refused(detail, said: said) }
  }
}
