"""python -m heatdash."""

import sys

from heatdash.cli import main

sys.exit(main())
