internal import Core
internal import Testing

@Suite("A text is blank when people see nothing of it") struct BlankTextTests {
  @Test(
    "Blank",
    arguments: [
      "", " ", "   ", "\n\r\n\t", "\u{0}\u{1B}", "\u{85}", "\u{A0}", "\u{AD}", "\u{34F}", "\u{61C}",
      "\u{115F}", "\u{1160}",
      "\u{1680}", "\u{17B4}", "\u{180E}", "\u{180B}", "\u{2000}\u{200A}", "\u{200B}", "\u{200C}\u{200D}",
      "\u{200E}\u{202A}",
      "\u{2028}\u{2029}", "\u{202F}", "\u{205F}", "\u{2060}", "\u{2061}", "\u{2066}", "\u{2800}", "\u{3000}",
      "\u{3164}",
      "\u{FE0F}", "\u{FEFF}", "\u{FFA0}", "\u{FFF9}", "\u{FFFE}", "\u{FFFF}", "\u{1BCA0}",
      "\u{1D159}",
      "\u{1D173}", "\u{13441}", "\u{16FE4}", "\u{E0001}", "\u{E0067}\u{E007F}", "\u{E0100}",
      " \u{3164}\u{200B}\n",
    ])
  func blank(_ text: String) { #expect(text.isBlank) }

  @Test(
    "Not blank",
    arguments: [
      "a", " a ", ".", "\u{200B}.", "語", "é", "\u{301}", "👍", "👨‍👩‍👧‍👦", "☺\u{FE0F}",
      "🏴\u{E0067}\u{E0062}\u{E007F}", "\u{600}",
      "\u{2801}", "\u{3163}", "\u{FFFD}", "_", "\u{20DD}", "1\u{FE0F}\u{20E3}",
    ])
  func visible(_ text: String) { #expect(!text.isBlank) }
}
