"""Makes an archive of each function; the same program makes the same archive, byte for byte.

    archive.py <directory of the packages> <function>...
"""

import pathlib
import sys
import zipfile

PACKAGES = pathlib.Path(sys.argv[1])


def archive(function):
    entry = zipfile.ZipInfo("bootstrap", date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # Unix: the attributes are a mode
    entry.external_attr = 0o100755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(PACKAGES / f"{function}.zip", "w") as target:
        target.writestr(entry, (PACKAGES / "bin" / function).read_bytes(), compresslevel=9)


for name in sys.argv[2:]:
    archive(name)
