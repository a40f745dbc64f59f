"""Tells what the upload box and the frame's parts tell a page."""

from collections.abc import Callable

import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.store.run_register import open_register
from heatdash.values.project import Project
from heatdash.work.uploads import upload_path
from pages.parts.run.this_run import file_url, owner
from pages.parts.run.upload_box import upload_box
from pages.parts.text.choose_language import choose_language, recall_language


def fail(kind: str) -> None:
    """A user's mistake, or a bug."""
    if st.button(f"{kind} mistake"):
        raise HeatDashError("messages.verbatim", sentence="Zone 'Door' has 2 corners; draw at least 3.")
    if st.button(f"{kind} bug"):
        raise ZeroDivisionError


def main(fragment: Callable[[], None]) -> None:
    """The page."""
    recall_language()
    choose_language()
    arrived = st.session_state.setdefault("arrived", [])
    st.text(f"owner {owner()}")
    st.button("Again")
    for upload in upload_box(key="box").uploads:
        if upload in arrived:
            continue
        arrived.append(upload)
        path = upload_path(upload.upload_id, owner=owner())
        assert path is not None
        run = open_register().new_run(owner=owner(), name=upload.name, source=path, project=Project())
        st.session_state["clip"] = file_url("clip", run.run_id)
    st.text(f"arrived {len(arrived)}: {', '.join(upload.name for upload in arrived)}")
    if "clip" in st.session_state:
        st.video(st.session_state["clip"])
    fragment()
    fail("page")


main(st.fragment(lambda: fail("fragment")))
