"""Every error of the library: one sentence that says what is wrong and, where it can, what to do."""


class NewsArchiveError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1
    """What a command that fails with it exits with."""


class UnknownDate(NewsArchiveError, ValueError):
    """A text names no single day, or one that cannot be; nothing is guessed."""


class UnreadablePage(NewsArchiveError):
    """A page no article can be read from; it goes to quarantine and the crawl goes on."""


class EmptyPage(UnreadablePage):
    """The response holds no text at all."""


class NotAnArticle(UnreadablePage):
    """A listing, a page that is only teasers, or one without any text."""


class MissingPage(NotAnArticle):
    """An error page served as if all were well (a soft 404): the site says that the article is not there."""


class Obstructed(UnreadablePage):
    """Something stands between the crawler and the article; the article itself may be as it was."""


class BotChallenge(Obstructed):
    """A firewall or bot protection answers in the site's place, and wants proof of a human."""


class ConsentWall(Obstructed):
    """Nothing is shown before cookies are accepted."""


class ContentLost(UnreadablePage):
    """A page reads as having no text, although the version kept has: its layout changed, or it was not served whole."""


class NoHeadline(UnreadablePage):
    """There is text, but nothing says what its headline is."""


class UnknownSite(NewsArchiveError):
    """No site module bears that name."""

    exit_code = 2


class UnfitSample(NewsArchiveError):
    """Saved pages that a site's declaration cannot be proposed from."""

    exit_code = 2


class SiteExists(NewsArchiveError):
    """A new site has no place in the folder: it is no checkout, or a site of that name is there."""

    exit_code = 2


class UnusableRecord(NewsArchiveError):
    """A WARC record that is missing, torn or damaged, or that was never written."""


class MissingRecord(UnusableRecord):
    """A capture that no record was written of."""


class ReaderEnded(NewsArchiveError):
    """A process that read pages was ended from outside."""


class ArchiveLocked(NewsArchiveError):
    """Another crawl writes to this archive."""

    exit_code = 4


class ArchiveUnusable(NewsArchiveError):
    """The archive's database is missing, not a newsarchive database, or from a newer version."""


class ArchiveOutdated(ArchiveUnusable):
    """The database is an older newsarchive's; whoever may write brings it up to date by opening it."""


class SiteUnreachable(NewsArchiveError):
    """The site did not answer, or refused."""

    exit_code = 5


class AskedToWait(NewsArchiveError):
    """The site named a time before which it wants no crawl."""

    exit_code = 5


class ArchiveUnwritable(NewsArchiveError):
    """The archive could not be written: disk full, read-only, or damaged."""


class StaleChange(NewsArchiveError):
    """An article got another version after the change to be stored was decided."""


class UnreadableBody(UnreadablePage):
    """The bytes of a response were damaged or cut off on the way, or are no document of the kind asked for."""


class NothingToExport(NewsArchiveError):
    """The archive has nothing of what an export is made of."""


class FileUnusable(NewsArchiveError):
    """A file named on the command line cannot be read or written."""


class Unschedulable(NewsArchiveError):
    """A crawl that no crontab or systemd unit can be written for."""

    exit_code = 2


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """A number with what it counts: `1 capture`, `2 captures`; `nouns` where the plural is not made with an s."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


UNWRITABLE = (ArchiveUnwritable, ArchiveLocked)
"""Errors after which nothing more can be written down."""
