"""Pages that are filled in: whatever a person or a file has named is shown as the text it is."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@cache
def page_template(path: Path) -> Template:
    """The template at `path`, which may include what lies beside it. A name that is not given to it is a bug."""
    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(path.name)
