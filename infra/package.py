"""The zip of the Lambda on the streams: our code and the group ``lambda`` of the lock, for the runtime python3.11.

``python -m infra.package`` writes .build/lambda.zip and prints its size. The same inputs give the same bytes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CHECKOUT: Final = Path(__file__).resolve().parents[1]
BUILD: Final = CHECKOUT / ".build"
ZIP: Final = BUILD / "lambda.zip"
PLATFORM: Final = "x86_64-manylinux2014"
"""The runtime's machine: Amazon Linux 2, whose C library is older than most wheels ask for."""

OUR_OWN: Final = ("orders", "dashboard")
SUFFIXES: Final = {".py", ".toml"}
LEFT_OUT: Final = {"management", "migrations", "templatetags", "__pycache__"}
DJANGO_UNUSED: Final = ("django/contrib", "django/conf/locale", "django/forms", "django/views")
"""Most of Django is there for pages; what remains is what its settings and their neighbours import."""

MOST_UNZIPPED: Final = 250_000_000
"""Lambda takes no more."""

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def main(uv: str) -> None:
    """Gather, check the size, write."""
    packages = BUILD / "lambda"
    shutil.rmtree(packages, ignore_errors=True)
    packages.mkdir(parents=True)
    _install(uv, packages)
    files = dict(sorted([*_installed(packages), *_own()]))
    size = sum(path.stat().st_size for path in files.values())
    if size > MOST_UNZIPPED:
        raise SystemExit(f"{size:,} bytes unzipped, and Lambda takes {MOST_UNZIPPED:,}")
    with ZipFile(ZIP, "w", ZIP_DEFLATED) as archive:
        for name, path in files.items():
            entry = ZipInfo(name, FIRST_DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
    print(
        f"{ZIP.relative_to(CHECKOUT)}: {len(files)} files, {ZIP.stat().st_size / 1e6:.1f} MB, {size / 1e6:.1f} unzipped"
    )


def _install(uv: str, packages: Path) -> None:
    wanted = BUILD / "lambda.txt"
    locked = ["--frozen", "--only-group", "lambda", "--no-emit-project", "--quiet", "--output-file", str(wanted)]
    subprocess.run([uv, "export", *locked], cwd=CHECKOUT, check=True)
    built = ["--python-platform", PLATFORM, "--python-version", "3.11", "--only-binary", ":all:", "--no-deps"]
    target = ["--require-hashes", "--quiet", "--target", str(packages), "--requirements", str(wanted)]
    subprocess.run([uv, "pip", "install", *built, *target], cwd=CHECKOUT, check=True)


def _installed(packages: Path) -> Iterator[tuple[str, Path]]:
    for path in packages.rglob("*"):
        name = path.relative_to(packages).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not name.startswith(("bin/", *DJANGO_UNUSED)):
            yield name, path


def _own() -> Iterator[tuple[str, Path]]:
    for folder in OUR_OWN:
        for path in (CHECKOUT / folder).rglob("*"):
            if path.suffix in SUFFIXES and not LEFT_OUT & set(path.parts):
                yield path.relative_to(CHECKOUT).as_posix(), path


if __name__ == "__main__":
    main(sys.argv[1])
