"""Parts sections that Swift's compiler fills with many things, so that the linker can leave out what nothing refers to.

Code has a section for each function, but a file's references to types are all in one section, `swift5_typeref`. When one
is used all stay, with the types they name, and everything these types can do. In the copy of an object that `split`
makes, each reference has a section of its own; so have the pointers (`got.…`) and caches (`…MD`) that go with them.
What lies between stays together: nothing but a symbol's own bytes is cut out.
"""

import bisect
import struct

from elf import ELFObject, GROUP, HEADER, RELOCATION, RESERVED, SECTION_SYMBOL, SYMBOL


def is_own(section, symbol):
    """Whether a symbol is one to be cut out of its section."""
    match section:
        case "swift5_typeref":
            return symbol.startswith("symbolic ")
        case ".data.rel.ro":
            return symbol.startswith("got.")
        case ".data":
            return symbol.startswith("$s") and symbol.endswith("MD")
    return False


def cuts(elf, section):
    """Where to part a section: 0, and the edges of what is cut out; [0] when it must stay whole."""
    header = elf.headers[section]
    edges = {0}
    for symbol in elf.symbols:
        if symbol.section == section and symbol.size and is_own(elf.names[section], symbol.name):
            edges |= {symbol.value, symbol.value + symbol.size}
    edges = sorted(edges - {header.size})
    return [0] if header.flags & GROUP else edges


class Splitter:
    def __init__(self, data):
        self.elf = ELFObject(data)
        self.added = []
        # Sections that something refers to by their beginning, not by a symbol: they stay whole.
        self.whole = {self.elf.symbols[info >> 32].section for section in self.elf.relocations
                      for _, info, _ in self.elf.entries(section)
                      if self.elf.symbols[info >> 32].type == SECTION_SYMBOL}

    def split(self):
        for section in range(len(self.elf.headers)):
            if section in self.whole or not self.elf.headers[section].size:
                continue
            starts = cuts(self.elf, section)
            if len(starts) > 1 and len(self.elf.headers) + len(self.added) + 2 * len(starts) < RESERVED:
                self._part(section, starts)
        return self._written()

    def _add(self, header):
        self.added.append(header)
        return len(self.elf.headers) + len(self.added) - 1

    def _append(self, data):
        self.elf.data += bytes(-len(self.elf.data) % 8)
        self.elf.data += data
        return len(self.elf.data) - len(data)

    def _part(self, section, starts):
        whole, entries = self.elf.headers[section], self.elf.entries(section)
        pieces = []
        for start, end in zip(starts, starts[1:] + [whole.size]):
            alignment = min(whole.alignment, start & -start) if start else whole.alignment
            header = whole._replace(offset=whole.offset + start, size=end - start, alignment=max(alignment, 1))
            if start:
                pieces.append(self._add(header))
            else:
                pieces.append(section)
                self.elf.replace(section, header)
        self._part_relocations(section, starts, pieces, entries)
        for index, symbol in enumerate(self.elf.symbols):
            if symbol.section == section and symbol.type != SECTION_SYMBOL:
                self._move(index, symbol, starts, pieces)

    def _part_relocations(self, section, starts, pieces, entries):
        if not entries:
            return
        table = self.elf.relocations[section]
        parts = [[] for _ in pieces]
        for offset, info, addend in entries:
            part = bisect.bisect_right(starts, offset) - 1
            parts[part].append(RELOCATION.pack(offset - starts[part], info, addend))
        for piece, part in zip(pieces, parts):
            data = b"".join(part)
            header = self.elf.headers[table]._replace(offset=self._append(data), size=len(data), info=piece)
            if piece == section:
                self.elf.replace(table, header)
            elif part:
                self._add(header)

    def _move(self, index, symbol, starts, pieces):
        part = bisect.bisect_right(starts, symbol.value) - 1
        place = self.elf.symbol_table.offset + SYMBOL.size * index
        struct.pack_into("<HQ", self.elf.data, place + 6, pieces[part], symbol.value - starts[part])

    def _written(self):
        if not self.added:
            return bytes(self.elf.data)
        headers = self.elf.headers + self.added
        offset = self._append(b"".join(HEADER.pack(*header) for header in headers))
        struct.pack_into("<Q", self.elf.data, 0x28, offset)
        struct.pack_into("<H", self.elf.data, 0x3C, len(headers))
        return bytes(self.elf.data)


def split(data):
    """The object with its sections parted."""
    return Splitter(data).split()
