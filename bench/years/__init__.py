"""Years of scheduled crawling of a replica in minutes, held against what the replica says of itself.

`python -m bench.years --days 400 --seed 1`, or `make years`. The replica edits, moves, removes and restores articles,
and hides them behind challenges; the real command crawls it, is killed, stopped, limited, started twice. Time passes
by making everything in the archive older while the replica's clock moves on; an article that stood before the campaign
began is thereby as young to the crawler as it was on the first day, and is asked for more often than it would be.

`campaign` goes through it, `events` befall the site and `runs` the crawler, `chronicle` keeps what was published;
`invariants` must hold after every run, `outcome` at the end.
"""
