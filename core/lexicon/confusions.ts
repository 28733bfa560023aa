import { rows } from "./words.js";

/** Real words that are written for one another since they sound or look alike. */
const CONFUSIONS = rows(`
  accept except|advice advise|affect effect|aloud allowed|bare bear|board bored|brake break
  breath breathe|buy by|cite site sight|cloth clothes|coarse course|complement compliment
  council counsel|dairy diary|desert dessert|device devise|dose does|fair fare|form from
  formally formerly|good well|have of|hear here|heal heel|hole whole|hour our|knew new|know now
  later latter|lead led|loose lose|loss lost|mail male|meat meet|moral morale|one won|pair pear
  passed past|peace piece|personal personnel|plain plane|pray prey|precede proceed
  principal principle|quiet quite|rain reign|right write|role roll|scene seen|sea see|sell sale
  stationary stationery|steal steel|suit suite|than then|there their they're|thing think
  though thought through|threw through|to too two|vain vein|wander wonder|waist waste|wear where
  weak week|weather whether|were where|which witch|who's whose|your you're|its it's
`);

const groups = new Map<string, string[]>();
for (const row of CONFUSIONS) {
  for (const word of row) groups.set(word, [...(groups.get(word) ?? []), ...row]);
}

/** True when two lower-case words are easily written for one another. */
export function areConfused(a: string, b: string): boolean {
  return a !== b && (groups.get(a)?.includes(b) ?? false);
}
