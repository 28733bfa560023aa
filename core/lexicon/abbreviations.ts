import { words } from "./words.js";

/** Written with a full stop before a name; never the end of a sentence. Lower case, without the stop. */
export const ABBREVIATIONS_BEFORE_NAMES = words(`
  mr mrs ms mx dr prof rev hon st sr fr capt col gen lt sgt cmdr maj adm gov sen rep pres amb
  messrs mmes supt insp det mt ft e.g i.e cf viz vs v resp ca approx
`);

/** End a sentence unless a number follows ("see p. 4", but "He said no."). */
export const ABBREVIATIONS_BEFORE_NUMBERS = words(`
  no nos p pp vol vols fig figs eq eqs ch chap sec sect art par ver ed pt
`);

/** End a sentence only when a word that opens one follows ("at 5 p.m. They left", "the U.S. Army"). */
export const ABBREVIATIONS_WITHIN = words(`
  etc al inc ltd co corp llc bros dept univ assn est est'd jr ph.d m.d b.a m.a b.sc m.sc esq
  a.m p.m a.d b.c b.c.e c.e u.s u.k u.n e.u u.s.a d.c jan feb mar apr jun jul aug sep sept oct nov
  dec mon tue tues wed thu thur thurs fri sat sun min max avg tel ext apt ave blvd rd hwy
`);

/** Words that often begin a sentence and seldom follow an abbreviation or a stop within one. */
export const SENTENCE_OPENERS = words(`
  i i'm i've i'll i'd he he's she she's it it's its we we're they they're you you're this that
  that's these those there there's here the a an my his her our their your but and so or because
  if when while although though after before since then now however also in on at for from with
  as by what why how where who when's is are was were do does did have has can could will would
  not no yes maybe perhaps some many most all every everyone people nobody someone
`);
