"""Relocatable objects of the 64 bit little-endian ELF format (https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html)."""

import collections
import struct

SYMTAB, RELA, SYMTAB_SHNDX = 2, 4, 18
RETAIN, LINK_ORDER, GROUP = 0x200000, 0x80, 0x200
SECTION_SYMBOL = 3
# Indices from here on mean something else than a section.
RESERVED = 0xFF00

HEADER, SYMBOL, RELOCATION = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ"), struct.Struct("<QQq")
Section = collections.namedtuple("Section", "name type flags address offset size link info alignment entry")
# `section` is 0 when it is in none.
Symbol = collections.namedtuple("Symbol", "name type section value size")


class ELFObject:
    """The section headers, symbols and relocations of an object."""

    def __init__(self, data):
        self.data = bytearray(data)
        self.offset, = struct.unpack_from("<Q", self.data, 0x28)
        count, names = struct.unpack_from("<HH", self.data, 0x3C)
        first = self._header(0)
        count = count or first.size
        names = first.link if names == 0xFFFF else names
        self.headers = [self._header(index) for index in range(count)]
        self.names = [self._string(self.headers[names].offset + header.name) for header in self.headers]
        self.relocations = {header.info: index for index, header in enumerate(self.headers) if header.type == RELA}
        tables = {header.type: header for header in self.headers}
        self.symbol_table, self._extended = tables.get(SYMTAB), tables.get(SYMTAB_SHNDX)
        self.symbols = list(self._symbols())

    def _header(self, index):
        return Section(*HEADER.unpack_from(self.data, self.offset + index * HEADER.size))

    def _string(self, offset):
        return self.data[offset:self.data.index(0, offset)].decode()

    def _symbols(self):
        if not self.symbol_table:
            return
        names = self.headers[self.symbol_table.link].offset
        for index in range(self.symbol_table.size // SYMBOL.size):
            name, info, _, section, value, size = SYMBOL.unpack_from(self.data, self.symbol_table.offset + SYMBOL.size * index)
            if section == 0xFFFF and self._extended:
                section, = struct.unpack_from("<I", self.data, self._extended.offset + 4 * index)
            elif section >= RESERVED:
                section = 0
            yield Symbol(self._string(names + name), info & 15, section, value, size)

    def entries(self, section):
        """(offset, info, addend) of each relocation of a section, as they stand."""
        if section not in self.relocations:
            return []
        table = self.headers[self.relocations[section]]
        return list(RELOCATION.iter_unpack(self.data[table.offset:table.offset + table.size]))

    def targets(self, section):
        """(offset, section or 0, offset in it) of each relocation of a section."""
        for offset, info, addend in self.entries(section):
            symbol = self.symbols[info >> 32]
            yield offset, symbol.section, symbol.value + addend

    def set_flags(self, section, flags, link=None):
        header = self.headers[section]._replace(flags=flags)
        self.replace(section, header if link is None else header._replace(link=link))

    def replace(self, section, header):
        self.headers[section] = header
        HEADER.pack_into(self.data, self.offset + section * HEADER.size, *header)
