"""What stands in the way of an article: told from articles about the very same things."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from newsarchive import extract
from newsarchive.errors import BotChallenge, ConsentWall, MissingPage, NewsArchiveError, Obstructed
from newsarchive.extraction.document import parse
from newsarchive.extraction.obstacles import Obstacle, challenge_in, obstacle
from newsarchive.extraction.view import PageView
from newsarchive.sites import site_named

URL = "https://gazette.example/la-fontaine/"
FIXTURES = Path(__file__).parents[1] / "fixtures"
CLOUDFLARE = """<html lang="en-US"><head><title>Just a moment...</title></head><body>
  <div class="main-wrapper"><h2 id="challenge-error-text">Enable JavaScript and cookies to continue</h2></div>
  <script>(function(){window._cf_chl_opt = {cvId: '3', cZone: 'gazette.example', cType: 'managed'};
  var a = document.createElement('script'); a.src = '/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1';
  document.getElementsByTagName('head')[0].appendChild(a);}());</script></body></html>"""
ANUBIS = f"""<html lang="fr"><head><title>Vérification que vous n'êtes pas un robot</title>
  <script id="anubis_challenge" type="application/json">{{"rules":{{"algorithm":"fast"}}}}</script></head><body>
  <h1>Vérification que vous n'êtes pas un robot</h1><img src="/.within.website/x/cmd/anubis/static/img/pensive.webp">
  <p>Chargement…</p><p>{"Vous voyez ceci car le site se protège des robots par une preuve de travail. " * 15}</p>
  </body></html>"""
AKAMAI = """<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>
  You don't have permission to access "http&#58;&#47;&#47;gazette&#46;example&#47;" on this server.<P>
  Reference&#32;&#35;18&#46;4a2c1602&#46;1759400000&#46;1b2c3d4e</P></BODY></HTML>"""
CAPTCHA = """<html><head><title>Gazette</title></head><body><p>Vérifions que vous n'êtes pas un robot.</p><form>
  <div class="{}" data-sitekey="6Le"></div><button>Envoyer</button></form></body></html>"""
CHALLENGES = {
    "Cloudflare, managed": (CLOUDFLARE, "Cloudflare"),
    "Cloudflare, in French": (
        "<title>Un instant…</title><p>La vérification est en cours.</p>"
        "<script src='/cdn-cgi/challenge-platform/scripts/x.js'></script>",
        "Cloudflare",
    ),
    "Cloudflare, blocked": (
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>"
        "<p>You are unable to access gazette.example</p>",
        "Cloudflare",
    ),
    "DataDome": (
        "<html><head><title>gazette.example</title></head><body>"
        "<p id='cmsg'>Please enable JS and disable any ad blocker</p>"
        "<script>var dd={'rt':'c','t':'fe','host':'geo.captcha-delivery.com'}</script>"
        "<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
        "DataDome",
    ),
    "DataDome, in a frame": (
        "<title>gazette.example</title><iframe src='https://geo.captcha-delivery.com/captcha/?cid=1'></iframe>",
        "DataDome",
    ),
    "PerimeterX": (
        "<title>Access to this page has been denied</title><div id='px-captcha'></div>"
        "<script>window._pxAppId = 'PX1';</script><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
        "PerimeterX",
    ),
    "PerimeterX, in words": (
        "<h1>Access to this page has been denied</h1><p>We believe you are using automation tools to browse.</p>",
        "PerimeterX",
    ),
    "Imperva, a frame": (
        "<html><body style='margin:0'><iframe id='main-iframe' src='/_Incapsula_Resource?SWUDNSAI=31&incident_id=9'>"
        "Request unsuccessful. Incapsula incident ID: 9-1</iframe></body></html>",
        "Imperva",
    ),
    "Imperva, a script": (
        "<html><head><script src='/_Incapsula_Resource?SWJIYLWA=5074'></script></head><body></body></html>",
        "Imperva",
    ),
    "Imperva, in words": ("<p>Request unsuccessful. Incapsula incident ID: 9-1</p>", "Imperva"),
    "Akamai": (AKAMAI, "Akamai"),
    "AWS WAF": (
        "<html><head><title></title>"
        "<script>window.awsWafCookieDomainList = []; window.gokuProps = {'key':'A'};</script>"
        "<script src='https://1.eu.token.awswaf.com/1/challenge.js'></script></head><body>"
        "<div id='challenge-container'></div><noscript><h1>JavaScript is disabled</h1></noscript></body></html>",
        "AWS WAF",
    ),
    "Sucuri": (
        "<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript>"
        "<script>var s={},l=0,e=eval,sucuri_cloudproxy_js='',S='YT0nWTIn';</script></html>",
        "Sucuri",
    ),
    "Sucuri, blocked": (
        "<title>Sucuri WebSite Firewall - Access Denied</title><h2>Access Denied</h2><p>Block ID: FBP007</p>",
        "Sucuri",
    ),
    "Anubis": (ANUBIS, "Anubis"),
    "reCAPTCHA": (CAPTCHA.format("g-recaptcha"), "reCAPTCHA"),
    "hCaptcha": (CAPTCHA.format("box h-captcha"), "hCaptcha"),
    "Turnstile": (CAPTCHA.format("cf-turnstile"), "Turnstile"),
}

MISSING = [
    "<title>Page introuvable - La Gazette</title><h1>La Gazette</h1>",
    "<h1>Page introuvable</h1><p>Désolé.</p>",
    "<h1>Page non trouvée</h1>",
    "<h1>404</h1><p>Retour à l'accueil</p>",
    "<h1>Erreur 404 : page introuvable</h1>",
    "<h1>Oups !</h1><p>La page demandée n'existe plus sur notre site.</p>",
    "<h1>Oups, cette page n'existe pas !</h1>",
    "<h1>La Gazette</h1><p>Désolé, la page que vous cherchez est introuvable. Elle a pu changer d'adresse.</p>",
    "<h1>La page que vous recherchez n'existe pas ou plus.</h1>",
    "<h1>Cet article n'est plus disponible</h1>",
    "<h1>La fontaine coule à nouveau</h1><p>Cet article a été supprimé.</p>",
    "<h1>Contenu supprimé</h1>",
    "<h1>Erreur 404 (page introuvable)</h1>",
    "<h1>La Gazette</h1><p>La page que vous recherchez a peut-être été supprimée ou déplacée.</p>",
    "<h1>La Gazette</h1><p>Il semble que rien n’ait été trouvé à cette adresse. Essayez une recherche ?</p>",
    "<h1>La Gazette</h1><p>Nous ne trouvons pas la page que vous cherchez.</p>",
    "<title>Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
    "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found at this location.</p>",
    "<h1>404 Not Found</h1>",
    "<title>Page not found | Gazette</title><h1>Sorry</h1><p>Try the search.</p>",
    "<h1>Nothing here</h1><p>It looks like nothing was found at this location. Maybe try a search?</p>",
    "<h1>Page introuvable</h1><p>Voici d'autres articles :</p>"
    + "".join(
        f"<h3><a href='/{n}/'>Un autre article paru</a></h3><p>{'Son chapô dit tout. ' * 9}</p>" for n in range(9)
    ),
]

STATEMENT = (
    "<p>Nous et nos 834 partenaires utilisons des cookies et autres traceurs pour stocker et/ou accéder à des"
    " informations sur un terminal. Avec votre accord, ils servent aux publicités et contenus personnalisés.</p>"
    "<p>Vous pouvez changer d'avis à tout moment en cliquant sur «Gérer les cookies» au bas de chaque page.</p>"
)
DIALOGUE = f"<h2>Le respect de votre vie privée est notre priorité</h2>{STATEMENT}"
BUTTONS = "<button>Continuer sans accepter</button><button>Accepter et continuer</button><button>Paramétrer</button>"
WALLS = {
    "Didomi": f"<div id='didomi-host'><div class='didomi-popup'>{DIALOGUE}{BUTTONS}</div></div>",
    "Sirdata": f"<div id='sd-cmp'>{DIALOGUE}<span>Continuer sans accepter →</span><span>Tout accepter</span></div>",
    "Axeptio": f"<div id='axeptio_overlay'>{STATEMENT}</div>",
    "OneTrust": f"<div id='onetrust-banner-sdk'>{STATEMENT}{BUTTONS}</div>",
    "Quantcast": f"<div class='qc-cmp2-container'>{DIALOGUE}<button>J'accepte</button></div>",
    "Google Funding Choices": f"<div class='fc-consent-root'>{STATEMENT}<button>Autoriser</button></div>",
    None: f"<h1>La Gazette</h1><nav><a href='/'>Une</a></nav>{DIALOGUE}<a href='#'>Accepter &amp; Fermer</a>",
}
PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "La fontaine de la place coule à nouveau depuis lundi, après six mois de travaux menés par la commune.",
        "Les habitants s'étaient inquiétés de son silence, et le maire leur avait promis qu'elle serait prête.",
        "Le chantier a coûté 40.000 euros, dont la moitié a été payée par le département et par des donateurs.",
        "Une plaque rappelle désormais son histoire, qui commence en 1765 avec un legs d'une veuve du quartier.",
    )
)
ARTICLE = f"<h1>La fontaine coule à nouveau</h1><p>Publié le 12/03/2013 - 17:32</p>{PARAGRAPHS}"
SENSORS = (
    "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><script>window._pxAppId = 'PX1';</script>"
    "<script src='/_Incapsula_Resource?SWJIYLWA=5074'></script><script src='https://js.datadome.co/tags.js'></script>"
    "<script src='https://1.eu.sdk.awswaf.com/1/challenge.js'></script>"
)
SHORT = "<h1>Le marché fermé ce samedi</h1><p>Le marché est annulé en raison du vent. Il reprendra samedi prochain.</p>"
ARTICLES = {
    "with a dialogue before it": f"<div id='didomi-host'>{DIALOGUE}{BUTTONS}</div>{ARTICLE}",
    "with a dialogue after it": f"{ARTICLE}<div class='cookie-banner'>{DIALOGUE}{BUTTONS}</div>",
    "short and dated, with a dialogue": "<h1>Sondage</h1><p>Publié le 12/03/2013 - 17:32</p>" + DIALOGUE + BUTTONS,
    "a poll with a dialogue": f"<h1>Que pensez-vous ?</h1><input type='radio'>Oui<div>{DIALOGUE}{BUTTONS}</div>",
    "about cookies": "<h1>Cookies : la CNIL condamne un site</h1><p>La CNIL reproche au site de ne pas laisser ses"
    " lecteurs «continuer sans accepter» aussi simplement que d'«accepter et continuer».</p><p>Les cookies et autres"
    f" traceurs y étaient déposés sans consentement, avec 834 partenaires, selon le gendarme.</p>{BUTTONS}",
    "about a page introuvable": f"<h1>Page introuvable : le site de la mairie est en panne</h1>{PARAGRAPHS}",
    "called «Page introuvable»": f"<h1>Page introuvable</h1>{PARAGRAPHS}{PARAGRAPHS}",
    "that quotes an error page": "<h1>Le site de la mairie en panne</h1><p>«La page demandée n'existe plus» : voilà ce"
    " que lisent les habitants depuis lundi.</p><p>Cette page est introuvable, répond aussi le portail des écoles.</p>",
    "about a law": "<h1>Sénat : le vote de mardi</h1><p>L'article a été supprimé en commission, mardi.</p>",
    "about a car": "<h1>La 404 de Peugeot fête ses 60 ans</h1><p>Elle est exposée au musée.</p>",
    "called «Oups»": f"<h1>Oups !</h1>{PARAGRAPHS}",
    "called «Un instant…»": "<title>Un instant…</title><h1>Un instant…</h1><p>Un recueil de poèmes paraît.</p>",
    "about Cloudflare": "<h1>Panne chez Cloudflare</h1><p>Les visiteurs ne voyaient plus que «Just a moment...» ou "
    "«Access Denied», et dans le code <code>window._cf_chl_opt = {}</code>.</p><pre>&lt;div id='px-captcha'&gt;</pre>",
    "about captchas": f"<h1>Prouver que vous êtes humain</h1>{PARAGRAPHS}<div class='g-recaptcha'></div>",
    "short, about captchas": "<h1>Le captcha de la mairie</h1><p>Il dit à tous qu'ils sont des robots.</p>"
    "<form><input type='email'><div class='g-recaptcha'></div></form>",
    "short, about robots, with a comment form": f"{SHORT}<p>Les robots n'iront pas.</p><form><textarea></textarea>"
    "<div class='g-recaptcha'></div></form>",
    "short, behind every sensor": SHORT + SENSORS,
    "behind every sensor": ARTICLE + SENSORS,
}


def found(html: str | bytes) -> Obstacle | None:
    markup = html.encode() if isinstance(html, str) else html
    return obstacle(PageView(parse(markup, URL), site_named("generic").landmarks), markup)


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_bot_challenge_is_told_with_its_vendor(name: str) -> None:
    html, vendor = CHALLENGES[name]
    with pytest.raises(BotChallenge, match=rf"bot challenge.*: {vendor}, by "):
        extract(html, URL)


@pytest.mark.parametrize("status", [200, 202, 403, 405, 429, 503])
@pytest.mark.parametrize("name", CHALLENGES)
def test_a_bot_challenge_is_told_at_any_status(name: str, status: int) -> None:
    html, vendor = CHALLENGES[name]
    said = challenge_in(status, {"content-type": "text/html"}, html.encode())
    assert said is not None
    assert f"{status} with a bot challenge: {vendor}" in said


@pytest.mark.parametrize(
    ("header", "value", "vendor"),
    [
        ("cf-mitigated", "challenge", "Cloudflare"),
        ("x-amzn-waf-action", "challenge", "AWS WAF"),
        ("x-amzn-waf-action", "captcha", "AWS WAF"),
        ("x-dd-b", "1", "DataDome"),
        ("x-sucuri-block", "FBP007", "Sucuri"),
    ],
)
def test_a_header_says_so_even_of_an_empty_answer(header: str, value: str, vendor: str) -> None:
    assert challenge_in(202, {header: value}, b"") == (
        f"the site answered 202 with a bot challenge: {vendor}, by its header {header}"
        + ("" if vendor == "Sucuri" else f": {value}")
    )


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({"server": "cloudflare", "cf-ray": "1", "x-datadome": "protected", "x-iinfo": "9"}, b"<h1>403 Forbidden</h1>"),
        ({}, b"<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>"),
        ({}, "<h1>Accès refusé</h1><p>Cette page est réservée aux abonnés.</p>".encode()),
        ({}, b'{"error": "forbidden"}'),
        ({}, b"\x89PNG\r\n"),
    ],
)
def test_a_plain_refusal_is_no_challenge(headers: dict[str, str], body: bytes) -> None:
    assert challenge_in(403, headers, body) is None


@pytest.mark.parametrize("html", MISSING)
def test_a_soft_404_is_told_with_its_words(html: str) -> None:
    with pytest.raises(MissingPage, match=r"the page says «.+»: an error page"):
        extract(html, URL)


@pytest.mark.parametrize("vendor", WALLS)
def test_a_consent_wall_is_told_with_its_maker(vendor: str | None) -> None:
    with pytest.raises(ConsentWall, match=f"the dialogue of {vendor} that" if vendor else "the dialogue that"):
        extract(f"<title>La Gazette</title>{WALLS[vendor]}", URL)


def test_a_soft_404_below_a_dialogue_is_a_soft_404() -> None:
    assert getattr(found(f"<h1>Page introuvable</h1><p>Désolé.</p>{DIALOGUE * 3}{BUTTONS}"), "kind", None) == "missing"


def test_obstacles_are_not_the_article_being_gone() -> None:
    assert issubclass(BotChallenge, Obstructed)
    assert issubclass(ConsentWall, Obstructed)
    assert not issubclass(MissingPage, Obstructed)


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_read(name: str) -> None:
    headline = re.search("<h1>(.*?)</h1>", ARTICLES[name])
    assert headline
    assert extract(ARTICLES[name], URL).headline == headline[1]


@pytest.mark.parametrize("page", sorted(FIXTURES.glob("*/*/page.html")), ids=lambda page: page.parent.name)
def test_nothing_stands_before_a_fixture(page: Path) -> None:
    assert found(page.read_bytes()) is None


def test_nothing_stands_before_a_real_page(corpus: Path) -> None:
    pages = sorted((corpus / "fr").glob("*.html.gz"))
    assert len(pages) > 20
    assert {page.name: seen for page in pages if (seen := found(gzip.decompress(page.read_bytes())))} == {}


@pytest.mark.parametrize("vendor", [None, "Didomi"])
def test_a_dialogue_does_no_harm_to_real_pages(corpus: Path, vendor: str | None) -> None:
    dialogue = f"<body><div>{WALLS[vendor]}</div>".encode()
    pages = sorted((corpus / "fr").glob("*.html.gz"))
    spoilt = [
        re.sub(rb"<body[^>]*>", lambda _: dialogue, gzip.decompress(page.read_bytes()), count=1) for page in pages
    ]
    assert [page.name for page, html in zip(pages, spoilt, strict=True) if found(html)] == []


@pytest.mark.parametrize("markup", [b"<" * 300_000, b"<script " * 40_000, b"<title>Un instant...</title>" * 9_000])
def test_hostile_markup_is_no_obstacle(markup: bytes) -> None:
    try:
        assert found(b"<p>x" + markup) is None
    except NewsArchiveError as error:
        pytest.fail(str(error))
