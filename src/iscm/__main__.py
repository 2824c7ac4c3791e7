"""``python -m iscm`` is the ``iscm`` command."""

import sys

from iscm.commands import main

sys.exit(main())
