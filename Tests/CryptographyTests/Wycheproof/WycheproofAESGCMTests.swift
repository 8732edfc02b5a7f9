internal import Core
internal import Cryptography
internal import Testing

/// Cases of https://github.com/C2SP/wycheproof, testvectors_v1/aes_gcm_test.json (commit 6fc4a87a), by their tcId.
@Suite("AES-GCM is as Wycheproof asks") struct WycheproofAESGCMTests {
  struct Vector: Sendable {
    let id: Int
    let key: String
    let nonce: String
    var context = ""
    let message: String
    let ciphertext: String
    let tag: String
  }

  private static let vectors: [Vector] = [
    Vector(
      id: 94, key: "cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273",
      nonce: "99e23ec48985bccdeeab60f1", message: "2a", ciphertext: "06",
      tag: "633c1e9703ef744ffffb40edf9d14355"),
    Vector(
      id: 95, key: "51e4bf2bad92b7aff1a4bc05550ba81df4b96fabf41c12c7b00e60e48db7e152",
      nonce: "4f07afedfdc3b6c2361823d3", message: "be3308f72a2c6aed", ciphertext: "cf332a12fdee800b",
      tag: "602e8d7c4799d62c140c9bb834876b09"),
    Vector(
      id: 96, key: "67119627bd988eda906219e08c0d0d779a07d208ce8a4fe0709af755eeec6dcb",
      nonce: "68ab7fdbf61901dad461d23c", message: "51f8c1f731ea14acdb210a6d973e07",
      ciphertext: "43fc101bff4b32bfadd3daf57a590e", tag: "ec04aacb7148a8b8be44cb7eaf4efa69"),
    Vector(
      id: 97, key: "59d4eafb4de0cfc7d3db99a8f54b15d7b39f0acc8da69763b019c1699f87674a",
      nonce: "2fcb1b38a99e71b84740ad9b", message: "549b365af913f3b081131ccb6b825588",
      ciphertext: "f58c16690122d75356907fd96b570fca", tag: "28752c20153092818faba2a334640d6e"),
    Vector(
      id: 98, key: "3b2458d8176e1621c0cc24c0c0e24c1e80d72f7ee9149a4b166176629616d011",
      nonce: "45aaa3e5d16d2d42dc03445d", message: "3ff1514b1c503915918f0c0c31094a6e1f",
      ciphertext: "73a6b6f45f6ccc5131e07f2caa1f2e2f56", tag: "2d7379ec1db5952d4e95d30c340b1b1d"),
    Vector(
      id: 99, key: "0212a8de5007ed87b33f1a7090b6114f9e08cefd9607f2c276bdcfdbc5ce9cd7",
      nonce: "e6b1adf2fd58a8762c65f31b", message: "10f1ecf9c60584665d9ae5efe279e7f7377eea6916d2b111",
      ciphertext: "0843fff52d934fc7a071ea62c0bd351ce85678cde3ea2c9e", tag: "7355fde599006715053813ce696237a8"),
    Vector(
      id: 100, key: "b279f57e19c8f53f2f963f5f2519fdb7c1779be2ca2b3ae8e1128b7d6c627fc4",
      nonce: "98bc2c7438d5cd7665d76f6e", context: "c0", message: "fcc515b294408c8645c9183e3f4ecee5127846d1",
      ciphertext: "eb5500e3825952866d911253f8de860c00831c81", tag: "ecb660e1fb0541ec41e8d68a64141b3a"),
    Vector(
      id: 101, key: "cdccfe3f46d782ef47df4e72f0c02d9c7f774def970d23486f11a57f54247f17",
      nonce: "376187894605a8d45e30de51", context: "956846a209e087ed",
      message: "e28e0e9f9d22463ac0e42639b530f42102fded75",
      ciphertext: "feca44952447015b5df1f456df8ca4bb4eee2ce2",
      tag: "082e91924deeb77880e1b1c84f9b8d30"),
    Vector(
      id: 102, key: "f32364b1d339d82e4f132d8f4a0ec1ff7e746517fa07ef1a7f422f4e25a48194",
      nonce: "5a86a50a0e8a179c734b996d", context: "ab2ac7c44c60bdf8228c7884adb20184",
      message: "43891bccb522b1e72a6b53cf31c074e9d6c2df8e",
      ciphertext: "43dda832e942e286da314daa99bef5071d9d2c78",
      tag: "c3922583476ced575404ddb85dd8cd44"),
    Vector(
      id: 103, key: "ff0089ee870a4a39f645b0a5da774f7a5911e9696fc9cad646452c2aa8595a12",
      nonce: "bc2a7757d0ce2d8b1f14ccd9", context: "972ab4e06390caae8f99dd6e2187be6c7ff2c08a24be16ef",
      message: "748b28031621d95ee61812b4b4f47d04c6fc2ff3",
      ciphertext: "a929ee7e67c7a2f91bbcec6389a3caf43ab49305",
      tag: "ebec6774b955e789591c822dab739e12"),
    Vector(
      id: 104, key: "6efca98126918ab564d88c6bec02e8998b2be50e3f906ff9adfdd185f373e756",
      nonce: "4abd6cfc83bd06b11efaa2a7",
      message:
        "bbec79c086d41e602d090f7e40494d6bf3faa1dc6df0ab8a88ea5d35d426b248c2ad880351e223f6170d37cc9655e10459e"
        + "59cbd6d1c092ed31d72ccc7af20",
      ciphertext:
        "97b4c73a4d8b5b21bc4b50dbb70dfa77b1a7bf0bbe7cf16ecf5bb60ba8070acc5740780435ed145a62a613dd9881b7211"
        + "68fbb3f5af385ee5d4f856cf93cba", tag: "27ac8c4010d8e81b7051ceb06b30fe2d"),
    Vector(
      id: 105, key: "5b1d1035c0b17ee0b0444767f80a25b8c1b741f4b50a4d3052226baa1c6fb701",
      nonce: "d61040a313ed492823cc065b",
      message:
        "d096803181beef9e008ff85d5ddc38ddacf0f09ee5f7e07f1e4079cb64d0dc8f5e6711cd4921a7887de76e2678fdc67618f"
        + "1185586bfea9d4c685d50e4bb9a82",
      ciphertext:
        "c7d191b601f86c28b6a1bdef6a57b4f6ee3ae417bc125c381cdf1c4dac184ed1d84f1196206d62cad112b038845720e02"
        + "c061179a8836f02b93fa7008379a6bf", tag: "f15612f6c40f2e0db6dc76fc4822fcfe"),
    Vector(
      id: 106, key: "81b6b27e5ed90ab99fe6756d4cb41e3f07269687f5afabdb426e29096b5e4466",
      nonce: "13e727486031cca21f733375",
      message:
        "9a95a23cfb1e35d89a7597570df0fb0efcbb7429f53bebcbbfa49fa247b251a8508ad497066855d08688576188e4ffb12d1"
        + "d084dcabec3d57806daf215dcc97edd",
      ciphertext:
        "7ede7368bca3c93d9f1d7f7750d6e44b1cb92c30e3c9834b0b69efd2470911644ae6f6d75715e13aea8781f8da611a13a"
        + "c6364c406c1a715b7e97acb22b6e6156e", tag: "74e20a93802f43407c8989a37f013802"),
    // Tags of all ones and all zeros that are right.
    Vector(
      id: 128, key: "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f",
      nonce: "000000000000000000000000", message: "561008fa07a68f5c61285cd013464eaf",
      ciphertext: "23293e9b07ca7d1b0cae7cc489a973b3", tag: "ffffffffffffffffffffffffffffffff"),
    Vector(
      id: 129, key: "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f",
      nonce: "ffffffffffffffffffffffff", message: "c6152244cea1978d3e0bc274cf8c0b3b",
      ciphertext: "7cb6fc7c6abc009efe9551a99f36a421", tag: "00000000000000000000000000000000"),
  ]

  /// tcId 130 to 156: wrong tags of one message, in their order.
  private static let wrongTags = [
    "9de8fef6d8ab1bf1bf887232eab590dd", "9ee8fef6d8ab1bf1bf887232eab590dd",
    "1ce8fef6d8ab1bf1bf887232eab590dd",
    "9ce9fef6d8ab1bf1bf887232eab590dd", "9ce8fe76d8ab1bf1bf887232eab590dd",
    "9ce8fef6d9ab1bf1bf887232eab590dd",
    "9ce8fef6daab1bf1bf887232eab590dd", "9ce8fef6d8ab1b71bf887232eab590dd",
    "9ce8fef6d8ab1bf1be887232eab590dd",
    "9ce8fef6d8ab1bf13f887232eab590dd", "9ce8fef6d8ab1bf1bfa87232eab590dd",
    "9ce8fef6d8ab1bf1bf887332eab590dd",
    "9ce8fef6d8ab1bf1bf887232ebb590dd", "9ce8fef6d8ab1bf1bf887232e8b590dd",
    "9ce8fef6d8ab1bf1bf8872326ab590dd",
    "9ce8fef6d8ab1bf1bf887232eab590dc", "9ce8fef6d8ab1bf1bf887232eab590df",
    "9ce8fef6d8ab1bf1bf887232eab5909d",
    "9ce8fef6d8ab1bf1bf887232eab5905d", "9de8fef6d8ab1bf1be887232eab590dd",
    "9ce8fe76d8ab1b71bf887232eab590dd",
    "9ce8fef6d8ab1b71bf887232eab5905d", "631701092754e40e40778dcd154a6f22",
    "00000000000000000000000000000000",
    "ffffffffffffffffffffffffffffffff", "1c687e76582b9b713f08f2b26a35105d",
    "9de9fff7d9aa1af0be897333ebb491dc",
  ]

  private static func bytes(_ text: String) throws -> [UInt8] { try #require(Hex.decode(text)) }

  @Test("Valid: sealed as expected, and opened", arguments: vectors) func valid(_ vector: Vector) throws {
    let (key, context) = (try Self.bytes(vector.key), try Self.bytes(vector.context))
    let message = try Self.bytes(vector.message)
    let sealed = try AESGCM.seal(message, key: key, nonce: Self.bytes(vector.nonce), context: context)
    #expect(Hex.encode(sealed) == vector.nonce + vector.ciphertext + vector.tag, "tcId \(vector.id)")
    #expect(try AESGCM.open(sealed, key: key, context: context) == message, "tcId \(vector.id)")
  }

  @Test("Invalid: a wrong tag", arguments: zip(130...156, wrongTags)) func wrongTag(_ id: Int, _ tag: String)
    throws
  {
    let key = try Self.bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
    func open(_ tag: String) throws -> [UInt8] {
      try AESGCM.open(
        Self.bytes("505152535455565758595a5b" + "b2061457c0759fc1749f174ee1ccadfa" + tag), key: key,
        context: [])
    }
    #expect(throws: CryptographyError.notAuthentic, "tcId \(id)") { try open(tag) }
    // But for the tag it is right.
    #expect(try Hex.encode(open("9ce8fef6d8ab1bf1bf887232eab590dd")) == "202122232425262728292a2b2c2d2e2f")
  }

  @Test(
    "Made invalid: context, nonce, key and ciphertext of each valid case changed, tag cut", arguments: vectors
  )
  func changed(_ vector: Vector) throws {
    let (key, context) = (try Self.bytes(vector.key), try Self.bytes(vector.context))
    let sealed = try Self.bytes(vector.nonce + vector.ciphertext + vector.tag)
    func refuses(_ sealed: [UInt8], _ key: [UInt8], _ context: [UInt8]) -> Bool {
      (try? AESGCM.open(sealed, key: key, context: context)) == nil
    }
    #expect(!refuses(sealed, key, context))
    #expect(refuses(sealed, key, context + [0]))
    #expect(refuses(sealed, key, context.isEmpty ? [1] : Array(context.dropLast())))
    #expect(refuses(sealed, key.map { $0 ^ 1 }, context))
    #expect(refuses(sealed, Array(key.dropLast()), context))
    #expect(refuses(sealed, Array(key.prefix(16)), context))
    for index in [0, 11, 12, sealed.count - 17, sealed.count - 16, sealed.count - 1] {
      var changed = sealed
      changed[index] ^= 0x80
      #expect(refuses(changed, key, context), "byte \(index)")
    }
    for length in [0, 1, 11, 12, 27, sealed.count - 8, sealed.count - 4, sealed.count - 1] {
      #expect(refuses(Array(sealed.prefix(length)), key, context), "\(length) bytes")
    }
  }

  /// tcId 157 to 166: right for AES-192 with a nonce of 16 bytes, which nothing here may take; and no nonce at all.
  @Test(
    "Refused: keys of 24 bytes and nonces of other lengths than 12",
    arguments: zip(
      157...167,
      [
        "029e0e777db092b12535d043012f09ba", "f1be3b06b7feac07e7eab629f556047b",
        "de9eb63b1daed321a11b7547cc9e223c",
        "40bb0abebc483ff6d5671241ff5d66c6", "20d5cf305e630a8f49e3bb4bab18abc9",
        "255358a71a0e5731f6dd6ce28e158ae6",
        "bb76e422bbe8bbe682a10be4bdd6ce1c", "db1821ac59c38e9f1e25a2eee9930313",
        "f7a02ecca03064b2ef3cce9feab79f07",
        "6985924901d688659b40a999d974dbfd", "",
      ]))
  func sizes(_ id: Int, _ nonce: String) throws {
    let key = try Self.bytes("00112233445566778899aabbccddeeff1021324354657687")
    let nonce = try Self.bytes(nonce)
    let message = [UInt8](repeating: 0, count: 40)
    #expect(throws: CryptographyError.self, "tcId \(id)") {
      try AESGCM.seal(message, key: key + key.prefix(8), nonce: nonce, context: [])
    }
    #expect(throws: CryptographyError.self, "tcId \(id)") {
      try AESGCM.seal(message, key: key, nonce: Array((nonce + message).prefix(12)), context: [])
    }
  }
}
