"""One recipe per form of article on the site: a Desk in, a Story out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from newsarchive.demo.desk import Desk, Era
from newsarchive.demo.story import CaptionForm, Story, heading, paragraph
from newsarchive.items import Block

Recipe = Callable[[Desk], Story]

CAPTIONS: tuple[CaptionForm, ...] = ("once", "twice", "trailing")


def write_current(desk: Desk) -> Story:
    """An article of today: headings, a quote, a box of bullets now and then."""
    blocks = desk.paragraphs(desk.rng.randint(4, 5))
    if desk.rng.random() < 0.6:
        blocks += [desk.intertitle(), *desk.paragraphs(2)]
    if desk.rng.random() < 0.35:
        blocks += [desk.quote(), *desk.paragraphs(1)]
    if desk.rng.random() < 0.5:
        blocks += desk.box()
    kicker = desk.prose.phrase("surtitres_chapo") if desk.rng.random() < 0.35 else None
    return replace(
        _of_section(desk),
        blocks=tuple(blocks),
        kicker=kicker,
        images=desk.images(desk.rng.randint(0, 2)),
        captions=desk.rng.choice(CAPTIONS),
        advertisements=(1,) if desk.rng.random() < 0.7 else (0, 2),
    )


def write_legacy_2008(desk: Desk) -> Story:
    """2008-2011: paragraphs parted by no-break-space lines, pictures with an empty ©."""
    return replace(
        _of_section(desk),
        blocks=tuple(desk.paragraphs(desk.rng.randint(3, 6))),
        images=desk.images(desk.rng.randint(0, 1), credited=False),
        blank_lines=True,
    )


def write_legacy_2011(desk: Desk) -> Story:
    """2011-2016: a strap before the text, often a box at its end."""
    strap = Block(kind="strap", text=_uncapitalised(desk.prose.phrase("surtitres")))
    blocks = [strap, *desk.paragraphs(desk.rng.randint(3, 5)), desk.intertitle(), *desk.paragraphs(1)]
    if desk.rng.random() < 0.6:
        blocks += desk.box()
    return replace(
        _of_section(desk),
        blocks=tuple(blocks),
        images=desk.images(1),
        captions=desk.rng.choice(CAPTIONS),
    )


def write_rolling(desk: Desk) -> Story:
    """News followed hour by hour, the hour of the last update in the kicker."""
    desk.section = "Faits divers"
    hours = sorted(desk.rng.sample(range(7, 22), 4), reverse=True)
    times = [f"{hour}h{desk.rng.randint(10, 59)}" for hour in hours]
    blocks = [block for time in times for block in (heading(time), *desk.paragraphs(1))]
    return replace(
        desk.draft(desk.prose.phrase("titres_direct"), desk.prose.phrase("Faits divers", "chapos")),
        page_type="rolling",
        kicker=f"Mise à jour à {times[0]}",
        blocks=tuple(blocks),
        images=desk.images(1),
        advertisements=(3,),
    )


def write_sponsored(desk: Desk) -> Story:
    """Paid for, labelled PUBLI-INFO, without an update stamp."""
    desk.section = "Economie"
    return replace(
        desk.draft(desk.prose.phrase("titres_sponsor"), desk.prose.phrase("Economie", "chapos")),
        page_type="sponsored",
        modified=None,
        byline=None,
        blocks=(*desk.paragraphs(3), desk.intertitle(), *desk.paragraphs(1), *desk.box()),
        images=desk.images(1),
    )


def write_agenda(desk: Desk) -> Story:
    """An event with its dates and place; the chapô often stands after the caption."""
    desk.section = "Evénements"
    story = replace(
        desk.draft(desk.prose.phrase("titres_agenda"), desk.prose.phrase("Evénements", "chapos")),
        page_type="agenda",
        event_dates=desk.event_dates(),
        event_place=desk.prose.phrase("salles"),
        related_heading="Allez plus loin",
        blocks=(*desk.paragraphs(2), *desk.box()),
        images=desk.images(1),
        description_last=desk.rng.random() < 0.6,
    )
    return replace(story, path=f"/agenda{story.path}")


def write_survey(desk: Desk) -> Story:
    """A question to the readers: a chapô, a form, no text."""
    return replace(
        desk.draft(desk.prose.phrase("titres_sondage"), desk.prose.phrase("chapos_sondage")),
        page_type="survey",
        images=desk.images(desk.rng.randint(0, 1)),
        poll=("Oui", "Non", "Sans opinion"),
    )


def write_digest(desk: Desk) -> Story:
    """Ten linked headlines; the links are made once the other articles are known."""
    story = desk.draft(desk.prose.phrase("titres_digest"), desk.prose.phrase("chapos_digest"))
    return replace(story, page_type="digest")


def write_weather(desk: Desk) -> Story:
    """The weather as an article, which looks like the box in the sidebar."""
    desk.section = "Météo"
    days = desk.rng.sample(("Vendredi", "Samedi", "Dimanche", "Lundi"), 3)
    forecast = [block for day in days for block in (heading(day), paragraph(_sentences(desk, "meteo", 3)))]
    box = [heading("Infos trafic"), desk.bullet_list("puces", 3)]
    return replace(
        desk.draft(desk.prose.phrase("titres_meteo"), _sentences(desk, "meteo", 2)),
        related_heading="Nature",
        page_type="weather",
        blocks=(*forecast, *(box if desk.rng.random() < 0.5 else ())),
        images=desk.images(1),
    )


def write_gallery(desk: Desk) -> Story:
    """Pictures with captions counted `1/6`, hardly any text."""
    return replace(
        desk.draft(desk.prose.phrase("titres_galerie"), desk.prose.phrase("Culture", "chapos")),
        page_type="gallery",
        blocks=tuple(desk.paragraphs(1)),
        images=desk.images(6),
        captions="carousel",
    )


def write_service(desk: Desk) -> Story:
    """Opening hours and numbers: mostly bullets."""
    blocks = [*desk.paragraphs(1), heading("Infos pratiques"), desk.bullet_list("services", 7)]
    blocks += [desk.intertitle(), desk.bullet_list("puces", 6)]
    return replace(
        desk.draft(desk.prose.phrase("titres_service"), desk.prose.phrase("Société", "chapos")),
        page_type="service",
        blocks=tuple(blocks),
        images=desk.images(desk.rng.randint(0, 1)),
    )


def write_video(desk: Desk) -> Story:
    """A player and a few lines."""
    story = replace(
        desk.draft(desk.prose.phrase("titres_video"), desk.prose.phrase("Culture", "chapos")),
        page_type="video",
        kicker="VIDÉO",
        blocks=tuple(desk.paragraphs(2)),
    )
    return replace(story, path=f"/video{story.path}")


def _of_section(desk: Desk) -> Story:
    return desk.draft(desk.prose.phrase(desk.section, "titres"), desk.prose.phrase(desk.section, "chapos"))


def _sentences(desk: Desk, bank: str, count: int) -> str:
    return " ".join(desk.prose.phrase(bank) for _ in range(count))


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How often a form occurs, and when its articles were published."""

    write: Recipe
    share: int
    """Articles of this form among 130."""
    era: Era
    years: tuple[str, str]
    """First and last day, as printed stamps."""
    clock_changes: tuple[str, ...] = ()
    """Stamps on the days clocks change; the ambiguous hour means its first passing (summer time)."""


FORMS = (
    Form(
        write=write_legacy_2008,
        share=18,
        era="2008",
        years=("10/07/2008 - 09:00", "30/10/2011 - 18:00"),
        clock_changes=("29/03/2009 - 03:05",),
    ),
    Form(
        write=write_legacy_2011,
        share=18,
        era="2011",
        years=("02/11/2011 - 09:00", "20/12/2016 - 18:00"),
        clock_changes=("27/10/2013 - 02:40",),
    ),
    Form(
        write=write_current,
        share=37,
        era="current",
        years=("01/03/2017 - 08:00", "06/02/2026 - 17:30"),
        clock_changes=("31/03/2019 - 01:55", "29/03/2020 - 03:10", "26/10/2025 - 02:30"),
    ),
    Form(write=write_rolling, share=6, era="current", years=("01/06/2019 - 08:00", "25/01/2026 - 17:30")),
    Form(write=write_sponsored, share=5, era="current", years=("01/06/2018 - 08:00", "25/01/2026 - 17:30")),
    Form(write=write_agenda, share=10, era="current", years=("01/06/2020 - 08:00", "01/02/2026 - 17:30")),
    Form(write=write_survey, share=4, era="current", years=("01/06/2018 - 08:00", "25/01/2026 - 17:30")),
    Form(write=write_digest, share=4, era="current", years=("01/10/2025 - 08:00", "01/02/2026 - 08:00")),
    Form(write=write_weather, share=4, era="current", years=("01/06/2018 - 08:00", "04/02/2026 - 17:30")),
    Form(write=write_gallery, share=5, era="current", years=("01/06/2017 - 08:00", "25/01/2026 - 17:30")),
    Form(write=write_service, share=7, era="current", years=("01/06/2018 - 08:00", "25/01/2026 - 17:30")),
    Form(write=write_video, share=5, era="current", years=("01/06/2018 - 08:00", "25/01/2026 - 17:30")),
)
