package import LambdaRuntime
package import Objects

extension Context {
  /// The objects of the bucket that the setting names.
  package func objects(in bucket: Setting) throws -> ObjectClient {
    let clients = kept { BucketClients() }
    let name = try setting(bucket)
    if let client = clients.byName[name] { return client }
    let client = ObjectClient(
      bucket: name, endpoint: optionalSetting(.objectEndpoint), region: try setting(.region),
      credentials: try credentials())
    clients.byName[name] = client
    return client
  }
}

/// What is kept is found by its type: a function may have to do with several buckets.
private final class BucketClients {
  var byName: [String: ObjectClient] = [:]
}
