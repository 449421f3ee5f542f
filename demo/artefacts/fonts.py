"""A font of this machine for a title in any script."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

from PIL import ImageFont

SECONDS = 5
NOBODYS = "\U0010ffff"
"""A character that no font has: its shape is the one drawn for those that are missing."""


def font_for(text: str, size: int) -> ImageFont.FreeTypeFont | None:
    """A bold font that has every character of the text, or None where fontconfig knows none."""
    told = _asked(" ".join(sorted({f"{ord(char):x}" for char in text if not char.isspace()})))
    if told is None:
        return None
    font = ImageFont.truetype(told[0], size, told[1])
    missing = bytes(font.getmask(NOBODYS))
    return None if any(bytes(font.getmask(char)) == missing for char in text if not char.isspace()) else font


@lru_cache(maxsize=256)
def _asked(characters: str) -> tuple[str, int] | None:
    """The file that fontconfig names for these characters (hexadecimal), and which of the fonts in it."""
    program = shutil.which("fc-match")
    if program is None or not characters:
        return None
    asked = [program, "--format", "%{file}\n%{index}", f"sans:bold:charset={characters}"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=SECONDS).stdout
    file, _, index = answer.partition("\n")
    return (file, int(index) & 0xFFFF) if file and index.isdigit() else None
