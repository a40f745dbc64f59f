"""The addresses of the pages."""

START, SET_UP, EXPLORE, LIBRARY, GUIDE = "", "set-up", "explore", "library", "guide"
ADDRESSES = (START, SET_UP, EXPLORE, LIBRARY, GUIDE)
"""All that everybody may open: for any other, the app says that there is no page."""
ADMINISTRATION = "administration"
"""The one that only administrators may open, and others are told that there is none."""
