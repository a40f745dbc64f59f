"""The types of files that are accepted and served, and the names they are saved under."""

import unicodedata

CLIP_TYPES = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".avi": "video/x-msvideo",
    ".webm": "video/webm",
    ".m4v": "video/x-m4v",
    ".ts": "video/mp2t",
    ".mts": "video/mp2t",
    ".m2ts": "video/mp2t",
    ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg",
    ".vob": "video/mpeg",
    ".3gp": "video/3gpp",
}
PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
UPLOAD_TYPES = CLIP_TYPES | PICTURE_TYPES
"""Every suffix that an upload may have, with the media type that such a file is served as."""

UNKNOWN_TYPE = "application/octet-stream"


LONGEST = 100
_FORBIDDEN = '<>:"/\\|?*'


def safe_name(text: str) -> str:
    """The text as a file name that every system accepts; empty where nothing is left. A shortened one keeps its suffix.

    Control characters and those that change the reading direction are dropped: they can make a name look like another.
    """
    shown = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    kept = "".join("-" if letter in _FORBIDDEN else letter for letter in shown if _is_visible(letter))
    name = " ".join(kept.split()).strip(". ")
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 5:
        return name[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(suffix) - 1].rstrip('. ')}.{suffix}"


def _is_visible(letter: str) -> bool:
    return not unicodedata.category(letter).startswith("C")
