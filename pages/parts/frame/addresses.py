"""The addresses of the pages."""

START, SET_UP, EXPLORE, LIBRARY, GUIDE = "", "set-up", "explore", "library", "guide"
ADDRESSES = (START, SET_UP, EXPLORE, LIBRARY, GUIDE)
"""All of them: for any other, the app says that there is no page."""
