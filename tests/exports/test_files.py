"""The one list of files that people take away."""

from heatdash.exports.files import DOWNLOAD, EXPORTS, FOLDER, Delivery, exports_for
from heatdash.messages import LANGUAGES
from tests.builders.answers import answer
from tests.builders.junctions import CROSSING, drive

RELIED_ON = {
    *("heatmap.mp4", "heatmap.png", "heat.csv", "tracks.csv", "events.csv", "counts.csv", "zones.csv", "flows.csv"),
    *("summary.json", "project.json"),
}
"""What other programs find in the folder of the command line."""


def test_what_other_programs_rely_on_is_there() -> None:
    names = {export.name for export in EXPORTS if FOLDER in export.offered_to}
    assert names >= RELIED_ON
    assert {export.name for export in EXPORTS if DOWNLOAD in export.offered_to} >= names - {"heatmap.mp4"}


def test_every_file_has_one_name_and_a_title_in_each_language() -> None:
    assert len({export.name for export in EXPORTS}) == len(EXPORTS)
    for language in LANGUAGES:
        assert len({export.title(language) for export in EXPORTS}) == len(EXPORTS)


def test_the_picture_of_movements_is_there_only_where_somebody_went_from_arm_to_arm() -> None:
    names = {
        way: [export.name for export in exports_for(_delivery(way), to=DOWNLOAD) if export.name.startswith("movements")]
        for way in ("South", "South West")
    }
    assert names == {"South": ["movements.csv"], "South West": ["movements.png", "movements.csv"]}


def _delivery(way: str) -> Delivery:
    given = answer(drive(track=1, way=way, begin_s=1), scene=CROSSING)
    return Delivery(answer=given, title="Crossing", language="en", source="")
