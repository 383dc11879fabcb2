"""A reference as `<meta>` tags, for Zotero and for others who read the tags of Highwire Press.

Zotero's translator for embedded metadata (https://github.com/zotero/translators/blob/master/Embedded%20Metadata.js)
hands what is in a namespace it knows to the one for RDF (RDF.js there), which takes `z:` fields as they are, the type
first. `citation_journal_title` would make any page a journal article, and `dc.description` goes into the field of
remarks: the publication is told by PRISM, the standfirst by `dcterms.abstract`. A time in `citation_*` is a day.
"""

from __future__ import annotations

from newsarchive.browse.citing.reference import Reference, day_printed, one_line


def tags(reference: Reference) -> tuple[tuple[str, str], ...]:
    """(name, content) of each tag, in order; names may come again."""
    published = day_printed(reference.published)
    told = (
        ("z:itemType", "newspaperArticle"),
        ("citation_title", one_line(reference.headline)),
        *(("citation_author", name.replace(";", ",")) for name in reference.names),
        ("citation_publication_date", published.isoformat().replace("-", "/") if published else ""),
        ("citation_public_url", one_line(reference.url)),
        ("citation_language", "fr"),
        ("prism.publicationName", one_line(reference.publication)),
        ("z:section", one_line(reference.section)),
        ("z:archive", one_line(reference.archive)),
        ("z:archiveLocation", one_line(reference.permalink)),
        ("dcterms.abstract", one_line(reference.description)),
        ("dc.title", one_line(reference.headline)),
        *(("dc.creator", name) for name in reference.names),
        ("dc.publisher", one_line(reference.publication)),
        ("dc.date", published.isoformat() if published else ""),
        ("dc.language", "fr"),
    )
    return tuple((name, content) for name, content in told if content)
