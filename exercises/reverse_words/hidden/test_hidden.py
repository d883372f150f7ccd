"""Hidden suite of reverse_words.

White space other than single spaces has its own tests, so that a fault there costs no points elsewhere.
"""

import pytest
from solution import reverse_words


def words(rng, count):
    """Distinct words, no two of them the same when their letters are turned round."""
    return [
        f"{letter}{rng.choice('bcd')}{rng.randint(10, 99)}x"
        for letter in rng.sample("efghijklmnopqrs", count)
    ]


@pytest.mark.group("Words")
class TestWords:
    @pytest.mark.points(2)
    @pytest.mark.hint("The last word comes first, and so on for all of them.")
    def test_order(self, rng):
        """gives all words in reverse order, and leaves them as they are"""
        for count in (1, 2, 3, rng.randint(4, 9), rng.randint(10, 15)):
            given = words(rng, count)
            assert reverse_words(" ".join(given)) == " ".join(given[::-1])

    @pytest.mark.hint("A word that comes twice is in the result twice.")
    def test_repeated(self, rng):
        """keeps words that come several times"""
        a, b, c = words(rng, 3)
        assert reverse_words(f"{a} {a} {b} {a}") == f"{a} {b} {a} {a}"
        assert reverse_words(f"{c} {b} {c} {b} {b}") == f"{b} {b} {c} {b} {c}"
        assert reverse_words(" ".join([a, b] * 10)) == " ".join([b, a] * 10)

    @pytest.mark.hint("Whatever is no white space belongs to a word.")
    def test_as_they_are(self, rng):
        """keeps signs, capital letters and letters of all languages in their words"""
        name = words(rng, 1)[0].upper()
        assert reverse_words(f"Hello, {name}! It's 5:30.") == f"5:30. It's {name}! Hello,"
        assert reverse_words("well-known a_b #tag (so) /x/") == "/x/ (so) #tag a_b well-known"
        assert reverse_words("Äpfel für 3€ 猫 naïve, ½") == "½ naïve, 猫 3€ für Äpfel"


@pytest.mark.group("White space")
class TestWhiteSpace:
    @pytest.mark.hint("Several spaces hold no word between them.")
    def test_several(self, rng):
        """leaves one space where there were several"""
        given = words(rng, 5)
        sentence = "".join(word + " " * rng.randint(2, 6) for word in given[:-1]) + given[-1]
        assert reverse_words(sentence) == " ".join(given[::-1])

    @pytest.mark.hint("What stands before the first word, or after the last, separates nothing.")
    def test_ends(self, rng):
        """leaves no space at the ends"""
        a, b = words(rng, 2)
        blanks = " " * rng.randint(2, 5)
        for before, after in (("", " "), (" ", ""), (blanks, ""), ("", blanks), (blanks, blanks)):
            assert reverse_words(f"{before}{a} {b}{after}") == f"{b} {a}"
            assert reverse_words(f"{before}{a}{after}") == a

    @pytest.mark.hint("A space is not the only white space.")
    def test_other_white_space(self, rng):
        """splits at tabs, ends of lines and all else that str.split takes for white space"""
        given = words(rng, 9)
        blanks = ["\t", "\n", "\r\n", "\x0b", "\x0c", "\xa0", "\u2003", "\u3000"]
        rng.shuffle(blanks)
        sentence = "".join(word + blank for word, blank in zip(given, blanks, strict=False)) + given[-1]
        assert reverse_words(sentence) == " ".join(given[::-1])
        a, b = words(rng, 2)
        assert reverse_words(f"\n\t{a}\t \n{b} \r\n") == f"{b} {a}"

    @pytest.mark.hint("Where there is no word there is nothing to give.")
    def test_no_words(self, rng):
        """gives the empty string where there are no words"""
        for sentence in ("", " ", " " * rng.randint(2, 9)):
            assert reverse_words(sentence) == ""
        a, b = words(rng, 2)
        assert reverse_words(f"{a} {b}") == f"{b} {a}"
