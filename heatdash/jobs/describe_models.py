"""The models at hand."""

from typing import Any

from heatdash.detect.find_model import list_models


def describe_models() -> list[dict[str, Any]]:
    """Every model at hand: its name, what runs it, where it lies, and the classes it knows where that is written."""
    described = []
    for model in list_models():
        names = model.metadata.get("names", {})
        described.append(
            {
                "name": model.name,
                "backend": model.backend,
                "origin": model.origin,
                "path": None if model.path is None else str(model.path),
                "classes": [names[number] for number in sorted(names)],
            }
        )
    return described
