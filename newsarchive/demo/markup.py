"""Blocks of an article as HTML. Every dress wraps them differently; the marks inside are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from newsarchive.demo.addresses import print_address
from newsarchive.demo.story import Story
from newsarchive.items import Block, Image, Link, ListItem


def render_body(story: Story, advertisement: Markup, prompt: Markup) -> Markup:
    """The body: blocks, advertisements after some of them, and the prompt inside the last bullet where it is glued."""
    links = list(story.links)
    parts: list[Markup] = []
    for index, block in enumerate(story.blocks):
        glued = "\n" + prompt if story.glued_prompt and index == len(story.blocks) - 1 else Markup("")
        parts.append(_render_block(block, links, story, glued))
        if index in story.advertisements:
            parts.append(advertisement)
    if story.read_also:
        parts.append(Markup("<p>Lire aussi : {}</p>").format(_anchor(story.read_also, story.path)))
    return Markup("\n").join(_with_blank_lines(parts, story))


def _with_blank_lines(parts: Sequence[Markup], story: Story) -> Iterator[Markup]:
    """Legacy texts part their paragraphs by lines with a no-break space: `<br>` in Drupal, empty paragraphs else."""
    if not story.blank_lines:
        yield from parts
        return
    if story.dress == "drupal" and all(block.kind == "paragraph" for block in story.blocks):
        inner = (part.removeprefix("<p>").removesuffix("</p>") for part in parts)
        yield Markup("<p>{}</p>").format(Markup("<br />\n&nbsp;<br />\n").join(Markup(text) for text in inner))
        return
    for index, part in enumerate(parts):
        if index:
            yield Markup("<p>&nbsp;</p>")
        yield part


def _render_block(block: Block, links: list[Link], story: Story, glued: Markup) -> Markup:
    if block.kind == "list":
        return _render_list(block.items, links, story, glued)
    text = link_up(block.text, links, story.path)
    if block.kind == "heading":
        return Markup("<h{0}>{1}</h{0}>").format(block.level, text)
    if block.kind == "strap":
        return Markup("<p><strong>{}</strong></p>").format(text)
    if block.kind == "quote":
        return Markup("<blockquote><p>{}</p></blockquote>").format(text)
    return Markup("<p>{}</p>").format(text)


def _render_list(items: Sequence[ListItem], links: list[Link], story: Story, glued: Markup) -> Markup:
    """Nested lists from the depths of a flat run of items."""
    tag = "ol" if items[0].ordered else "ul"
    rendered, position = [], 0
    while position < len(items):
        end = position + 1
        while end < len(items) and items[end].depth > items[position].depth:
            end += 1
        inner = items[position + 1 : end]
        text = link_up(items[position].text, links, story.path)
        nested = _render_list(inner, links, story, Markup("")) if inner else Markup("")
        rendered.append(Markup("<li>{}{}{}</li>").format(text, nested, glued if end == len(items) else ""))
        position = end
    return Markup("<{0}>\n{1}\n</{0}>").format(tag, Markup("\n").join(rendered))


def link_up(text: str, links: list[Link], page_path: str) -> Markup:
    """Text with its links made anchors; takes the links it finds from the head of `links`."""
    parts = Markup("")
    while links and links[0].text in text:
        before, text = text.split(links[0].text, 1)
        parts += escape(before) + _anchor(links.pop(0), page_path)
    return parts + escape(text)


def _anchor(link: Link, page_path: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(print_address(link.url, page_path), link.text)


def print_caption(image: Image, position: int, story: Story) -> str:
    """`Person © Name`, `© Name`, a lone `©`, with a counter in galleries and a second © at the end of some."""
    credit = f"© {image.credit}" if image.credit else "©"
    line = " ".join(filter(None, (image.caption, credit)))
    if story.captions == "carousel":
        line = f"{position}/{len(story.images)} - {line}"
    return f"{line} ©" if story.captions == "trailing" and image.credit else line
