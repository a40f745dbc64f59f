"""The endings that clips and pictures have, and the media type of each."""

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
RECORDER_TYPES = (".flv", ".dav", ".h264", ".264", ".h265", ".265", ".hevc", ".m2v", ".asf", ".wmv")
"""What recorders write besides. Not all of it is read; a folder that holds it should say why not."""
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
