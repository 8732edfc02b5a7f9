/// The host that an address names, with its port when there is one: what requests to it carry as `Host`. Empty when the
/// text is no address.
package func hostName(of address: String) -> String {
  address.split(separator: "/").dropFirst().first.map(String.init) ?? ""
}
