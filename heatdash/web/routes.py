"""Which address is answered by what."""

from starlette.routing import Mount, Route

from heatdash.web.receive_upload import receive_upload
from heatdash.web.serve_files import serve_clip, serve_file, serve_snippet, serve_video
from heatdash.web.serve_zip import serve_zip

PREFIX = "heatdash"


def routes(base_path: str) -> list[Mount]:
    """The addresses below `/heatdash`, under the path that the app is hosted at."""
    served = [
        Route("/upload", receive_upload, methods=["GET", "POST"]),
        Route("/clip/{run_id}", serve_clip),
        Route("/video/{run_id}/{key}.mp4", serve_video),
        Route("/snippet/{run_id}/{key}.mp4", serve_snippet),
        Route("/files/{run_id}/{key}/{name}", serve_file),
        Route("/zip/{run_id}/{key}", serve_zip, methods=["GET"]),
    ]
    return [Mount("/".join(("", *filter(None, [base_path.strip("/")]), PREFIX)), routes=served)]
