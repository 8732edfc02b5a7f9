internal import Core
internal import Testing

@Suite("An address is one that mail can be sent to, by RFC 5321 and 6531") struct MailAddressTests {
  private static let long = String(repeating: "a", count: 63)

  @Test(
    "Good",
    arguments: [
      "ana@example.com", "ana+news@example.co.uk", "o'neil@example.com", "a.b-c_d@ex-ample.com",
      "!#$%&'*+-/=?^_`{|}~@example.com", "1@2.example", "ANA@EXAMPLE.COM", "\"a b\"@example.com",
      "\"a,b\"@example.com", "\"a@b\"@example.com", "\"a\\\"b\"@example.com", "a..b@docomo.example",
      ".a.@docomo.example", "jörg@bücher.example", "用户@例子.公司", "ana@xn--bcher-kva.example",
      "\(long)x@example.com", "a@\(long).example", "ana@a1.b2.c3", "ana@example.c0m", "भारत@डाटामेल.भारत",
    ])
  func good(_ text: String) { #expect(MailAddress.isMailbox(text)) }

  @Test(
    "Bad",
    arguments: [
      "", "@", "ana", "ana@", "@example.com", "ana@example", "ana@example..com", "ana@.example.com",
      "ana@example.com.", "ana@-example.com", "ana@example-.com", "ana@example.com-", "ana@exa_mple.com",
      "ana@exam ple.com", "ana@example,com", "a,b@example.com", "a b@example.com", "a;b@example.com",
      "a:b@example.com", "<ana@example.com>", "Ana <ana@example.com>", "a@b@example.com", "a(b)@example.com",
      "a[b]@example.com", "a\\b@example.com", "\"ab@example.com", "\"a\"b@example.com",
      "\"a\"b\"@example.com",
      "\"\\\"@example.com", "a\"b@example.com", "ana@[192.0.2.1]", "ana@192.0.2.1", "ana@example.123",
      "ana@example.com/x", "ana@example.com:25", "ana@exa\u{3002}mple.com", "ana@example\u{3002}com",
      "ana@exam\u{AD}ple.com", "ana@\u{200B}example.com", "a\u{200B}b@example.com", "a\u{0}b@example.com",
      "a\nb@example.com", "ana@example.com\n", "a\u{2028}b@example.com", "a\u{202E}b@example.com",
      "\(long)xy@example.com", "a@\(long)x.example",
      "a@" + Array(repeating: long, count: 4).joined(separator: "."), "ana@💌.example",
    ])
  func bad(_ text: String) { #expect(!MailAddress.isMailbox(text)) }
}
