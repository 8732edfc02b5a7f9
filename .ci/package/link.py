"""Links functions for deployment, from the objects of the ordinary build and the static libraries.

    link.py <libraries> <function>...

Writes .build/packages/bin/<function>, stripped, and .build/packages/symbols/<function>.debug.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys

from loosen import loosen, loosen_archive
from split import split

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RELEASE = (ROOT / ".build/release").resolve()
WORK = ROOT / ".build/packaged"
PACKAGES = ROOT / ".build/packages"
# …/usr/lib/swift, whichever installer put it there.
RESOURCES = pathlib.Path(json.loads(subprocess.run(["swiftc", "-print-target-info"], check=True,
                                                   capture_output=True).stdout)["paths"]["runtimeResourcePath"])
TOOLCHAIN = RESOURCES.parent.parent / "bin"
SWIFT = RESOURCES.with_name("swift_static") / "linux"
MACHINE = os.uname().machine
# What our libraries and the C library bring; the autolink entries of the objects name Debian's.
OWN = {"-lcurl", "-lpq", "-lssl", "-lcrypto", "-lm", "-ldl", "-lpthread", "-lutil"}

# A build id to be filled in, and the head of the note that holds it.
BLANK, NOTE = bytes(20), struct.pack("<III4s", 4, 20, 3, b"GNU")


def tool(name, *arguments):
    """Runs a program of the toolchain and returns what it printed."""
    result = subprocess.run([TOOLCHAIN / name, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{name} failed:\n{(result.stderr or result.stdout)[-4000:]}")
    return result.stdout


def refresh(copy, source, change):
    """Makes `copy` from `source`, unless it is newer than that and than the program that makes it."""
    newest = max(path.stat().st_mtime_ns for path in [source, *(HERE / f"{name}.py" for name in ["elf", "loosen", "split"])])
    if not copy.exists() or copy.stat().st_mtime_ns <= newest:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(change(source.read_bytes()))


def loosened(source):
    """Where the loosened copy of an object is."""
    return WORK / "objects" / source.relative_to(RELEASE)


def objects_of(function):
    """The objects that the ordinary build links a function from."""
    listing = RELEASE / f"{function}.product/Objects.LinkFileList"
    if not listing.exists():
        sys.exit(f"{function} is not built: run `make build`")
    listed = listing.read_text().split()
    return [pathlib.Path(path.strip("'\"")) for path in listed]


def absent():
    target = WORK / "absent.o"
    tool("clang", "-O2", "-fPIC", "-fno-builtin", "-fno-math-errno", "-ffunction-sections",
         "-fno-asynchronous-unwind-tables", "-c", HERE / "absent.c", "-o", target)
    return target


def link(function, libraries, objects, automatic):
    """Links a program and returns its path."""
    output = WORK / "linked" / function
    output.parent.mkdir(parents=True, exist_ok=True)
    options = [
        # Only what is used, equal code once, every symbol bound at the start, as relocations that cannot be written.
        "--gc-sections", "--icf=all", "-O2", "-z", "now", "-z", "relro", "--hash-style=gnu", f"--build-id=0x{BLANK.hex()}",
        "--exclude-libs", "ALL", "--no-eh-frame-hdr", "-T", HERE / "functions.ld",
        "--wrap=_swift_stdlib_getScalarName", f"--defsym=main={function}_main",
    ]
    response = WORK / f"linked/{function}.arguments"
    response.write_text("\n".join(map(str, [
        "-fuse-ld=lld", "-pie", SWIFT / MACHINE / "swiftrt.o", *objects, WORK / "absent.o",
        f"-L{WORK}/swift", f"-L{SWIFT}", f"-L{libraries}", "-static-libgcc", "-nostdlib++",
        "-Wl,--start-group", *automatic, "-ldispatch", "-lBlocksRuntime", "-lcurl", "-lpq", "-lpgcommon", "-lpgport",
        "-lssl", "-lcrypto", "-Wl,-Bstatic", "-lstdc++", "-Wl,-Bdynamic", "-Wl,--end-group",
        "-ldl", "-lpthread", "-lm", *[f"-Xlinker\n{option}" for option in options], "-o", output,
    ])))
    tool("clang", f"@{response}")
    return output


def deploy(function, libraries):
    """Links one function, and parts it into what is deployed and what a debugger wants."""
    objects = objects_of(function)
    entries = WORK / f"linked/{function}.autolink"
    entries.parent.mkdir(parents=True, exist_ok=True)
    tool("swift-autolink-extract", *objects, "-o", entries)
    automatic = [entry for entry in entries.read_text().split() if entry not in OWN]
    program = link(function, libraries, [loosened(path) for path in objects], automatic)
    symbols, deployed = PACKAGES / f"symbols/{function}.debug", PACKAGES / "bin" / function
    tool("llvm-objcopy", "--only-keep-debug", program, symbols)
    tool("llvm-objcopy", "--strip-all", "--remove-section=.comment", program, deployed)
    program.unlink()
    # The linker's own would depend on the debug information, and that on the directory of the build.
    identity = hashlib.sha1(deployed.read_bytes()).digest()
    for path in [deployed, symbols]:
        path.write_bytes(path.read_bytes().replace(NOTE + BLANK, NOTE + identity, 1))


def main():
    libraries, functions = sys.argv[1], sys.argv[2:]
    for directory in [WORK, PACKAGES / "bin", PACKAGES / "symbols"]:
        directory.mkdir(parents=True, exist_ok=True)
    for source in SWIFT.glob("libswift*.a"):
        refresh(WORK / "swift" / source.name, source, loosen_archive)
    for source in {path for function in functions for path in objects_of(function)}:
        refresh(loosened(source), source, lambda data: loosen(split(data)))
    absent()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda function: deploy(function, libraries), functions))


main()
