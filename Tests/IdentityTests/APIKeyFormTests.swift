internal import Identity
internal import Testing

@Suite("An API key tells by itself whether it was typed right") struct APIKeyFormTests {
  @Test("New keys differ, have their form, and are read again") func form() {
    let keys = (0..<100).map { _ in APIKey.make() }
    #expect(Set(keys.map(\.text)).count == 100 && Set(keys.map(\.digest)).count == 100)
    for key in keys {
      #expect(key.text.hasPrefix("cn_live_\(key.publicID)_") && key.text.utf8.count == 66)
      #expect(APIKey(key.text) == key)
    }
  }

  @Test("One character that is changed, lost or added is noticed") func slips() {
    let key = APIKey.make()
    let characters = Array(key.text)
    for index in characters.indices {
      var changed = characters
      changed[index] = changed[index] == "a" ? "b" : "a"
      #expect(APIKey(String(changed)) == nil, "\(index)")
      changed.remove(at: index)
      #expect(APIKey(String(changed)) == nil, "\(index)")
    }
    for text in ["", "cn_live_", key.text + "a", key.text.uppercased(), key.text.replacing("_", with: "-")] {
      #expect(APIKey(text) == nil)
    }
  }

  /// The checksum computed by Python's zlib.crc32 over what stands before it.
  @Test("The checksum is that of others") func vector() {
    let body = "cn_live_00000000_" + String(repeating: "0", count: 43)
    #expect(APIKey(body + "3jVi11") != nil)
    #expect(APIKey(body + "000000") == nil)
  }
}
