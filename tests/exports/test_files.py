"""The one list of files that people take away."""

from heatdash.exports.files import DOWNLOAD, EXPORTS, FOLDER
from heatdash.messages import LANGUAGES

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
