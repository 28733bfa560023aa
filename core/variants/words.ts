// Words that Britain and America spell differently. After the usual dictionaries: Oxford, Merriam-Webster, Macquarie
// (Australia) and the Canadian Oxford, as far as a word alone shows the variant.

/** Variants of English whose spelling can be asked for, as BCP 47 tags. */
export const VARIANTS = ["en-US", "en-GB", "en-AU", "en-CA"] as const;
export type Variant = (typeof VARIANTS)[number];

/** Words spelt differently in one and the same way. */
export interface Group {
  /** Pairs "british/american" of what all endings are added to. */
  readonly pairs: string;
  /** Endings of each pair, "|" between them; default: none and "s". */
  readonly endings?: string;
  /** Variants in which the American spelling is right. */
  readonly american: readonly Variant[];
  /** Variants in which the British spelling is right. */
  readonly british: readonly Variant[];
  /** One side is another word too ("check", "storey"): a word alone does not show which is meant. */
  readonly isAmbiguous?: boolean;
}

/** America on its own side, all others on Britain's. */
const PLAIN = { american: ["en-US"], british: ["en-GB", "en-AU", "en-CA"] } as const;
const CANADA_AS_AMERICA = { american: ["en-US", "en-CA"], british: ["en-GB", "en-AU"] } as const;
const BOTH_IN_AMERICA = { american: ["en-US"], british: VARIANTS } as const;
const BOTH_ABROAD = { american: VARIANTS, british: ["en-GB", "en-AU", "en-CA"] } as const;
const BOTH = { american: VARIANTS, british: VARIANTS } as const;

export const GROUPS: readonly Group[] = [
  {
    ...PLAIN,
    pairs:
      "arbour/arbor armour/armor behaviour/behavior candour/candor clamour/clamor clangour/clangor colour/color demeanour/demeanor discolour/discolor endeavour/endeavor favour/favor fervour/fervor flavour/flavor harbour/harbor honour/honor dishonour/dishonor humour/humor labour/labor misbehaviour/misbehavior neighbour/neighbor odour/odor parlour/parlor rancour/rancor rigour/rigor rumour/rumor savour/savor saviour/savior splendour/splendor succour/succor tumour/tumor valour/valor vapour/vapor vigour/vigor watercolour/watercolor",
    endings:
      "|s|ed|ing|ings|er|ers|able|ably|ite|ites|itism|ful|fully|less|hood|hoods|ly|al|ally|y",
  },
  {
    ...CANADA_AS_AMERICA,
    pairs:
      "analys/analyz paralys/paralyz catalys/catalyz electrolys/electrolyz psychoanalys/psychoanalyz",
    endings: "e|ed|er|ers|ing",
  },
  {
    ...CANADA_AS_AMERICA,
    pairs: "analyses/analyzes catalyses/catalyzes paralyses/paralyzes",
    endings: "",
    isAmbiguous: true,
  },
  {
    ...PLAIN,
    pairs:
      "calibre/caliber centre/center epicentre/epicenter fibre/fiber litre/liter millilitre/milliliter centimetre/centimeter kilometre/kilometer millimetre/millimeter louvre/louver lustre/luster mitre/miter sabre/saber sceptre/scepter sombre/somber spectre/specter centred/centered amphitheatre/amphitheater meagre/meager",
  },
  {
    ...PLAIN,
    pairs:
      "travell/travel cancell/cancel labell/label modell/model fuell/fuel signall/signal levell/level totall/total counsell/counsel channell/channel diall/dial duell/duel equall/equal libell/libel marvell/marvel quarrell/quarrel shovell/shovel tunnell/tunnel spirall/spiral unravell/unravel panell/panel pedall/pedal initiall/initial funnell/funnel bevell/bevel chisell/chisel revell/revel snivell/snivel swivell/swivel yodell/yodel pummell/pummel rivall/rival",
    endings: "ed|ing|er|ers|ings",
  },
  {
    ...PLAIN,
    pairs:
      "jewellery/jewelry jeweller/jeweler jewellers/jewelers counsellor/counselor counsellors/counselors marvellous/marvelous marvellously/marvelously woollen/woolen woolly/wooly",
    endings: "",
  },
  {
    ...PLAIN,
    pairs:
      "enrol/enroll fulfil/fulfill distil/distill instil/instill appal/appall enthral/enthrall enrolment/enrollment fulfilment/fulfillment instalment/installment skilful/skillful wilful/willful skilfully/skillfully wilfully/willfully",
  },
  {
    ...BOTH_IN_AMERICA,
    pairs:
      "analogue/analog catalogue/catalog dialogue/dialog epilogue/epilog monologue/monolog prologue/prolog travelogue/travelog catalogued/cataloged theatre/theater archaeology/archeology archaeological/archeological archaeologist/archeologist aesthetic/esthetic aesthetically/esthetically yoghurt/yogurt omelette/omelet doughnut/donut grey/gray greyish/grayish greyer/grayer",
  },
  { ...PLAIN, pairs: "defence/defense offence/offense pretence/pretense defenceless/defenseless" },
  {
    ...PLAIN,
    // Nouns and verbs: `noun-or-verb.ts`.
    pairs: "licence/license practise/practice",
  },
  { ...PLAIN, pairs: "practised/practiced practising/practicing", endings: "" },
  {
    ...PLAIN,
    pairs:
      "programme/program cheque/check tyre/tire kerb/curb storey/story draught/draft metre/meter mum/mom plough/plow ploughed/plowed ploughing/plowing mould/mold moulded/molded mouldy/moldy disc/disk tonne/ton maths/math pedlar/peddler",
    isAmbiguous: true,
  },
  {
    ...PLAIN,
    pairs:
      "sceptic/skeptic sceptical/skeptical scepticism/skepticism moustache/mustache pyjama/pajama aluminium/aluminum artefact/artifact cosy/cozy cosier/cozier cosiest/coziest manoeuvre/maneuver manoeuvred/maneuvered manoeuvring/maneuvering smoulder/smolder smouldered/smoldered smouldering/smoldering sulphur/sulfur carburettor/carburetor furore/furor liquorice/licorice diarrhoea/diarrhea foetus/fetus foetal/fetal oestrogen/estrogen haemoglobin/hemoglobin haemorrhage/hemorrhage homoeopathy/homeopathy mediaeval/medieval",
  },
  {
    ...CANADA_AS_AMERICA,
    pairs:
      "anaemia/anemia anaemic/anemic anaesthesia/anesthesia anaesthetic/anesthetic encyclopaedia/encyclopedia paediatric/pediatric paediatrician/pediatrician orthopaedic/orthopedic gynaecology/gynecology gynaecologist/gynecologist leukaemia/leukemia palaeontology/paleontology",
  },
  {
    ...BOTH,
    pairs:
      "judgement/judgment acknowledgement/acknowledgment abridgement/abridgment ageing/aging likeable/likable loveable/lovable sizeable/sizable moveable/movable",
  },
  {
    ...BOTH_ABROAD,
    pairs:
      "burnt/burned dreamt/dreamed leant/leaned leapt/leaped learnt/learned smelt/smelled spelt/spelled spilt/spilled spoilt/spoiled",
    endings: "",
  },
  { ...BOTH_IN_AMERICA, pairs: "axe/ax", endings: "" },
  {
    ...BOTH_IN_AMERICA,
    pairs: "towards/toward afterwards/afterward whilst/while amongst/among",
    endings: "",
  },
];
