"""Closed classes and short word lists that the error kinds share (all lower case)."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _set("a an the")
POSSESSIVES = _set("my your his her its our their whose")
DEMONSTRATIVES = _set("this that these those")
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | DEMONSTRATIVES
    | _set(
        "some any no every each either neither another all both many few several much more most other such what which"
    )
)
SINGULAR_CUES = _set("a an this that every each another one either neither")
PLURAL_CUES = _set(
    "these those many few several two three four five six seven eight nine ten both all some "
    "most other various different numerous are were have hundred thousand dozen fewer"
)
SUBJECT_PRONOUNS = _set("i you he she it we they who")
SINGULAR_SUBJECTS = _set(
    "he she it this everyone everybody someone somebody anyone nobody everything something nothing"
)
PRONOUNS = SUBJECT_PRONOUNS | _set(
    "me him her us them mine yours hers ours theirs myself yourself himself herself itself "
    "ourselves themselves someone somebody anyone anybody everyone everybody nobody something "
    "anything everything nothing whom there"
)
MODALS = _set("can could will would shall should may might must cannot can't couldn't won't wouldn't shouldn't")
DO_FORMS = _set("do does did don't doesn't didn't")
BE_FORMS = _set("am is are was were be been being isn't aren't wasn't weren't i'm you're he's she's it's we're they're")
HAVE_FORMS = _set("have has had haven't hasn't hadn't i've you've we've they've")
AUXILIARIES = MODALS | DO_FORMS | BE_FORMS | HAVE_FORMS
PREPOSITIONS = _set(
    "in on at to for of from with by about into onto over under between among through during "
    "after before since until against without within towards toward around across behind near "
    "up off out like as than"
)
CONJUNCTIONS = _set("and or but because if when while although though so that whether unless since where how why")
ADVERBS = _set(
    "always usually often sometimes never also just only really still already soon now then "
    "here there too very quite rather almost even ever perhaps maybe not well however again"
)
CLOSED = DETERMINERS | PRONOUNS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | ADVERBS | _set("please yes no oh")

MASS_NOUNS = {
    noun: f"{noun}s"
    for noun in (
        "information advice furniture homework equipment knowledge luggage baggage evidence "
        "traffic weather software work housework feedback progress money music bread rice rain "
        "help garbage jewelry transport transportation violence pollution education health "
        "happiness behavior behaviour staff stuff vocabulary scenery machinery luck fun damage "
        "hair fruit food water"
    ).split()
} | {
    "research": "researches",
    "news": "newses",
    "people": "peoples",
    "children": "childrens",
}

ABSTRACT_NOUNS = _set(
    "life society nature education work school college university technology science people "
    "history love money health time food music art culture freedom success happiness "
    "information knowledge experience research pollution traffic water children students "
    "women men parents cars animals companies teachers friends"
)

PAST_CUES = _set(
    "yesterday ago last was were had did didn't wasn't weren't couldn't once when after "
    "before during until then finally suddenly century war earlier later first"
)

PROPER_WORDS = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june "
    "july august september october november december english american british french german "
    "spanish chinese japanese italian russian indian african european asian canadian "
    "australian mexican korean arabic greek latin england america britain france germany "
    "spain china japan italy russia india africa europe asia canada australia mexico korea "
    "london paris york christmas easter internet god christian muslim jewish portuguese dutch "
    "turkish polish swedish texas california chicago washington boston brazil egypt israel "
    "iran iraq ireland scotland turkey vietnam"
)
