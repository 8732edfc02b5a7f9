"""Lets the linker leave out what a program does not use of objects that Swift compiled.

Swift marks its symbols and its records of types and conformances SHF_GNU_RETAIN, so that `--gc-sections` keeps all of
them, whatever is used. In a copy of the objects this
  - takes the mark from code, data and what only debuggers reflect on: then these stay when something refers to them;
  - ties each record (SHF_LINK_ORDER) to the type or protocol that it is about: then it stays exactly when that stays.
A dynamic cast can only meet types that are there, so it finds what it would have found. A record about a type of
another object keeps its mark. Only section headers change (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html).
"""

import struct

RETAIN, LINK_ORDER = 0x200000, 0x80
SYMTAB, RELA, SYMTAB_SHNDX = 2, 4, 18
RECORDS = {"swift5_type_metadata", "swift5_type_metadata_2", "swift5_protocols", "swift5_protocol_conformances"}
REFLECTION = {
    "swift5_fieldmd", "swift5_assocty", "swift5_builtin", "swift5_capture", "swift5_mpenum", "swift5_typeref",
    "swift5_reflstr",
}


class ELFObject:
    """The section headers, symbols and relocations of a 64 bit little-endian relocatable file."""

    def __init__(self, data):
        self.data = bytearray(data)
        self.offset, = struct.unpack_from("<Q", self.data, 0x28)
        count, names = struct.unpack_from("<HH", self.data, 0x3C)
        first = self._header(0)
        count = count or first[5]
        names = first[6] if names == 0xFFFF else names
        self.headers = [self._header(index) for index in range(count)]
        self.names = [self._string(self.headers[names][4] + header[0]) for header in self.headers]
        self.relocations = {header[7]: index for index, header in enumerate(self.headers) if header[1] == RELA}
        self.symbols = list(self._symbols())

    def _header(self, index):
        return struct.unpack_from("<IIQQQQIIQQ", self.data, self.offset + index * 64)

    def _string(self, offset):
        return self.data[offset:self.data.index(0, offset)].decode()

    def _symbols(self):
        """(section or 0, value) of each symbol."""
        tables = {header[1]: header for header in self.headers}
        if SYMTAB not in tables:
            return
        extended = tables.get(SYMTAB_SHNDX)
        for index in range(tables[SYMTAB][5] // 24):
            _, _, _, section, value, _ = struct.unpack_from("<IBBHQQ", self.data, tables[SYMTAB][4] + 24 * index)
            if section == 0xFFFF and extended:
                section, = struct.unpack_from("<I", self.data, extended[4] + 4 * index)
            elif section >= 0xFF00:
                section = 0
            yield section, value

    def targets(self, section):
        """(offset, section or 0, offset in it) of each relocation of a section."""
        if section not in self.relocations:
            return
        table = self.headers[self.relocations[section]]
        for index in range(table[5] // 24):
            offset, info, addend = struct.unpack_from("<QQq", self.data, table[4] + 24 * index)
            target, value = self.symbols[info >> 32]
            yield offset, target, value + addend

    def set_flags(self, section, flags, link=None):
        struct.pack_into("<Q", self.data, self.offset + section * 64 + 8, flags)
        if link is not None:
            struct.pack_into("<I", self.data, self.offset + section * 64 + 40, link)

    def subject(self, record):
        """The section of the type or protocol that a record is about; 0 when this object does not tell."""
        targets = list(self.targets(record))
        if len(targets) != 1 or not targets[0][1]:
            return 0
        _, section, start = targets[0]
        if self.names[record] != "swift5_protocol_conformances":
            return section
        # A conformance descriptor: protocol, type, witness table, flags; 32 bits each, the first three relative.
        flags, = struct.unpack_from("<I", self.data, self.headers[section][4] + start + 12)
        types = [target for offset, target, _ in self.targets(section) if offset == start + 4]
        is_direct = (flags >> 3) & 7 == 0
        if is_direct and not types:
            return section  # relative within the section: the type is in it too
        return types[0] if is_direct and len(types) == 1 else 0


def loosen(data):
    """The object with marks removed; its size and layout stay."""
    elf = ELFObject(data)
    for index, (name, header) in enumerate(zip(elf.names, elf.headers)):
        flags = header[2]
        if not flags & RETAIN:
            continue
        if name in REFLECTION or name.startswith((".text", ".rodata", ".data")):
            elf.set_flags(index, flags & ~RETAIN)
        elif name in RECORDS:
            subject = elf.subject(index)
            if subject:
                elf.set_flags(index, flags & ~RETAIN | LINK_ORDER, subject)
    return bytes(elf.data)


def loosen_archive(data):
    """An archive of the `ar` format, with every ELF member loosened."""
    result = bytearray(data)
    offset = 8
    while offset < len(data):
        size = int(data[offset + 48:offset + 58])
        begin = offset + 60
        member = data[begin:begin + size]
        # Names of BSD archives precede the member's data; these archives have GNU names.
        if member[:5] == b"\x7fELF\x02":
            result[begin:begin + size] = loosen(member)
        offset = begin + size + size % 2
    return bytes(result)
