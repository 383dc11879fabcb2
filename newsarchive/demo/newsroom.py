"""The articles the replica opens with, and those it publishes later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from newsarchive.demo.clock import PARIS, read_stamp
from newsarchive.demo.desk import Desk
from newsarchive.demo.edition import Edition
from newsarchive.demo.forms import FORMS, Form, write_agenda, write_current, write_rolling, write_service
from newsarchive.demo.grammar import load_data
from newsarchive.demo.story import Story, bullets, heading, paragraph
from newsarchive.items import Block

DESIGNED_FOR = 130
"""Number of articles the shares of the forms add up to, with the seed article and its teasers."""
LATER_FORMS = tuple(
    next(form for form in FORMS if form.write is recipe)
    for recipe in (write_current, write_rolling, write_current, write_agenda, write_service)
)


def write_site(seed: int, articles: int, now: datetime) -> tuple[Story, ...]:
    """The seed article, the six it promotes, and `articles - 7` written after the forms of the site."""
    stories = {story.path: story for story in write_seed(now)}
    serial = len(stories)
    for form, published in _schedule(articles - serial, Random(f"{seed}:schedule")):
        serial += 1
        desk_seed = f"{seed}:article:{serial}"
        story = _unique(form, desk_seed, serial, published, now, stories)
        stories[story.path] = story
    return tuple(stories.values())


def write_later(previous: Edition, now: datetime, count: int) -> tuple[Story, ...]:
    """New articles, published after the previous edition and before `now`."""
    minutes = int((now - previous.now).total_seconds() // 60)
    known, fresh = set(previous.stories), []
    for index in range(count):
        seed = f"{previous.seed}:round:{previous.number + 1}:{index}"
        published = previous.now + timedelta(minutes=Random(f"{seed}:time").randrange(minutes))
        form = LATER_FORMS[index % len(LATER_FORMS)]
        story = _unique(form, seed, len(previous.stories) + index + 1, published, now, known)
        known.add(story.path)
        fresh.append(story)
    return tuple(fresh)


def write_seed(now: datetime) -> tuple[Story, ...]:
    """The real article 80896 as captured on 6 February 2026, and the six articles it promoted that day."""
    data = load_data("seed.json")
    promoted = tuple(_write_promoted(serial, teaser, now) for serial, teaser in enumerate(data["teasers"], start=1))
    blocks = (
        Block(kind="strap", text=data["strap"]),
        *(paragraph(text) for text in data["paragraphs"]),
        heading(data["heading"]),
        paragraph(data["introduction"]),
        bullets(*data["bullets"]),
    )
    article = Story(
        number=80896,
        path=data["path"],
        legacy=True,
        section=data["section"],
        place="Besançon",
        headline=data["headline"],
        description=data["description"],
        published=read_stamp(data["published"]),
        modified=read_stamp(data["modified"]),
        blocks=blocks,
        glued_prompt=True,
        related_heading=data["section"],
        teaser_count=len(promoted),
        first_teasers=tuple(story.path for story in promoted),
    )
    return (article, *promoted)


def _write_promoted(serial: int, teaser: dict[str, str | None], now: datetime) -> Story:
    """An article known from its teaser alone: headline and chapô are real, the text is made up."""
    published = read_stamp(str(teaser["published"]))
    desk = Desk(Random(f"seed:{serial}"), serial, published, "current", now)
    desk.section = "Economie"
    return replace(
        desk.draft(str(teaser["headline"]), str(teaser["description"])),
        path=f"/{teaser['slug']}/",
        kicker=teaser["kicker"],
        blocks=tuple(desk.paragraphs(4)),
        images=desk.images(1),
    )


def _schedule(count: int, rng: Random) -> Iterator[tuple[Form, datetime]]:
    """Forms by their shares, the remainder going to current articles; moments spread over the years of each form."""
    numbers = {form.write: max(2, form.share * count // (DESIGNED_FOR - 7)) for form in FORMS}
    numbers[write_current] += max(0, count - sum(numbers.values()))
    for form in FORMS:
        yield from ((form, moment) for moment in _moments(form, numbers[form.write], rng))


def _moments(form: Form, count: int, rng: Random) -> Iterator[datetime]:
    first, last = (read_stamp(stamp) for stamp in form.years)
    step = (last - first) / count
    for index in range(count):
        if index < len(form.clock_changes):
            yield read_stamp(form.clock_changes[index])
            continue
        moment = first + step * (index + rng.random())
        yield moment.replace(hour=rng.randint(6, 21), minute=rng.randint(0, 59), second=0, microsecond=0, tzinfo=PARIS)


def _unique(form: Form, desk_seed: str, serial: int, published: datetime, now: datetime, taken: Iterable[str]) -> Story:
    """Headlines are drawn anew until the address is free; a small site has no two articles of one name."""
    for attempt in range(20):
        story = form.write(Desk(Random(f"{desk_seed}:{attempt}"), serial, published, form.era, now))
        if story.path not in taken:
            return _retitle(story, serial)
    return replace(story, path=f"{story.path.rstrip('/')}-n{serial}/", headline=f"{story.headline} ({serial})")


def _retitle(story: Story, serial: int) -> Story:
    """One headline in twelve was rewritten after its slug was made."""
    if serial % 12 or story.page_type == "digest":
        return story
    return replace(story, headline=f"{story.headline} : ce que l’on sait")
