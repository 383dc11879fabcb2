"""Ties the articles together: digests, links inside texts, and addresses known through one channel alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from newsarchive.demo.desk import SECTIONS
from newsarchive.demo.earlier import Earlier
from newsarchive.demo.grammar import load_data
from newsarchive.demo.story import EVERYWHERE, Channel, Story, bullets, heading, paragraph
from newsarchive.items import Block, Link

LISTING_PAGE = 5
"""Articles on a page of a section listing; deep ones begin on the third page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """The articles with their links, and which of them are known through one channel alone."""

    stories: tuple[Story, ...]
    only_via: Mapping[Channel, tuple[str, ...]]
    """Channel to canonical addresses."""


def weave(stories: Iterable[Story], seed: int) -> Woven:
    """Links articles that were written apart."""
    rng = Random(f"{seed}:links")
    by_path = {story.path: story for story in stories}
    hidden = _hide(by_path, rng)
    open_stories = [story for story in by_path.values() if story.channels == EVERYWHERE]
    linkable = [story for story in open_stories if story.page_type != "digest"]
    earlier = Earlier(story for story in open_stories if story.page_type == "article")
    _pin(by_path, hidden["teaser"], rng)
    _pin(by_path, [path for path, story in by_path.items() if story.glued_prompt] * 3, Random(f"{seed}:promoters"))
    digests = [story.path for story in by_path.values() if story.page_type == "digest"]
    for index, path in enumerate(digests):
        extra = [by_path[target] for target in hidden["link"][index :: len(digests)]]
        by_path[path] = _fill_digest(by_path[path], extra, linkable, index, rng)
    for path, story in by_path.items():
        if not story.glued_prompt and story.page_type not in ("digest", "survey") and story.blocks:
            by_path[path] = _add_links(story, earlier, rng)
    urls = {channel: tuple(by_path[path].url for path in paths) for channel, paths in hidden.items()}
    return Woven(stories=tuple(by_path.values()), only_via=urls)


def _hide(by_path: dict[str, Story], rng: Random) -> dict[Channel, list[str]]:
    """Takes some plain articles out of all channels but one; tags would give them away."""
    seed_paths = {
        path for story in by_path.values() for path in (story.path, *story.first_teasers) if story.glued_prompt
    }
    plain = [path for path, story in by_path.items() if story.page_type == "article" and path not in seed_paths]
    plain.sort(key=lambda path: by_path[path].published, reverse=True)
    chosen = rng.sample(plain[2:], 9)
    hidden: dict[Channel, list[str]] = {
        "feed": plain[:2], "sitemap": chosen[:4], "teaser": chosen[4:7], "link": chosen[7:]
    }  # fmt: skip
    for channel, paths in hidden.items():
        _restrict(by_path, channel, paths)
    hidden["listing"] = _deep_in_listings(by_path, frozenset(plain))
    _restrict(by_path, "listing", hidden["listing"])
    return hidden


def _restrict(by_path: dict[str, Story], channel: Channel, paths: Iterable[str]) -> None:
    for path in paths:
        by_path[path] = replace(by_path[path], channels=frozenset({channel}), tags=())


def _deep_in_listings(by_path: Mapping[str, Story], plain: Collection[str]) -> list[str]:
    """The oldest article of each section whose listing has a third page."""
    deep = []
    for section in SECTIONS:
        listed = [story for story in by_path.values() if story.section == section and "listing" in story.channels]
        listed.sort(key=lambda story: story.published, reverse=True)
        deep += [story.path for story in listed[2 * LISTING_PAGE :] if story.path in plain][-1:]
    return deep[:4]


def _pin(by_path: dict[str, Story], targets: Sequence[str], rng: Random) -> None:
    """Gives each target a page that always promotes it."""
    hosts = [
        path
        for path, story in by_path.items()
        if story.channels == EVERYWHERE and not story.first_teasers and not story.pinned_teasers
    ]
    for target, host in zip(targets, rng.sample(hosts, len(targets)), strict=True):
        by_path[host] = replace(by_path[host], pinned_teasers=(target,))


def _fill_digest(story: Story, extra: Sequence[Story], others: Sequence[Story], index: int, rng: Random) -> Story:
    chosen = [*extra, *rng.sample(others, 10 - len(extra))]
    rng.shuffle(chosen)
    headlines = [target.headline for target in chosen]
    links = tuple(Link(url=target.url, text=target.headline) for target in chosen)
    forms: tuple[tuple[Block, ...], ...] = (
        tuple(paragraph(text) for text in headlines),
        tuple(heading(text) for text in headlines),
        (bullets(*headlines),),
    )
    return replace(story, blocks=forms[index % len(forms)], links=links)


def _add_links(story: Story, earlier: Earlier, rng: Random) -> Story:
    """Internal and external links at the end of paragraphs, and "Lire aussi" lines under the text."""
    blocks, links = list(story.blocks), []
    older = earlier.than(story.published)
    places = [index for index, block in enumerate(blocks) if block.kind == "paragraph"]
    if not places or not older:
        return story
    first, second = rng.choice(older), rng.choice(older)
    if rng.random() < 0.3:
        blocks[places[0]] = _extended(blocks[places[0]], f"Nous en parlions déjà ici : {first.headline}.")
        links.append(Link(url=first.url, text=first.headline))
    if rng.random() < 0.25:
        site = rng.choice(load_data("phrases.json")["site"])
        blocks[places[-1]] = _extended(blocks[places[-1]], f"Tout savoir sur www.{site}.")
        links.append(Link(url=f"https://www.{site}/", text=f"www.{site}"))
    read_also = Link(url=second.url, text=second.headline) if rng.random() < 0.25 else None
    return replace(story, blocks=tuple(blocks), links=tuple(links), read_also=read_also)


def _extended(block: Block, sentence: str) -> Block:
    return replace(block, text=f"{block.text} {sentence}")
