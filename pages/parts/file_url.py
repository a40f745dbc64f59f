"""Where the browser finds what the pages do not carry themselves."""

from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from heatdash.web.routes import PREFIX


def file_url(*parts: str, **query: str) -> str:
    """The address of `upload`, `clip/RUN`, `video/RUN/KEY.mp4`, `files/RUN/KEY/NAME` or `zip/RUN/KEY`, part by part.

    It is whole, with the host as the visitor knows it, since st.video takes a bare path for a file.
    """
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = "/".join(quote(part, safe="") for part in (*base_path.split("/"), PREFIX, *parts) if part)
    page = urlsplit(st.context.url or "")
    host = f"{page.scheme}://{page.netloc}" if page.netloc else ""
    return f"{host}/{path}{'?' if query else ''}{urlencode(query)}"
