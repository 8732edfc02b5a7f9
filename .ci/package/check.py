"""Checks what is packaged, prints it, and ends with 1 when a limit is passed.

    check.py <directory of the packages> <function of the template>...
"""

import pathlib
import re
import statistics
import subprocess
import sys
import zipfile

PACKAGES = pathlib.Path(sys.argv[1])
# Amazon Linux 2023 (https://docs.aws.amazon.com/linux/al2023/ug/glibc-gcc-and-binutils.html).
GLIBC = (2, 34)
NEEDED = re.compile(r"libc\.so\.6|libm\.so\.6|ld-linux-(x86-64\.so\.2|aarch64\.so\.1)")
MEDIAN_BYTES = 7_100_000


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], check=True, capture_output=True, text=True).stdout


def inspect(path):
    """Size, newest symbol version of the C library, libraries needed, and what is wrong."""
    versions = re.findall(r"GLIBC_(\d+)\.(\d+)", readelf("--version-info", path))
    newest = max((int(major), int(minor)) for major, minor in versions)
    needed = re.findall(r"NEEDED.*\[(.*)\]", readelf("--dynamic", path))
    header = readelf("--file-header", path)
    faults = [f"needs {name}" for name in needed if not NEEDED.fullmatch(name)]
    if newest > GLIBC:
        faults.append(f"needs glibc {newest[0]}.{newest[1]}")
    if "Type:                              DYN" not in header:
        faults.append("is not position independent")
    if re.search(r"\.symtab|\.debug_info", readelf("--section-headers", path)):
        faults.append("is not stripped")
    return path.stat().st_size, newest, needed, faults


def check_archive(function):
    """What is wrong with the archive of a function."""
    path = PACKAGES / f"{function}.zip"
    if not path.exists():
        return ["has no archive"]
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if [entry.filename for entry in entries] != ["bootstrap"]:
            return ["the archive holds something else than bootstrap"]
        if entries[0].external_attr >> 16 & 0o777 != 0o755:
            return ["bootstrap cannot be executed by all"]
        if archive.read("bootstrap") != (PACKAGES / "bin" / function).read_bytes():
            return ["the archive holds another program"]
    return []


def main():
    functions = sys.argv[2:]
    faults, sizes = [], []
    print(f"{'function':28} {'bytes':>9} {'zip':>9}  glibc  needs")
    for function in functions:
        path = PACKAGES / "bin" / function
        wrong = check_archive(function)
        if not path.exists():
            faults.append(f"{function}: has no program")
            continue
        size, newest, needed, more = inspect(path)
        sizes.append(size)
        packed = (PACKAGES / f"{function}.zip").stat().st_size if not wrong else 0
        print(f"{function:28} {size:9} {packed:9}  {newest[0]}.{newest[1]}   {' '.join(needed)}")
        faults += [f"{function}: {fault}" for fault in wrong + more]
    if not functions:
        faults.append("the template names no function")
    if len(list(PACKAGES.glob("*.zip"))) != len(functions):
        faults.append("there are archives of other functions")
    median = int(statistics.median(sizes or [0]))
    if median > MEDIAN_BYTES:
        faults.append(f"the median is {median} bytes, more than {MEDIAN_BYTES}")
    print(f"{len(sizes)} functions, median {median} bytes, largest {max(sizes or [0])}")
    for fault in faults:
        print(f"FAULT {fault}")
    sys.exit(1 if faults else 0)


main()
