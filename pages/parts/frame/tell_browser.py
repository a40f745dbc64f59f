"""What the browser is told about the page: its title, its language, and that it is one step of the history."""

from streamlit.navigation.page import StreamlitPage

from heatdash.values.run import Run
from pages.parts.frame.own_component import own_component
from pages.parts.text.words import language, say

_TAGS = {"en": "en", "zh": "zh-CN"}
_tell = own_component(__file__)


def page_title(*, page: StreamlitPage, run: Run | None) -> str:
    """What the browser's tab and history say: the page, and the run that it shows, where it shows one."""
    names = (page.title, *(() if run is None else (run.name,)), "HeatDash")
    return " · ".join(names)


def tell_browser(*, current: int) -> None:
    """Give the document the visitor's language, the menu its meaning, and each page one step; `current` is the link."""
    _tell(key="tell-browser", data={"language": _TAGS[language()], "menu": say("frame.menu"), "current": current})
