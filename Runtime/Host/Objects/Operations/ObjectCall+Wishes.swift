/// What a client may wish for an object that it writes, besides what is kept with it.
extension ObjectCall {
  private static let storageClasses: Set = [
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
    "GLACIER_IR",
    "DEEP_ARCHIVE", "EXPRESS_ONEZONE", "OUTPOSTS", "SNOW",
  ]
  private static let customerKey = "x-amz-server-side-encryption-customer-"

  /// Refuses what S3 would refuse of a bucket as the template declares it, and what would be promised and not kept: that
  /// somebody else may read, that a key of the client's or of KMS is needed for it. All that is stored is stored in one
  /// way, so that any class of storage will do.
  static func refuseWishes(_ fields: [(name: String, value: String)]) throws(S3Error) {
    for (name, value) in fields {
      switch name.lowercased() {
      case "x-amz-acl" where value == "bucket-owner-full-control": break
      case let name where name == "x-amz-acl" || name.hasPrefix("x-amz-grant-"):
        // Since April 2023 buckets have no ACLs unless they are declared otherwise.
        throw S3Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs")
      case "x-amz-storage-class" where !storageClasses.contains(value):
        throw S3Error(400, "InvalidStorageClass", "The storage class you specified is not valid")
      case "x-amz-server-side-encryption" where value != "AES256": throw .notImplemented(name)
      case let name where name.hasPrefix(customerKey): throw .notImplemented(name)
      default: break
      }
    }
  }
}
