"""One page that opens offline and tells what the files tell."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from heatdash.exports.report import MOST_BINS, write_report
from heatdash.messages import verbatim
from heatdash.tables.columns import IN, OUT, PLACE
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import EXCLUDE, ROI, WHOLE_PICTURE, Line, Scene, Zone
from heatdash.values.style import Style
from tests.builders.answers import DOOR, answer
from tests.builders.tracks import stand

VOID = {"meta", "img", "link", "br", "line", "path"}
ATTACK = "<script>alert('x')</script>"


class Page(HTMLParser):
    """The page's elements, its text, and its tables as rows of cells."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.tables: dict[str, list[list[str]]] = {}
        self.open: list[str] = []
        self._rows: list[list[str]] = []
        self.source = text
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self._rows = self.tables[str(dict(attrs)["id"])] = []
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._rows[-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.text += data
        if {"td", "th"} & set(self.open):
            self._rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(path, *, given=None, name="Entrance Mon", language="en", **changes) -> Page:
    file = path / "report.html"
    write_report(answer=given or answer(**changes), name=name, language=language, path=file)
    return Page(file.read_text(encoding="utf-8"))


def bins_of(page: Page) -> dict[str, list[list[str]]]:
    """The rows of the counts by place; a row of one cell names the place."""
    places: dict[str, list[list[str]]] = {}
    for row in page.tables["counts"][1:]:
        if len(row) == 1:
            rows = places[row[0]] = []
        else:
            rows.append(row)
    return places


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return page_of(tmp_path_factory.mktemp("page"))


def test_it_is_a_whole_page(report):
    assert report.open == []
    assert report.all("html") == [{"lang": "en"}]
    assert "Entrance Mon" in report.text


def test_it_asks_the_network_for_nothing_and_runs_nothing(report):
    loads = [value for _, attributes in report.elements for key, value in attributes.items() if key in ("src", "href")]
    assert [value[:23] for value in loads] == ["data:image/jpeg;base64,"]
    assert "script" not in {tag for tag, _ in report.elements}
    assert not re.search(r"https?://|url\(|@import", report.source)
    (policy,) = (a["content"] for a in report.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("picture_px", "shown_px"), [((160, 90), (160, 90)), ((2560, 1440), (1280, 720)), ((1000, 2000), (640, 1280))]
)
def test_the_picture_is_in_it_at_most_1280_pixels_long(picture_px, shown_px, tmp_path):
    (image,) = page_of(tmp_path, picture_px=picture_px).all("img")
    data = np.frombuffer(base64.b64decode(image["src"].partition(",")[2]), np.uint8)
    height, width = cv2.imdecode(data, cv2.IMREAD_COLOR).shape[:2]
    assert (width, height) == shown_px == (int(image["width"]), int(image["height"]))


def test_the_map_tells_metric_time_and_scale(tmp_path):
    given = answer(measure=MeasureSettings(from_s=2, to_s=8))
    told = page_of(tmp_path, given=given).text
    assert METRICS["dwell_time"].meaning() in told
    assert "Time looked at: 0:02 – 0:08." in told
    assert f"The colours go from 0 to {given.measured.heat.top:.1f} s." in told


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_metrics_are_named_as_everywhere(metric, language, tmp_path):
    told = page_of(tmp_path, language=language, measure=MeasureSettings(metric=metric, grid=16)).text
    assert METRICS[metric].title(language) in told
    assert METRICS[metric].meaning(language) in told


def test_the_key_figures_stand_with_what_they_mean(report):
    assert "person 2 · car 1" in report.text
    assert "Objects, each followed from when it came until it left." in report.text
    assert "3 at once" in report.text
    assert "Half of the visits to the zones lasted longer, half shorter." in report.text


def test_lines_and_zones_tell_what_their_tables_tell(report):
    zones = answer().measured.counts.zones
    assert report.tables["lines"][1:] == [["Gate", "1", "1"]]
    assert report.tables["zones"][1][:3] == ["Door", str(zones["visits"].sum()), str(zones["unique"].sum())]


def test_the_counts_add_up_to_those_of_the_csv_file(tmp_path):
    walks = [stand(track=n, at=(20, 50), seconds=5, begin_s=40 * n + 3) for n in range(5)]
    given = answer(*walks, seconds=300)
    told, bins = bins_of(page_of(tmp_path, given=given)), given.measured.counts.bins
    assert list(told) == ["Whole picture", "Door", "Gate"]
    for place in ("Door", "Gate"):
        of_place = bins[bins[PLACE] == place]
        assert sum(int(row[1]) for row in told[place]) == of_place[IN].sum()
        assert sum(int(row[2]) for row in told[place]) == of_place[OUT].sum()
    unique = bins[bins[PLACE] == WHOLE_PICTURE].groupby("bin_start_s")["unique"].sum()
    assert [int(row[3]) for row in told["Whole picture"]] == unique.tolist()
    assert [row[0] for row in told["Gate"]][:2] == ["0:00 – 1:00", "1:00 – 2:00"]


def test_what_a_place_cannot_know_is_a_dash(report):
    told = bins_of(report)
    assert told["Whole picture"][0][1:3] == ["–", "–"]
    assert told["Gate"][0][4:] == ["–", "–"]


def test_a_long_clip_has_longer_bins_and_says_so(tmp_path):
    walks = [stand(track=n, at=(20, 50), seconds=90, begin_s=900 * n + 30) for n in range(3)]
    page = page_of(tmp_path, given=answer(*walks, seconds=2700))
    told = bins_of(page)
    assert [row[0] for row in told["Door"]] == [f"{m}:00 – {m + 5}:00" for m in range(0, 45, 5)]
    assert [int(row[3]) for row in told["Door"]] == [1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert len(told["Door"]) <= MOST_BINS
    assert "In steps of 5 minutes, to keep this table short. The finer steps are in counts.csv." in page.text


def test_times_are_those_of_the_clock_where_it_is_known(tmp_path):
    page = page_of(tmp_path, start="2026-11-21 23:59:50", seconds=20)
    assert "recorded Sat 21 Nov 2026, 23:59:50" in page.text
    assert [row[0] for row in bins_of(page)["Gate"]] == [
        "23:59:50 – 22 Nov 00:00:00",
        "22 Nov 00:00:00 – 22 Nov 00:00:10",
    ]
    assert "Time of day (hours:minutes:seconds)" in page.text


def test_the_curve_has_a_title_and_both_axes_a_name_and_a_unit(report):
    assert "How busy it was over time" in report.text
    assert "Objects in view at once (average of each 0.1 s)" in report.text
    assert "Time in the clip (minutes:seconds)" in report.text
    assert report.all("path")[0]["d"].startswith("M0 100 L0.0 ")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_was_named_is_shown_as_text(language, tmp_path):
    scene = Scene(
        zones=(
            Zone(name=f"{ATTACK}1", points=DOOR.points),
            Zone(name=f"{ATTACK}2", points=DOOR.points, kind=ROI),
            Zone(name=f"{ATTACK}3", points=((0.9, 0.9), (1, 0.9), (1, 1)), kind=EXCLUDE),
        ),
        lines=(Line(name=f"{ATTACK}4", start=(0.5, 1.0), end=(0.5, 0.0)),),
    )
    page = page_of(
        tmp_path,
        name=ATTACK,
        language=language,
        scene=scene,
        notices=(verbatim(ATTACK),),
        clip_name="<img src=x onerror=y>.mp4",
    )
    assert "<script" not in page.source
    assert len(page.all("img")) == 1
    assert page.text.count(ATTACK) >= 8
    assert "<img src=x onerror=y>.mp4" in page.text


def test_notices_are_told(tmp_path):
    assert "No model was found." in page_of(tmp_path, notices=(verbatim("No model was found."),)).text


def test_without_places_it_says_how_to_get_them(tmp_path):
    page = page_of(tmp_path, scene=Scene())
    assert set(page.tables) == {"counts"}
    assert "No lines or zones were drawn." in page.text


def test_where_nobody_came_it_is_a_page_too(tmp_path):
    page = page_of(tmp_path, given=answer([]))
    assert page.tables["lines"][1:] == [["Gate", "0", "0"]]
    assert page.tables["zones"][1][3] == "–"


def test_a_range_behind_the_clips_end_is_a_page_without_a_curve(tmp_path):
    page = page_of(tmp_path, measure=MeasureSettings(grid=16, from_s=100))
    assert page.all("svg") == []
    assert bins_of(page)["Gate"][0][1:3] == ["0", "0"]


def test_a_still_picture_has_no_times(tmp_path):
    given = answer(seconds=6.1)
    still = replace(given.analysis, clip=replace(given.analysis.clip, container="image"))
    page = page_of(tmp_path, given=replace(given, analysis=still))
    assert page.all("svg") == []
    assert "still picture" in page.text
    assert "Time looked at" not in page.text


def test_the_settings_stand_in_plain_words(tmp_path):
    def asked(project):
        measure = MeasureSettings(metric="avg_occupancy", mode="decaying", half_life_s=90, min_visit_s=2)
        classes = parse_classes("person.red,car")
        return replace(project, measure=measure, classes=classes, style=Style(normalization="absolute", max_value=2))

    told = page_of(tmp_path, change=asked).text
    assert "red person, car" in told
    assert "People at once (average), what is long ago counts less (half after 1 min 30 s)" in told
    assert "up to a fixed value, so that pictures can be compared" in told
    assert "The colours go from 0 to 2 at once." in told


def test_it_speaks_the_readers_language(tmp_path):
    page = page_of(tmp_path, language="zh")
    assert page.all("html") == [{"lang": "zh"}]
    assert page.tables["zones"][0][0] == "区域"
    assert "人 2 · 汽车 1" in page.text
