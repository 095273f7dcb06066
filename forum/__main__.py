"""`python -m forum` is the console script `forum`."""

from forum.commands import main

main()
