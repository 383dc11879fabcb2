"""Datasette over an archive: our plugin, templates and settings around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.plugins import pm

from newsarchive.archive import FILE_NAME
from newsarchive.browse import plugin
from newsarchive.browse.metadata import DATABASE, SETTINGS, metadata
from newsarchive.browse.publishing import PUBLIC_SETTINGS, inspect_data, read_publication
from newsarchive.browse.tables.ordering import OrderedDatabase

HERE: Final = Path(__file__).parent
TITLE: Final = "Archives de presse"
"""What an archive is called that nobody has named."""

# Datasette's own explanations of errors are made beside ours and thrown away. On the way they print what a reader
# mistyped as an event and, where rich is installed, take half a second to draw it, during which nobody is answered.
pm.unregister(name="datasette.handle_exception")


class Browser(Datasette):
    """Datasette over the archive in `folder`, with all our pages need to know of it."""

    def __init__(
        self,
        folder: Path,
        *,
        title: str = TITLE,
        public_url: str | None = None,
        replay_url: str | None = None,
        publishers: Mapping[str, str] | None = None,
    ) -> None:
        """`public_url` is where readers find it, `replay_url` what a stamp and an address are added to (pywb).

        `publishers` is what each site is called in references; one that is not named is called by its host.
        Raises ArchiveUnusable where there is no archive, or none that can be read.
        """
        self.folder = folder
        self.publishers = publishers or {}
        self.public_url = public_url and public_url.rstrip("/")
        self.replay_url = replay_url and replay_url.rstrip("/")
        if not pm.has_plugin(plugin.NAME):
            pm.register(plugin, name=plugin.NAME)
        self.title = title
        self.publication = read_publication(folder)
        self.offers_records = self.publication is None
        file = str(folder / FILE_NAME)
        super().__init__(
            *(([], [file]) if self.publication else ([file], [])),
            inspect_data=inspect_data(self.publication, folder) if self.publication else None,
            metadata=metadata(self.publication),
            settings={
                **SETTINGS,
                **(PUBLIC_SETTINGS if self.publication else {}),
                "base_url": f"{urlsplit(self.public_url or '').path}/",
            },
            template_dir=str(HERE / "templates"),
            static_mounts=[(plugin.ASSETS, str(HERE / "static"))],
        )
        served = self.get_database(DATABASE)
        self.remove_database(DATABASE)
        self.add_database(OrderedDatabase(self, served.path, is_mutable=served.is_mutable), name=DATABASE)

    def permalink(self, request_url: str, path: str) -> str:
        """The full address of `path`, as readers know it; without a public one, on the host that was asked."""
        known = urlsplit(self.public_url or request_url)
        return f"{known.scheme}://{known.netloc}{path}"
