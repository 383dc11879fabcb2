"""A version of an article as a reference: text to copy, BibTeX, RIS, CSL-JSON, and tags for Zotero."""

from newsarchive.browse.citing.bibtex import bibtex
from newsarchive.browse.citing.csl import csl_json
from newsarchive.browse.citing.plain import plain, sentences
from newsarchive.browse.citing.reference import Reference
from newsarchive.browse.citing.ris import ris
from newsarchive.browse.citing.tags import tags

__all__ = ["Reference", "bibtex", "csl_json", "plain", "ris", "sentences", "tags"]
