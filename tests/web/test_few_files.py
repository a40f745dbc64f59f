"""How much a visitor may leave in the server's memory."""

import tomllib
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from heatdash.web.few_files import FewFiles

ROOT = Path(__file__).parents[2]


def page() -> TestClient:
    """As Streamlit: takes files for the page that is open."""

    async def take(request: Request) -> Response:
        await request.body()
        return Response(status_code=204 if request.path_params["page"] == "open" else 400)

    served = Starlette(
        routes=[Route("/heat/_stcore/upload_file/{page}/{file}", take, methods=["PUT", "DELETE"])],
        middleware=[Middleware(FewFiles, most=3)],
    )
    return TestClient(served, base_url="http://localhost/heat")


def test_a_page_holds_a_few_files_and_room_is_made_by_taking_one_away() -> None:
    client = page()
    put = [client.put(f"/_stcore/upload_file/open/{number}", content=b"x").status_code for number in range(5)]
    assert put == [204, 204, 204, 429, 429]
    assert client.put("/_stcore/upload_file/open/2", content=b"y").status_code == 204
    assert client.delete("/_stcore/upload_file/open/0").status_code == 204
    assert client.put("/_stcore/upload_file/open/9", content=b"x").status_code == 204


def test_what_was_not_taken_does_not_count() -> None:
    client = page()
    put = [client.put(f"/_stcore/upload_file/closed/{number}", content=b"x").status_code for number in range(5)]
    assert put == [400] * 5


def test_no_box_of_streamlits_takes_more_than_a_megabyte() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == 1
