import { rows, words } from "./words.js";

export const DETERMINERS = words(`
  a an the this that these those my your his her its our their some any no each every either
  neither another such much many more most few fewer less little several all both half what which
`);

export const PREPOSITIONS = words(`
  about above across after against along among around as at before behind below beneath beside
  besides between beyond by despite down during except for from in inside into like near of off on
  onto out outside over past per since through throughout till to toward towards under until unto
  up upon via with within without than
`);

export const PRONOUNS = words(`
  i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it
  its itself we us our ours ourselves they them their theirs themselves one oneself who whom whose
  someone somebody something anyone anybody anything everyone everybody everything nobody nothing
  there which that what
`);

export const SUBJECTS = words(`
  i you he she it we they who that which there someone somebody everyone everybody nobody anyone
  people
`);

export const CONJUNCTIONS = words(`
  and but or nor so yet because although though while whereas if unless that whether since when
  whenever where wherever as until than
`);

export const MODALS = words(
  "can could may might must shall should will would can't couldn't won't wouldn't shouldn't mustn't",
);

export const AUXILIARIES = words(`
  am is are was were be been being have has had having do does did doing will would shall should
  can could may might must isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't
  won't wouldn't shouldn't can't couldn't not
`);

/** Words between a subject and its verb. */
export const VERB_ADVERBS = words(
  "always never ever often usually sometimes rarely seldom also really just still already soon only not",
);

/** Adverbs without -ly. */
export const ADVERBS = words(`
  again ago almost already also always away else even ever far here just maybe much never now often
  perhaps quite rather really seldom so sometimes soon still then there today together tomorrow
  tonight too very well yesterday yet
`);

/** Nouns without a plural, by their wrong plurals. */
export const UNCOUNTABLE_NOUNS = words(`
  advice baggage bread equipment evidence feedback fun furniture happiness hardware homework
  housework information jewelry jewellery knowledge luck luggage machinery money music news
  permission pollution progress rice slang software stuff traffic vocabulary weather
`);

/** Words that a singular noun follows, and such that a plural follows. */
export const BEFORE_SINGULAR = words("a an one every each this that another either neither");
export const BEFORE_PLURAL = words(`
  two three four five six seven eight nine ten eleven twelve twenty hundred thousand many several few
  fewer these those both various different
`);

/** Base, past and participle where they are irregular; "be" is apart. */
export const IRREGULAR_VERBS = rows(`
  arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become
  begin began begun|bend bent bent|bet bet bet|bind bound bound|bite bit bitten|bleed bled bled
  blow blew blown|break broke broken|breed bred bred|bring brought brought|build built built
  burn burnt burnt|buy bought bought|catch caught caught|choose chose chosen|cling clung clung
  come came come|cost cost cost|creep crept crept|cut cut cut|deal dealt dealt|dig dug dug
  do did done|draw drew drawn|dream dreamt dreamt|drink drank drunk|drive drove driven
  eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found
  flee fled fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten
  forgive forgave forgiven|freeze froze frozen|get got got|give gave given|go went gone
  grow grew grown|hang hung hung|have had had|hear heard heard|hide hid hidden|hit hit hit
  hold held held|hurt hurt hurt|keep kept kept|know knew known|lay laid laid|lead led led
  lean leant leant|leap leapt leapt|learn learnt learnt|leave left left|lend lent lent
  let let let|lie lay lain|light lit lit|lose lost lost|make made made|mean meant meant
  meet met met|pay paid paid|put put put|quit quit quit|read read read|ride rode ridden
  ring rang rung|rise rose risen|run ran run|say said said|see saw seen|seek sought sought
  sell sold sold|send sent sent|set set set|shake shook shaken|shine shone shone|shoot shot shot
  show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat
  sleep slept slept|slide slid slid|smell smelt smelt|speak spoke spoken|spend spent spent
  spread spread spread|stand stood stood|steal stole stolen|stick stuck stuck|sting stung stung
  strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|swing swung swung
  take took taken|teach taught taught|tear tore torn|tell told told|think thought thought
  throw threw thrown|understand understood understood|wake woke woken|wear wore worn
  weep wept wept|win won won|wind wound wound|write wrote written
`).map(([base = "", past = "", participle = ""]) => ({ base, past, participle }));

/** Frequent regular verbs. */
export const REGULAR_VERBS = words(`
  accept achieve add admit advise affect afford agree allow announce answer appear apply argue
  arrange arrive ask attach attend avoid behave believe belong benefit borrow call cancel care
  carry cause change check clean climb close collect communicate compare compete complain complete
  confirm connect consider consist contain continue contribute cook copy cover create cry damage
  dance decide define deliver deny depend describe destroy develop die disappear discover discuss
  display divide download earn educate employ encourage enjoy ensure enter escape establish
  examine exist expect explain express fail fill finish fix follow force gain generate handle
  happen hate help hope identify ignore imagine improve include increase indicate influence inform
  inspire intend introduce invent invite involve join jump kill lack laugh learn like listen live
  look love manage marry measure mention miss motivate move need notice obtain occupy occur offer
  open operate order organise organize own pass perform persuade plan play pollute practise
  predict prefer prepare present preserve prevent produce promise protect prove provide publish
  pull purchase push raise reach react realise realize receive recommend reduce refer refuse
  regret relax rely remain remember remind remove repair repeat replace reply represent require
  respond rest result return reveal save search seem select separate serve settle share shout
  smile smoke solve sound spell start stay stop struggle study submit succeed suffer suggest
  supply support suppose surprise survive talk taste tend test thank threaten touch train travel
  treat trust try turn update upload use vary visit vote wait walk want warn wash waste watch wish
  wonder work worry
`);

/** Singular and plural where the plural is irregular. */
export const IRREGULAR_PLURALS = rows(`
  man men|woman women|child children|person people|foot feet|tooth teeth|goose geese|mouse mice
  life lives|wife wives|knife knives|leaf leaves|half halves|self selves|shelf shelves
  thief thieves|loaf loaves|wolf wolves|analysis analyses|crisis crises|phenomenon phenomena
  criterion criteria|datum data|medium media
`).map(([singular = "", plural = ""]) => ({ singular, plural }));

/** Base, comparative and superlative where they are irregular. */
export const IRREGULAR_COMPARISONS = rows(`
  good better best|well better best|bad worse worst|badly worse worst|far further furthest
  far farther farthest
`).map(([base = "", comparative = "", superlative = ""]) => ({ base, comparative, superlative }));

/** Irregular verbs whose regular forms are right as well ("learned" beside "learnt"). */
export const ALSO_REGULAR_VERBS = words(
  "awake bet burn dream hang lean leap learn lie light quit shine smell wake",
);
