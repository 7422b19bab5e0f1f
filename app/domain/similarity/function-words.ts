import { scanWords } from './word-scan.ts';

const ENGLISH =
  'a about after all also an and any are as at be because been before but by can could did do does for from get had has have he her here him his how i ' +
  'if in into is it its just like make may me more most much my no not now of on one only or other our out over s should so some such t than that the ' +
  'their them then there these they this those to up us was we were what when where which while who why will with would you your am being very there';
const SPANISH =
  'a al algo ante antes aqui asi aun cada como con contra cual cuando de del desde donde dos e el ella ellas ellos en entre era es esa ese eso esta este ' +
  'esto estos estas fue ha han hay la las le les lo los mas me mi mis muy ni no nos o para pero por porque que quien se sea ser si sin sobre son soy su ' +
  'sus tal tambien tan te tiene todo todos tu un una uno unos y ya yo';

const SLOTS = 1_024;
const table = new Uint32Array(SLOTS);
for (const word of new Set(scanWords(`${ENGLISH} ${SPANISH}`))) {
  let slot = word & (SLOTS - 1);
  while (table[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
  table[slot] = word;
}

/** Whether a scanned word is one of the commonest of English or Spanish, which say nothing about where a text comes from. Own choice of words. */
export function isFunctionWord(word: number): boolean {
  let slot = word & (SLOTS - 1);
  while (table[slot] !== 0) {
    if (table[slot] === word) return true;
    slot = (slot + 1) & (SLOTS - 1);
  }
  return false;
}
