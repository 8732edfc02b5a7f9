/// How a caller of Invoke names a function: by name, by ARN, or by either with a qualifier. There is one version, so
/// qualifiers matter to rights only.
struct FunctionIdentifier {
  let name: String
  /// A version or an alias; nil when the caller names none.
  let qualifier: String?

  /// `known` finds functions by their names, which win over the other forms.
  init(_ text: String, known: (String) -> FunctionPool?) {
    let parts = text.split(separator: ":").map(String.init)
    if known(text) != nil {
      (name, qualifier) = (text, nil)
    } else if parts.first == "arn", parts.count >= 7 {
      (name, qualifier) = (parts[6], parts.count > 7 ? parts[7] : nil)
    } else if parts.count >= 3, parts[1] == "function" {
      // `account:function:name`
      (name, qualifier) = (parts[2], parts.count > 3 ? parts[3] : nil)
    } else {
      (name, qualifier) = (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }
  }
}
