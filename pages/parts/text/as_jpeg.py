"""A picture as the browser loads it."""

from heatdash.values.arrays import Pixels

_QUALITY = 88


def as_jpeg(picture: Pixels) -> bytes:
    """The BGR picture as JPEG."""
    import cv2

    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return encoded.tobytes()
