"""What must hold before the app serves anybody: sensible settings, confined workers, a data folder of its own."""

import sys
from contextlib import ExitStack

from heatdash.errors import HeatDashError
from heatdash.settings import describe_settings, framing_sites, hosts
from heatdash.store.installation_secret import installation_secret
from heatdash.store.one_server import only_server
from heatdash.store.restore_backup import finish_restore
from heatdash.store.run_register import open_register
from heatdash.work.confine import check_confinement

CANNOT_SERVE = 2

_until_the_end = ExitStack()


def begin_serving() -> None:
    """Hold the data folder for this process until it ends; where it cannot serve, end it with one sentence.

    Later, while the app starts, the sentence would stand among what the web server and its libraries print.
    """
    try:
        describe_settings(), hosts(), framing_sites()
        check_confinement()
        _until_the_end.enter_context(only_server())
        finish_restore()
        open_register().running(), installation_secret()
    except HeatDashError as error:
        print(" ".join(str(error).splitlines()), file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_SERVE) from None
