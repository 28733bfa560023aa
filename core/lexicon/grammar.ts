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
  "always never often usually sometimes also really just still already not",
);

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

/** Frequent regular verbs whose forms in -s could be taken for plurals. */
export const REGULAR_VERBS = words(`
  accept add agree allow appear arrive ask believe belong call care carry cause change check
  consider continue create decide depend describe develop die discuss enjoy enter exist expect
  explain finish follow happen hate help hope include increase involve join kill laugh learn like
  listen live look love marry mention miss move need occur open pass plan play prefer prepare
  produce promise prove provide pull push reach realise realize receive reduce refer remain
  remember require save seem serve share smile stay stop study suffer suggest suppose talk tend
  thank touch travel treat try turn use visit wait walk want wash watch wish wonder work worry
`);

/** Singular and plural where the plural is irregular. */
export const IRREGULAR_PLURALS = rows(`
  man men|woman women|child children|person people|foot feet|tooth teeth|goose geese|mouse mice
  life lives|wife wives|knife knives|leaf leaves|half halves|self selves|shelf shelves
  thief thieves|loaf loaves|wolf wolves|analysis analyses|crisis crises|phenomenon phenomena
  criterion criteria|datum data|medium media
`).map(([singular = "", plural = ""]) => ({ singular, plural }));
