"""Hidden suite of scraper. What the pages say is drawn."""

import html

import pytest
import solution

WORDS = ["sea", "night", "Hügel", "wind & rain", "<b>", "café", "Łódź", "“q”", "日本", "1 < 2"]


def articles(rng, count):
    """So many different articles."""
    return [
        {
            "title": f"{rng.choice(WORDS)} {rng.getrandbits(32):x}",
            "link": f"{rng.choice(['', 'http://example.org', '..'])}/{rng.getrandbits(32):x}?a=1&b={place}#x",
            "date": f"{rng.randint(1990, 2030)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        }
        for place in range(count)
    ]


def found(page):
    """What `scrape_articles` gives for a page."""
    result = solution.scrape_articles(page.url)
    assert type(result) is list
    return result


@pytest.mark.group("Articles")
class TestArticles:
    @pytest.mark.hint("All cards of the page, from top to bottom.")
    def test_order(self, serve, rng):
        """are given in the order of the page"""
        for count in (1, rng.randint(2, 5), rng.randint(20, 40)):
            wanted = articles(rng, count)
            assert found(serve(wanted)) == wanted
            assert found(serve(wanted[::-1])) == wanted[::-1]

    @pytest.mark.points(2)
    @pytest.mark.hint("None stands for what is not there, each time for itself.")
    def test_missing(self, serve, rng):
        """have None for what a card does not have"""
        wanted = articles(rng, 8)
        for place, gone in enumerate(
            [["title"], ["link"], ["date"], ["title", "link", "date"], ["link", "date"]]
        ):
            for name in gone:
                wanted[place][name] = None
        rng.shuffle(wanted)
        assert found(serve(wanted)) == wanted

    @pytest.mark.hint(
        "A card is a div of that class, whichever other classes it has. What is outside belongs to none."
    )
    def test_cards(self, serve, rng):
        """stand in cards, and nowhere else"""
        first, second, other = articles(rng, 3)
        stray = '<h2 class="title">Title</h2><a href="/stray">Stray</a><p class="date">Date</p>'
        title = html.escape(first["title"])
        page = serve(
            f"""{stray}
            <section class="article-card">{stray}</section><div class="article">{stray}</div>
            <main><div class="wide article-card"><h2 class="title">{title}</h2></div></main><div>{stray}</div>
            <div class="article-cards">{stray}</div><p class="article-card"></p>
            <div class="article card">{stray}</div>
            <ul><li><div class="article-card new" id="x"><i class="date">{second["date"]}</i></div></li></ul>
            <!-- <div class="article-card">{stray}</div> -->{stray}"""
        )
        assert found(page) == [
            {"title": first["title"], "link": None, "date": None},
            {"title": None, "link": None, "date": second["date"]},
        ]
        for nothing in ("", stray, f"<p>{other['date']}</p>"):
            assert found(serve(nothing)) == []

    @pytest.mark.hint("Which elements of which classes are asked for?")
    def test_elements(self, serve, rng):
        """are made of the elements that are asked for"""
        wanted = articles(rng, 3)
        for article in wanted:
            article["title"] = f"Title {rng.getrandbits(32):x}"
        kinds = ["span", "time", "p"]
        rng.shuffle(kinds)
        cards = [
            f"""<div class="article-card">
                <h2>Topic</h2><h3 class="title">Above</h3><p class="title">Above</p><i class="dated">X</i>
                <{kind} class="small date">{article["date"]}</{kind}>
                <div><a class="more" href="{html.escape(article["link"])}">First</a>
                <a href="/second">Second</a></div>
                <h2 class="big title">{article["title"]}</h2>
                <h2 class="subtitle">Below</h2><a href="/third">Third</a>
            </div>"""
            for kind, article in zip(kinds, wanted, strict=True)
        ]
        assert found(serve("".join(cards))) == wanted

    @pytest.mark.points(2)
    @pytest.mark.hint("Text in HTML has blanks and line ends around it that nobody sees.")
    def test_stripped(self, serve, rng):
        """have texts without blanks and line ends around them"""
        wanted = articles(rng, 3)
        around = [(" ", " "), ("\n      ", "\n    "), ("\t", " \r\n")]
        rng.shuffle(around)
        given = [
            {
                **article,
                "title": f"{before}{article['title']}{after}",
                "date": f"{after}{article['date']}{before}",
            }
            for article, (before, after) in zip(wanted, around, strict=True)
        ]
        assert found(serve(given)) == wanted

    @pytest.mark.hint("The bytes of a page become text by the charset that it declares.")
    def test_charset(self, serve, rng):
        """have the letters that the page has, in whichever charset"""
        for charset, text in (
            ("utf-8", "Größe – 日本 €"),
            ("iso-8859-1", "Größe à ñ"),
            ("windows-1251", "Привет"),
        ):
            (wanted,) = articles(rng, 1)
            wanted |= {"title": f"{text} {rng.getrandbits(32):x}", "date": f"{text} 5"}
            assert found(serve([wanted], charset=charset)) == [wanted]


@pytest.mark.group("The request")
class TestRequest:
    @pytest.mark.points(2)
    @pytest.mark.hint("raise_for_status is there for this.")
    def test_client_errors(self, serve, rng):
        """raises where the server finds fault with the request"""
        wanted = articles(rng, 2)
        for status in (400, 401, 403, 404, 410, 429, rng.randint(430, 499)):
            page = serve(wanted, status=status)
            with pytest.raises(Exception):  # any one will do
                solution.scrape_articles(page.url)
            assert page.hits >= 1
        assert found(serve(wanted)) == wanted

    @pytest.mark.hint("It is the server's fault, and yet no page came.")
    def test_server_errors(self, serve, rng):
        """raises where the server itself fails"""
        wanted = articles(rng, 2)
        for status in (500, 502, 503, rng.randint(505, 599)):
            page = serve(wanted, status=status)
            with pytest.raises(Exception):  # any one will do
                solution.scrape_articles(page.url)
            assert page.hits >= 1
        assert found(serve(wanted)) == wanted

    @pytest.mark.points(2)
    @pytest.mark.hint("requests.get takes headers.")
    def test_agent(self, serve, rng):
        """says that a browser asks"""
        for _ in range(2):
            wanted = articles(rng, 2)
            page = serve(wanted)
            assert found(page) == wanted
            assert [sent.get("user-agent", "")[:7] for sent in page.headers] == ["Mozilla"] * page.hits


@pytest.mark.group("All pages")
class TestPages:
    @staticmethod
    def chain(serve, rng, counts, last=""):
        """Pages with so many articles each, and the articles."""
        wanted, pages, following = [], [], None
        for count in reversed(counts):
            own = articles(rng, count)
            pages.append(serve(own, following) if pages or not last else serve(last))
            wanted[:0] = own if len(pages) > 1 or not last else []
            following = pages[-1].url
        return pages[::-1], wanted

    @pytest.mark.points(2)
    @pytest.mark.hint("From each page to the next, until there is none.")
    def test_order(self, serve, rng):
        """are read in order, up to the last one"""
        for counts in ([2, 3], [1], [3, 0, 2, 1], [1] * rng.randint(12, 15)):
            pages, wanted = self.chain(serve, rng, counts)
            assert solution.scrape_all_pages(pages[0].url) == wanted
            assert solution.scrape_all_pages(pages[-1].url) == wanted[len(wanted) - counts[-1] :]
        # What stands on two pages is there twice.
        own = articles(rng, 2)
        first = serve(own, serve(own[:1]).url)
        assert solution.scrape_all_pages(first.url) == [*own, own[0]]

    @pytest.mark.points(2)
    @pytest.mark.hint("What a page says is known after one request.")
    def test_once(self, serve, rng):
        """are fetched once each"""
        for counts in ([1], [2, 1, 2], [1] * 6):
            pages, wanted = self.chain(serve, rng, counts)
            assert solution.scrape_all_pages(pages[0].url) == wanted
            assert [page.hits for page in pages] == [1] * len(pages)

    @pytest.mark.hint("Only an a of the class next-page leads to the next page.")
    def test_last(self, serve, rng):
        """end where no such link is"""
        stray = serve(articles(rng, 1))
        last = f"""<span class="next-page">Older articles</span>
            <a class="previous-page" href="{stray.url}">Newer</a> <a class="page" href="{stray.url}">2</a>
            <a class="next" href="{stray.url}">Next</a> <a rel="next-page" href="{stray.url}">next-page</a>
            <link class="next-page" href="{stray.url}" rel="next">"""
        pages, wanted = self.chain(serve, rng, [1, 2, 0], last)
        linked = f'{last}<p><a id="x" href="{pages[0].url}" class="button next-page">Older</a></p>'
        assert solution.scrape_all_pages(serve(linked).url) == wanted
        assert [page.hits for page in (*pages, stray)] == [1, 1, 1, 0]


@pytest.mark.group("Bonus")
@pytest.mark.bonus
@pytest.mark.limits(cpu_seconds=0.5, wall_seconds=5)
@pytest.mark.hint("Where have you been already?")
def test_circle(serve, rng):
    """comes to an end where pages lead back to an earlier one"""
    for before, length in ((0, 1), (0, rng.randint(2, 4)), (2, 3)):
        wanted = articles(rng, before + length)
        last = serve(wanted[-1:])
        pages = [last]
        for article in reversed(wanted[:-1]):
            pages.insert(0, serve([article], pages[0].url))
        link = f'<a class="next-page" href="{pages[before].url}">Older articles</a></body>'
        last.body = last.body.replace("</body>", link)
        assert solution.scrape_all_pages(pages[0].url) == wanted
        assert [page.hits for page in pages] == [1] * len(pages)
