"""What every request passes before it reaches a page or a file, in this order."""

from collections.abc import Iterable

from starlette.middleware import Middleware

from heatdash.web.at_once import AtOnce
from heatdash.web.deadlines import Deadlines
from heatdash.web.few_files import FewFiles
from heatdash.web.headers import SecurityHeaders
from heatdash.web.known_addresses import KnownAddresses
from heatdash.web.own_hosts import OwnHosts
from heatdash.web.owner_cookie import OwnerCookie
from heatdash.web.rate_limits import RateLimits
from heatdash.web.routes import routes
from heatdash.web.sign_ins import SignIns
from heatdash.web.watch_requests import WatchRequests


def guards(
    *, base_path: str, pages: Iterable[str], administration: str, scripts: Iterable[str] = ()
) -> list[Middleware]:
    """The middleware for an app under that path with those pages, of which `administration` is for administrators.

    `scripts` are those that stand in the page itself.
    """
    return [
        Middleware(WatchRequests, base_path=base_path, pages=(*pages, administration), mounts=routes(base_path)),
        Middleware(SecurityHeaders, scripts=scripts),
        Middleware(OwnHosts),
        Middleware(RateLimits, base_path=base_path),
        Middleware(AtOnce, base_path=base_path),
        Middleware(Deadlines),
        Middleware(FewFiles),
        Middleware(KnownAddresses, base_path=base_path, pages=pages, administration=administration),
        Middleware(OwnerCookie),
        Middleware(SignIns),
    ]
