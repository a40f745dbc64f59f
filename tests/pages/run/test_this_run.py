"""The addresses that the pages hand out."""

import pytest
import streamlit as st

from pages.parts.run.this_run import file_url


class _Page:
    url = "https://shop.example:8443/heat/explore"


@pytest.fixture
def _hosted_under_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "context", _Page())
    monkeypatch.setattr(st, "get_option", lambda name: {"server.baseUrlPath": "heat"}[name])


@pytest.mark.usefixtures("_hosted_under_a_path")
def test_an_address_is_whole_as_the_visitor_knows_it() -> None:
    assert file_url("clip", "r1") == "https://shop.example:8443/heat/heatdash/clip/r1"
    assert file_url("video", "r1", "k.mp4", download="1").endswith("/heat/heatdash/video/r1/k.mp4?download=1")


@pytest.mark.usefixtures("_hosted_under_a_path")
def test_no_part_of_an_address_leads_elsewhere() -> None:
    assert file_url("files", "../..", "a b?c").endswith("/heat/heatdash/files/..%2F../a%20b%3Fc")


def test_without_a_browser_an_address_is_a_path() -> None:
    assert file_url("upload") == "/heatdash/upload"
