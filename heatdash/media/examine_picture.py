"""What is to be known of a clip's picture before anything in it is counted."""

from itertools import pairwise

from heatdash.media.camera_places import camera_places
from heatdash.media.picture_traits import brightness_pct, change_between, detail_pct, edge_px, noise_between
from heatdash.media.spread_pictures import spread_pictures
from heatdash.values.clip import Clip
from heatdash.values.examined import Corners, Examined


def examine_picture(clip: Clip) -> Examined:
    """What up to 16 small pictures spread over the clip tell. It costs far less than watching the clip."""
    times_s, pictures = spread_pictures(clip)
    places = camera_places(pictures)
    scale = max(clip.width_px, clip.height_px) / max(pictures[0].shape) if pictures else 1.0
    return Examined(
        times_s=tuple(round(t_s, 3) for t_s in times_s),
        brightness_pct=tuple(round(brightness_pct(picture), 1) for picture in pictures),
        detail_pct=tuple(round(detail_pct(picture), 1) for picture in pictures),
        edge_px=tuple(None if (px := edge_px(picture)) is None else round(px, 2) for picture in pictures),
        view=tuple(place.view for place in places),
        corners_px=tuple(_in_clip(place.corners, scale) for place in places),
        change=tuple(round(change_between(before=a, after=b), 1) for a, b in pairwise(pictures)),
        noise=tuple(round(noise_between(before=a, after=b), 2) for a, b in pairwise(pictures)),
    )


def _in_clip(corners: Corners | None, scale: float) -> Corners | None:
    if corners is None:
        return None
    x0, y0, x1, y1 = (round(px * scale, 1) for px in corners)
    return x0, y0, x1, y1
