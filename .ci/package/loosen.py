"""Lets the linker leave out what a program does not use of objects that Swift compiled.

Swift marks its symbols and its records of types and conformances SHF_GNU_RETAIN, so that `--gc-sections` keeps all of
them, whatever is used. In a copy of the objects this
  - takes the mark from code, data and what only debuggers reflect on: then these stay when something refers to them;
  - ties each record (SHF_LINK_ORDER) to the type or protocol that it is about: then it stays exactly when that stays.
A dynamic cast can only meet types that are there, so it finds what it would have found. A record about a type of
another object keeps its mark. Only section headers change.
"""

import struct

from elf import ELFObject, LINK_ORDER, RETAIN

RECORDS = {"swift5_type_metadata", "swift5_type_metadata_2", "swift5_protocols", "swift5_protocol_conformances"}
REFLECTION = {
    "swift5_fieldmd", "swift5_assocty", "swift5_builtin", "swift5_capture", "swift5_mpenum", "swift5_typeref",
    "swift5_reflstr",
}


def subject(elf, record):
    """The section of the type or protocol that a record is about; 0 when this object does not tell."""
    targets = list(elf.targets(record))
    if len(targets) != 1 or not targets[0][1]:
        return 0
    _, section, start = targets[0]
    if elf.names[record] != "swift5_protocol_conformances":
        return section
    # A conformance descriptor: protocol, type, witness table, flags; 32 bits each, the first three relative.
    flags, = struct.unpack_from("<I", elf.data, elf.headers[section].offset + start + 12)
    types = [target for offset, target, _ in elf.targets(section) if offset == start + 4]
    is_direct = (flags >> 3) & 7 == 0
    if is_direct and not types:
        return section  # relative within the section: the type is in it too
    return types[0] if is_direct and len(types) == 1 else 0


def loosen(data):
    """The object with marks removed; its size and layout stay."""
    elf = ELFObject(data)
    for index, (name, header) in enumerate(zip(elf.names, elf.headers)):
        flags = header.flags
        if not flags & RETAIN:
            continue
        if name in REFLECTION or name.startswith((".text", ".rodata", ".data")):
            elf.set_flags(index, flags & ~RETAIN)
        elif name in RECORDS:
            about = subject(elf, index)
            if about:
                elf.set_flags(index, flags & ~RETAIN | LINK_ORDER, about)
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
