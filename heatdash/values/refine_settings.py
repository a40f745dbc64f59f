"""Settings for refining tracks once the whole clip has been seen."""

import math
from dataclasses import dataclass

from heatdash.errors import BadSettingError
from heatdash.messages import message


@dataclass(frozen=True)
class RefineSettings:
    """What refining assumes about objects in front of a fixed camera.

    Lengths are shares of the object's size, which is the longer side of its box: a person's height, a vehicle's length.
    """

    # The detector missed it for a moment, or a lamp post hid it: nobody changes places in so short a time. After a
    # longer gap the tracker guessed, without knowing what came later.
    trusted_gap_s: float = 0.2
    # A passer-by hides another person for less than a second, two abreast for little longer.
    longest_gap_s: float = 1.5
    # Someone who sat or stood still when lost, and is found again in the very same place, has not been away.
    longest_rest_s: float = 10.0
    # Two who walk abreast hide each other for as long as they walk so.
    longest_hidden_s: float = 20.0
    # How far from its straight path an object may reappear: so far at once, and as far again for each second out of
    # sight. Walkers cover four fifths of their height in a second, so half of it is a change of pace or of direction.
    reach: float = 0.5
    # Even someone who runs through the corner of a picture is in it for longer; false boxes flash up for a few frames.
    shortest_s: float = 0.3
    # Who comes and goes is seen at the picture's edge, or for longer than this.
    glimpse_s: float = 1.5
    # Below even odds the boxes alone are no proof: such a track has to move, and be seen most of the time.
    weak_conf: float = 0.5
    # Boxes of things at rest tremble by a few hundredths; people who stand sway and turn by more than a tenth.
    still: float = 0.1
    # People who wait stay still for some seconds, but not for this long.
    static_s: float = 20.0
    # Shorter than a step, so that turns and stops stay where they are.
    smooth_s: float = 0.2

    def __post_init__(self) -> None:
        for what, seconds in (
            ("trusted_gap", self.trusted_gap_s),
            ("longest_gap", self.longest_gap_s),
            ("longest_rest", self.longest_rest_s),
            ("longest_hidden", self.longest_hidden_s),
            ("shortest_track", self.shortest_s),
            ("longest_glimpse", self.glimpse_s),
            ("smoothing_of_boxes", self.smooth_s),
            ("time_to_static", self.static_s),
        ):
            if not (math.isfinite(seconds) and seconds >= 0):
                raise BadSettingError("values.odd_seconds", what=message(f"values.{what}"), seconds=seconds)
        for what, share in (("reach", self.reach), ("tremble", self.still)):
            if not (math.isfinite(share) and share > 0):
                raise BadSettingError("values.odd_share_of_size", what=message(f"values.{what}"), share=share)
        if not (math.isfinite(self.weak_conf) and 0 <= self.weak_conf <= 1):
            raise BadSettingError("values.odd_weak_conf", conf=self.weak_conf)
