"""Taking the long cookies of somebody of whom the provider tells much, such as two hundred groups."""

from websockets import http11

MOST_BYTES = 1 << 16
"""What the web server takes of all headers of any other request."""


def take_long_cookies() -> None:
    """From now on, let pages connect with the cookies that they were loaded with.

    Of a WebSocket's handshake no line may usually be longer than 8 kB, and whoever has signed in with more would see
    nothing but an empty page. There is a setting for it, which is read before any code of the app's is.
    """
    http11.MAX_LINE_LENGTH = MOST_BYTES
