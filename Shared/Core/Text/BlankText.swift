extension StringProtocol {
  /// Whether people see nothing of it: for every text that must not be empty.
  package var isBlank: Bool { unicodeScalars.allSatisfy(\.showsNothing) }
}

extension Unicode.Scalar {
  /// Without width or without ink by itself: white space, controls, what Unicode lets be ignored (joiners, variation
  /// selectors, tags, soft hyphens, the fillers of Korean), no characters at all, and a few letters and symbols that are
  /// blank though Unicode does not say so.
  fileprivate var showsNothing: Bool {
    if value < 0x80 { return value <= 0x20 || value == 0x7F }
    let properties = properties
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    {
      return true
    }
    switch value {
    // The braille pattern without dots; annotations between the lines; blanks of hieroglyphs and of Khitan; a note
    // without its head.
    case 0x2800, 0xFFF9...0xFFFB, 0x13441...0x13442, 0x16FE4, 0x1D159: return true
    default: return properties.generalCategory == .control
    }
  }
}
