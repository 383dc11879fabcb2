"""`python -m newsarchive`."""

from newsarchive.cli.main import main

raise SystemExit(main())
