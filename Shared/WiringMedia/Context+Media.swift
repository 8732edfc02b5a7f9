package import Database
package import LambdaRuntime
package import MediaLibrary
internal import Wiring

extension Context {
  package func mediaLibrary(_ session: Session) throws -> MediaLibrary {
    MediaLibrary(session, try objects(in: .mediaBucket))
  }

  package func mediaProbe() throws -> MediaProbe {
    MediaProbe(try session(), try objects(in: .mediaBucket), ffmpeg: try setting(.ffmpegPath))
  }

  package func uploadSweep() throws -> UploadSweep {
    UploadSweep(try session(), try objects(in: .mediaBucket))
  }

  /// Bytes that an organization may keep when nothing else is laid down for it.
  package func mediaQuota() throws -> Int64 { Int64(try number(.mediaQuota)) }

  package func variantMaker() throws -> VariantMaker {
    VariantMaker(try session(), try objects(in: .mediaBucket), ffmpeg: try setting(.ffmpegPath))
  }

  /// Where platforms fetch the files of a post.
  package func mediaAddresses(_ session: Session) throws -> MediaAddresses {
    MediaAddresses(session, try objects(in: .mediaBucket))
  }
}
