"""Which language a text is in, by its most frequent small words and the letters of its alphabet.

News holds foreign names, titles and quotations, so a language is taken only when it has twice
the evidence of any other; what is not clear stays open.  The neighbours of the languages that
names are known in are listed too, so that Portuguese is not taken for Spanish.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter

from generator.model import Seed

# So much of an article is looked at; more of it would not change the answer.
_SAMPLE = 600
_GLANCE = 400
# Evidence that a language needs at least, and at least for each word of the sample: about every
# third word of running text is in these lists, and one in fifty of a list of foreign names.
_LEAST = 2
_SHARE = 0.08
_LEAD = 2
# A beginning with so many words that only English has is English, whatever else is in it: more
# of them than the title of a book or a programme has.
_ENGLISH_SHARE = 0.07
_ENGLISH_LEAST = 5

_WORDS: Mapping[str, str] = {
    "en": (
        "the of and to that for with said from have were would which their they has been by an as "
        "in on at is was it its be not will are he his after but this who had or than more "
        "into when about could there two year first other against government between while its "
        "through during under where what you all out up we our can she her them some new only"
    ),
    "de": (
        "der die das und den dem des ein eine einen einem einer von zu mit für auf ist im sich "
        "nicht auch als nach bei aus wurde werden hat haben sind wird über zum zur dass wie um an "
        "am in oder sei vor war sagte es er sie noch nur seit durch gegen"
    ),
    "fr": (
        "le la les des du de et un une est dans pour que qui au aux sur avec par pas plus ont sont "
        "été cette ces ce se sa ses leur leurs il elle ils mais ou où en à a son depuis selon après"
    ),
    "es": (
        "el la los las de del y en que un una por para con se su sus al lo como más fue ha han son "
        "está este esta entre sobre según pero también es no desde hasta tras a o sin ya"
    ),
    "pl": (
        "w i z na do się nie jest że to od przez dla po jako oraz który która które został została "
        "są był była było będzie jego ich o ze za przed także roku już ma przy podczas tym a we "
        "powiedział poinformował podał"
    ),
    "tr": (
        "ve bir bu için ile da de olarak olan gibi daha çok sonra kadar ne en ki mi olduğunu etti "
        "dedi oldu olduğu göre her yeni iki ise değil ancak tarafından arasında edildi yapılan o "
        "söyledi bildirdi açıkladı"
    ),
    "lt": (
        "ir kad į iš su yra buvo bus tai kaip bet jo jų už apie nuo per po prie dėl taip pat ar "
        "šios šio šis ši jis ji kurie kuris kuri arba metų pasak tik jau iki dar ne bei o sakė "
        "pranešė pažymėjo"
    ),
    "uk": (
        "і та що на в у з не до за про для від як це є який яка яке які було був була буде або "
        "також під час їх його її після між ще вже через він вона вони зі із а й "
        "повідомили повідомив повідомила заявив заявили року будуть були цьому щоб"
    ),
    "ru": (
        "и в на что с не по для от как это из за о к к к был была было будет или также во время их "
        "его её после между ещё уже через он она они со а же который которая которые при у об до "
        "сообщили сообщил сообщила заявил заявили года году будут были этом чтобы"
    ),
    # Neighbours, which no names are known in.
    "it": (
        "il lo la i gli le di del della dei delle e che un una per con in non è sono si da dal "
        "alla al anche più come nel nella ha hanno ma dopo o a su"
    ),
    "pt": (
        "o a os as de do da dos das e em que um uma para com não no na nos nas por se foi ao são é "
        "mais como mas sua seu pelo pela entre também ou à"
    ),
    "ca": "el la els les de del dels i en que un una per amb no és ha han seva seu als al va més",
    "nl": (
        "de het een van en in is dat op te voor met zijn niet aan er ook als door bij naar om werd "
        "worden heeft hebben uit maar of over die wordt was"
    ),
    "sv": (
        "och att det som en är av för på med den till har inte om ett i han de från vid men efter "
        "var ska kan under eller"
    ),
    "da": (
        "og at det som en er af for på med den til har ikke om et i han de fra ved men efter var "
        "skal kan under eller"
    ),
    "nb": (
        "og at det som en er av for på med den til har ikke om et i han de fra ved men etter var "
        "skal kan under eller"
    ),
    "cs": (
        "a v na se že je s z do o k i pro za by byl byla bylo po od jako ale který která které "
        "jsou také jeho už podle při nebo ve ze"
    ),
    "sk": (
        "a v na sa že je s z do o k i pre za by bol bola bolo po od ako ale ktorý ktorá ktoré sú "
        "tiež jeho už podľa pri alebo vo zo"
    ),
    "ro": (
        "și şi în de a la cu care nu pe din o un pentru este sunt că al ale lui mai au fost prin "
        "după sau ce se"
    ),
    "lv": (
        "un ir ka no ar par uz kas arī tika bija būs pēc to kā pie lai nav vai gan bet līdz viņš "
        "tā šo"
    ),
    "et": "ja on ei et see kui ka oma ning mis oli kes aga või selle tema pärast juba eesti",
    "fi": "ja on ei että se kun myös hän mutta ovat oli joka sekä tai jo mukaan kuin sen",
    "hu": "a az és hogy nem is egy volt meg csak ez de már szerint van mint azt után vagy lesz",
    "hr": "i je u na se da su za od s koji koja koje nije bio bila o kao te će iz ali po što ili",
    "be": "і ў на што з не да за пра для ад як гэта які якая якія быў была або таксама каб яго",
    "bg": "и на в да се за от с че е не по са като до който която които ще при след но това той",
    "sr": "и је у на се да су за од с који која које није био била о као те ће из али по што или",
}

# All letters of an alphabet besides those of English, also those that others have.
_LETTERS: Mapping[str, str] = {
    "de": "ßäöü", "fr": "çœéêèëàâùûîïô", "es": "ñ¿¡áéíóúü", "pl": "łąęśżźćńó", "tr": "ığşçöüâ",
    "lt": "ąęėįųūčšž", "uk": "іїєґщйь", "ru": "ыэёъщйь",
    "it": "òìàèéù", "pt": "ãõçáâéêíóôúà", "ca": "·çàòèéíïóúü", "nl": "éëï", "sv": "åäöé",
    "da": "åæøé", "nb": "åæøé", "cs": "ěřůýčšžáéíúóďťň", "sk": "ľĺŕôýčšžáéíúóäďťň",
    "ro": "țșăâîşţ", "lv": "āēīļņķģūčšž", "et": "õäöüšž", "fi": "äöå", "hu": "őűáéíóöüú",
    "hr": "đćčšž", "be": "ўіыэёйь", "bg": "ъщйь", "sr": "јљњћђџ",
}  # fmt: skip


def _turned(table: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """Return the languages of each word or letter, parted by spaces."""
    found: dict[str, str] = {}
    for language, ones in table.items():
        for one in dict.fromkeys(ones):
            found[one] = f"{found[one]} {language}" if one in found else language
    return found


_LANGUAGES_OF_WORD = _turned({language: words.split() for language, words in _WORDS.items()})
_LANGUAGES_OF_LETTER = _turned(_LETTERS)
_ENGLISH_ALONE = frozenset(word for word, some in _LANGUAGES_OF_WORD.items() if some == "en")


def language_in(text: str) -> str:
    """Return the language of a text as ISO 639-1 has it, or nothing where it is not clear."""
    # Nearly all texts are English: one count in their beginning settles those.
    words = text[:_GLANCE].split()
    english = sum(map(_ENGLISH_ALONE.__contains__, words))
    if english > max(_ENGLISH_LEAST, _ENGLISH_SHARE * len(words)):
        return "en"
    sample = text[:_SAMPLE].lower()
    words = sample.split()
    hits = Counter(map(_LANGUAGES_OF_WORD.get, words))
    if not sample.isascii():
        hits += Counter(map(_LANGUAGES_OF_LETTER.get, sample))
    return _clearest({some: times for some, times in hits.items() if some}, len(words))


def _clearest(hits: Mapping[str, int], words: int) -> str:
    """Return the language with the most hits if it leads before each other by what they differ."""
    evidence: Counter[str] = Counter()
    for some, times in hits.items():
        for language in some.split():
            evidence[language] += times
    best, most = max(evidence.items(), key=itemgetter(1), default=("", 0))
    if most < max(2 * _LEAST, _SHARE * words):
        return ""
    for other, count in evidence.items():
        # Words that both have tell nothing; without them it cannot lead by less than this.
        if other == best or count * _LEAD < most:
            continue
        shared = sum(times for some, times in hits.items() if best in some and other in some)
        if most - shared < _LEAD * (count - shared) + _LEAST:
            return ""
    return best


def declared_language(seed: Seed) -> str:
    """Return the language that a seed declares, without its region: "de" for "de-AT"."""
    return seed.declared.get("language").partition("-")[0].lower()


def detected_language(seed: Seed) -> str:
    """Return the language that the text of a seed is in, or nothing where it is not clear."""
    # Long texts are not put together for their first lines.
    sample = seed.title
    for paragraph in seed.paragraphs:
        if len(sample) > _SAMPLE:
            break
        sample = f"{sample} {paragraph[:_SAMPLE]}"
    return language_in(sample)
