"""Why a file is not taken, in words that whoever sent it can act on."""

from __future__ import annotations

from typing import Final

TROUBLES: Final = {
    "empty": "The file is empty. Choose the photo again.",
    "too_many_bytes": "The file is too large. Send a smaller version of the photo.",
    "document": "This is a document, not a picture. Send a photo or a screenshot of it.",
    "page": "This is a drawing or a web page, not a photo. Send a photo or a screenshot of it.",
    "archive": "This is an archive. Unpack it, and send the pictures that are in it.",
    "film": "This is a film. Send a photo, or a screenshot of the moment that shows it.",
    "program": "This is a program, not a picture. Send a photo.",
    "other_picture": "Pictures of this kind cannot be shown here. Save it as JPEG, PNG or HEIC, and send that.",
    "no_picture": "This is no picture that can be read: not JPEG, PNG, HEIC, WebP or GIF. Send a photo.",
    "broken": "The picture is damaged or broke off while it was sent. Send it again, or take a screenshot of it.",
    "too_small": "The picture is too small to show anything. Send the original.",
    "too_large": "The picture has too many pixels. Send it in a smaller size, or a screenshot of it.",
    "too_much": "The picture takes more memory or time than a photo does. Send a screenshot of it.",
    "unchecked": "The picture could not be checked here, several times. Send it again.",
}
"""By why; the same whoever sent it."""
