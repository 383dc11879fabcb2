"""What an editor does to a published article: each edit takes a Story and gives the edited one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from newsarchive.demo.desk import DRESSES
from newsarchive.demo.grammar import Prose
from newsarchive.demo.story import Story, bullets, paragraph
from newsarchive.items import Block

ContentEdit = Callable[[Story, Prose], Story]


def add_paragraph(story: Story, prose: Prose) -> Story:
    """One more paragraph at the end."""
    return replace(story, blocks=(*story.blocks, paragraph(prose.phrase("ajouts"))))


def extend_paragraph(story: Story, prose: Prose) -> Story:
    """One more sentence in the first paragraph."""
    index = next(index for index, block in enumerate(story.blocks) if block.kind == "paragraph")
    block = story.blocks[index]
    return _with_block(story, index, replace(block, text=f"{block.text} {prose.phrase('ajouts')}"))


def amend_bullet(story: Story, prose: Prose) -> Story:
    """A note behind the last bullet of the first list, and nothing else."""
    index = next(index for index, block in enumerate(story.blocks) if block.kind == "list")
    *items, last = story.blocks[index].items
    return _with_block(story, index, bullets(*items, replace(last, text=f"{last.text} ({prose.phrase('annexes')})")))


def amend_caption(story: Story, prose: Prose) -> Story:
    """Another caption under the first picture, and nothing else."""
    first, *others = story.images
    caption = next(text for _ in range(20) if (text := prose.phrase("legendes")) != first.caption)
    return replace(story, images=(replace(first, caption=caption), *others))


def amend_headline(story: Story, prose: Prose) -> Story:
    """The headline grows; the address stays."""
    return replace(story, headline=f"{story.headline}, le point {prose.phrase('jour').lower()}")


def amend_description(story: Story, prose: Prose) -> Story:
    """One more sentence in the chapô."""
    return replace(story, description=f"{story.description.rstrip()} {prose.phrase('general')}")


def can_take(edit: ContentEdit, story: Story) -> bool:
    """Whether the article has what the edit works on."""
    if edit is amend_bullet:
        return any(block.kind == "list" for block in story.blocks) and story.page_type != "digest"
    if edit is amend_caption:
        return bool(story.images) and bool(story.images[0].credit)
    if edit in (add_paragraph, extend_paragraph):
        return story.page_type not in ("survey", "digest") and any(block.kind == "paragraph" for block in story.blocks)
    return True


def restamp(story: Story, moment: datetime) -> Story:
    """Saved anew without a change, as the mass re-saves did."""
    return replace(story, modified=moment)


def backdate(story: Story, rng: Random) -> Story:
    """The stamp moves one minute to three days into the past."""
    return replace(story, modified=story.stamp - timedelta(minutes=rng.choice((1, 45, 1440, 4320))))


def restore(story: Story, earlier: Story) -> Story:
    """Brings back the content of an earlier state; stamps and layout stay as they are."""
    return replace(
        story,
        headline=earlier.headline,
        kicker=earlier.kicker,
        description=earlier.description,
        blocks=earlier.blocks,
        links=earlier.links,
        images=earlier.images,
    )


def change_layout(story: Story) -> Story:
    """Other class names and another order of the sidebar; the content stays."""
    return replace(story, layout=story.layout + 1)


def change_dress(story: Story) -> Story:
    """The page moves to the next dress; comments stay behind where that has none."""
    dress = DRESSES[(DRESSES.index(story.dress) + 1) % len(DRESSES)]
    return replace(story, dress=dress, layout=story.layout + 1, metadata="none")


def prose_for(story: Story, rng: Random) -> Prose:
    """A writer who types as the article was typed."""
    return Prose(rng, story.typography, story.place)


def _with_block(story: Story, index: int, block: Block) -> Story:
    return replace(story, blocks=(*story.blocks[:index], block, *story.blocks[index + 1 :]))
