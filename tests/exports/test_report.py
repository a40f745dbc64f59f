"""One page that opens offline and tells what the files tell."""

import base64
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest

from heatdash.draw.palette import ACCENT, as_hex, place_colours
from heatdash.messages import verbatim
from heatdash.tables.columns import IN, OUT, PLACE
from heatdash.values.class_map import TRAFFIC
from heatdash.values.classes import parse_classes
from heatdash.values.ground import Ground
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.pcu import PcuWeights
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import EXCLUDE, ROI, WHOLE_PICTURE, Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.sureness import SceneCheck
from tests.builders.answers import DOOR, SCENE, answer
from tests.builders.junctions import CROSSING, drive
from tests.builders.tracks import stand
from tests.exports.read_report import Page, page_of, pdf_of, report_of, said_in

ATTACK = "<script>alert('x')</script>"


def bins_of(page: Page) -> dict[str, list[list[str]]]:
    """The rows of the counts by place; a row of one cell names the place and how sure its numbers are."""
    places: dict[str, list[list[str]]] = {}
    for row in page.tables[-1][1:]:
        if len(row) == 1:
            rows = places[row[0].partition(" · ")[0]] = []
        else:
            rows.append(row)
    return places


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return page_of(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def warned():
    """An answer whose line has a warning of its own, and whose clip is dark."""
    checks = (
        SceneCheck("dark", values=(("of_clip_pct", 40.0), ("brightness_pct", 12.0))),
        SceneCheck("line_near_edge", place="Gate", values=(("room_px", 31.0),)),
    )
    return replace(answer(), checks=checks)


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


def test_a_card_tells_what_the_page_tells_of_a_place(report):
    assert "Gate1 came in · 1 went out" in report.text
    assert "Door2 objects2.1 s typically · longest 3.1 s" in report.text
    assert "Whole picture3 objectsperson 2 · car 1" in report.text


def test_every_figure_takes_its_grade_and_its_warnings_along(warned, tmp_path):
    page = page_of(tmp_path, given=warned)
    assert [remark[:16] for remark in page.remarks] == ["1 !The line “Gat", "2Tracks were lef", "3 !The picture i"]
    assert "uncertain, better checked by eye – see 1, 2, 3" in page.cards[0]
    assert "roughly right – see 2, 3" in page.cards[1]
    assert page.tables[0][1] == ["Gate", "uncertain, better checked by eye – see 1, 2, 3", "1", "1"]
    assert page.tables[1][1][:2] == ["Door", "roughly right – see 2, 3"]
    assert "How sure: roughly right – see 2, 3." in page.text


def test_a_sentence_that_holds_for_several_places_is_said_once(report):
    assert report.text.count("Tracks were left as the tracker made them") == 1


def test_lines_and_zones_tell_what_their_tables_tell(report):
    zones = answer().measured.counts.zones
    assert report.tables[0][1][2:] == ["1", "1"]
    assert report.tables[1][1][2:4] == [str(zones["unique"].sum()), str(zones["visits"].sum())]


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
    assert [row[0] for row in told["Door"]][:2] == ["0:00 – 1:00", "1:00 – 2:00"]


def test_what_a_place_cannot_know_is_a_dash(report):
    told = bins_of(report)
    assert told["Whole picture"][0][1:3] == ["–", "–"]
    assert told["Gate"][0][4:] == ["–", "–"]


def test_a_long_clip_has_longer_steps_and_says_so(tmp_path):
    walks = [stand(track=n, at=(20, 50), seconds=80, begin_s=900 * n + 30) for n in range(3)]
    page = page_of(tmp_path, given=answer(*walks, seconds=2700))
    told = bins_of(page)
    assert [row[0] for row in told["Door"]] == [f"{m}:00 – {m + 2}:00" for m in range(0, 44, 2)] + ["44:00 – 45:00"]
    assert [number for number, row in enumerate(told["Door"]) if row[3] == "1"] == [0, 7, 8, 15]
    assert "In longer steps than were asked for" in page.text


def test_a_place_where_nothing_happened_has_one_row(tmp_path):
    told = bins_of(page_of(tmp_path, given=answer(stand(track=1, at=(20, 50), seconds=90), seconds=180)))
    assert told["Gate"] == [["0:00 – 3:00", "0", "0", "0", "–", "–"]]
    assert len(told["Door"]) == 3


def test_times_are_those_of_the_clock_where_it_is_known(tmp_path):
    page = page_of(tmp_path, start="2026-11-21 23:59:50", seconds=20)
    assert "recorded Sat 21 Nov 2026, 23:59:50 – 22 Nov 00:00:10" in page.text
    assert [row[0] for row in bins_of(page)["Gate"]] == [
        "23:59:50 – 22 Nov 00:00:00",
        "22 Nov 00:00:00 – 22 Nov 00:00:10",
    ]
    assert "Time of day" in page.text


def test_a_start_that_is_a_guess_is_told_as_one(tmp_path):
    guessed = RecordingStart.read("2026-11-21 23:59:50", source="file_time")
    page = page_of(tmp_path, change=lambda project: replace(project, start=guessed))
    told = "recorded perhaps Sat 21 Nov 2026, 23:59:50 – 22 Nov 00:00:00, guessed from when the file was written"
    assert told in page.text


def test_the_first_page_ranks_the_zones_and_shows_when_it_was_busy(report):
    assert report.charts[:3] == ["When it was busy", "Most visited zones", "Longest stays (typical)"]


def test_the_charts_inside_are_those_of_the_places(report):
    assert report.charts[3:] == ["Gate: in and out", "Door: there at once", "Door: length of visits"]
    assert "↑ came in, ↓ went out (times)" in report.text


def test_a_place_has_its_colour_of_the_picture(report):
    bars = [bar["fill"] for bar in report.all("rect")]
    gate, door = (as_hex(colour) for colour in map(place_colours(SCENE).get, ("Gate", "Door")))
    assert bars.count(gate) == 2
    assert set(bars) == {ACCENT, gate, door}


def test_stays_are_sorted_into_lengths_that_people_say():
    walks = [stand(track=n, at=(20, 50), seconds=length) for n, length in enumerate((1.5, 7.0, 8.0, 12.0), start=1)]
    (chart,) = (
        c
        for section in report_of(given=answer(*walks, seconds=20)).sections
        for c in section.charts
        if "length" in c.title
    )
    assert [round(bar.height_px / chart.bars[0].height_px) for bar in chart.bars] == [1, 2, 1]
    assert [label.text for label in chart.labels[-7:-1]] == ["0", "1 s", "2 s", "5 s", "10 s", "15 s"]


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
    )
    assert "<script" not in page.source
    assert len(page.all("img")) == 1
    assert page.text.count(ATTACK) >= 8


def test_a_clip_is_called_by_its_name_and_not_by_that_of_the_file_it_is_kept_in(tmp_path):
    assert "kept.mp4" not in page_of(tmp_path, name="Entrance", clip_name="kept.mp4").text


def test_notices_are_told(tmp_path):
    assert "No model was found." in page_of(tmp_path, notices=(verbatim("No model was found."),)).text


def test_without_places_it_says_how_to_get_them(tmp_path):
    page = page_of(tmp_path, scene=Scene())
    assert len(page.tables) == 1
    assert "No lines or zones were drawn." in page.text


def test_where_nobody_came_it_is_a_page_without_charts(tmp_path):
    page = page_of(tmp_path, given=answer([]))
    assert page.tables[0][1][2:] == ["0", "0"]
    assert page.tables[1][1][4] == "–"
    assert page.charts == []


def test_a_range_behind_the_clips_end_is_a_page_without_charts(tmp_path):
    page = page_of(tmp_path, measure=MeasureSettings(grid=16, from_s=100))
    assert page.charts == []
    assert bins_of(page)["Gate"][0][1:3] == ["0", "0"]


def test_a_still_picture_has_no_times(tmp_path):
    given = answer(seconds=6.1)
    still = replace(given.analysis, clip=replace(given.analysis.clip, container="image"))
    page = page_of(tmp_path, given=replace(given, analysis=still))
    assert page.charts == ["Where most are"]
    assert len(page.cards) == 2
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
    assert "The colours go from 0 to 2+ at once." in told


def test_it_speaks_the_readers_language(tmp_path):
    page = page_of(tmp_path, language="zh")
    assert page.all("html") == [{"lang": "zh"}]
    assert page.tables[1][0][0] == "区域"
    assert "人 2 · 汽车 1" in page.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pdf_says_what_the_page_says(language, warned, tmp_path):
    report = report_of(given=warned, language=language)
    pdf = pdf_of(tmp_path, given=warned, language=language)
    said = said_in(pdf).replace(" ", "")
    told = [report.title, *report.facts.split(" · ")]
    told += [text for card in report.cards for text in (card.title, *card.headlines, card.sureness)]
    told += [remark.text for remark in report.remarks] + [chart.title for chart in report.overview]
    told += [cell for section in report.sections if section.table for cell in section.table.head]
    assert [text for text in told if text.replace(" ", "") not in said] == []
    assert pdf.metadata.title == "Entrance Mon"


def test_the_pdf_needs_no_font_of_the_machine_and_is_a4(tmp_path):
    pdf = pdf_of(tmp_path, name="入口 مدخل ทางเข้า 😀", language="zh")
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [
        one.get_object()["/FontDescriptor"] for font in fonts for one in font.get("/DescendantFonts", [font])
    ]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.get_object()) for one in descriptors)
    assert [round(side) for side in pdf.pages[0].mediabox[2:]] == [595, 842]


def test_names_are_text_in_the_pdf_and_never_commands(tmp_path):
    name = '#panic("x") *bold* $1 @ref \\ "quoted" </script>'
    scene = Scene(zones=(Zone(name=name, points=DOOR.points),))
    said = said_in(pdf_of(tmp_path, name=name, scene=scene, notices=(verbatim(name),)))
    assert said.replace(" ", "").count(name.replace(" ", "")) >= 4


def test_where_nobody_came_it_is_a_pdf_too(tmp_path):
    assert "0 came in" in said_in(pdf_of(tmp_path, given=answer([])))


def test_turning_movements_have_a_picture_and_a_matrix_with_totals(tmp_path):
    drives = [
        drive(track=number, way=way, begin_s=number)
        for number, way in enumerate(("South West", "South North", "South South", "West East", "East"), start=1)
    ]
    given = answer(*drives, scene=CROSSING)
    page = page_of(tmp_path, given=given)
    matrix = next(table for table in page.tables if table[0][0] == "From ↓ to →")
    assert matrix == [
        ["From ↓ to →", "North", "East", "South", "West", "Seen at one arm only", "Total"],
        ["North", "0", "0", "0", "0", "0", "0"],
        ["East", "0", "0", "0", "0", "1", "0"],
        ["South", "1", "0", "1", "1", "0", "3"],
        ["West", "0", "1", "0", "0", "0", "1"],
        ["Total", "1", "1", "1", "1", "1", "4"],
    ]
    told = "There is no peak hour, as the time looked at holds no four full quarters of an hour in a row."
    assert told in page.text
    assert [str(picture["alt"]).startswith(told) for picture in page.all("img")] == [False, True]
    assert len(pdf_of(tmp_path, given=given).pages[1].images) == 1
    assert len(page_of(tmp_path).all("img")) == 1, "without movements there is only the map"


def test_the_ground_scale_and_the_names_that_need_it_stand_among_the_settings():
    ground = Ground(((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5)), 2.5, 5.0)
    for scene in (Scene(ground=ground), Scene()):
        given = answer(scene=scene, change=lambda project: replace(project, class_map=TRAFFIC))
        settings = dict(report_of(given=given).settings)
        assert settings.get("Ground scale") == ("2.5 m by 5 m" if scene.ground else None)
        assert ("truck < 7.5 m → light truck" in settings["Own classes"]) == (scene.ground is not None)


def test_intervals_and_units_stand_among_the_settings_where_lines_are_arms():
    def asked(project):
        return replace(project, measure=MeasureSettings(interval_min=5), pcu=PcuWeights().changed({"truck": 2.5}))

    given = answer(drive(track=1, way="South West", begin_s=1), scene=CROSSING, change=asked)
    settings = dict(report_of(given=given).settings)
    assert settings["Turning movements in intervals of"] == "5 min"
    assert settings["Passenger-car units that are not the usual ones"] == "truck 2.5"
    assert "Turning movements in intervals of" not in dict(report_of(given=answer([])).settings)
