"""An article as the site prints it after its redesign: less of what a reader relies on, the rest said differently.

Headline, kicker, chapô, text, pictures, tags and teasers are still there. Gone are the lines "Publié le" and "Mis à
jour le", every date of the metadata, the comments and their prompt, and the advertisements within the text. Lists have
become paragraphs with dashes: one of each item, or one of all with line breaks (and with the paragraph before, if there
is one), the nesting lost. A closing byline names its author alone; a paid article is labelled "Contenu partenaire".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from newsarchive.demo.markup import render_body
from newsarchive.demo.story import Story, paragraph
from newsarchive.items import Block

DASH = "– "


def restyle(story: Story) -> Story:
    """The story as the new layout takes it."""
    return replace(
        story,
        blocks=tuple(block for old in story.blocks for block in _without_list(old)),
        advertisements=(),
        blank_lines=False,
        glued_prompt=False,
        metadata="none" if story.metadata == "none" else "opengraph",
    )


def render_restyled_body(story: Story) -> Markup:
    """The body of a restyled story; every other article has its dashes in one paragraph."""
    body = render_body(story, advertisement=Markup(), prompt=Markup())
    return body.replace(f"</p>\n<p>{DASH}", Markup(f"<br>\n{DASH}")) if story.number % 2 else body


def _without_list(block: Block) -> Iterator[Block]:
    if block.items:
        yield from (paragraph(f"{DASH}{item.text}") for item in block.items)
    else:
        yield block
