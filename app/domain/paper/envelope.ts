import type { Paper } from './paper.ts';

/** A rectangle in millimetres from the left and top edge of a page or of an envelope's face. */
export interface Zone {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const inch = 25.4;

interface Envelope {
  width: number;
  height: number;
  address: Zone;
  sender: Zone | null;
}

function pane(height: number, left: number, bottom: number, [high, wide]: [number, number]): Zone {
  return { left, top: height - bottom - high, right: left + wide, bottom: height - bottom };
}

const no10 = { width: 9.5 * inch, height: 4.125 * inch };

/**
 * Faces and windows of the envelopes, in millimetres.
 * - No. 10, double window: 4.125 by 9.5 in; return address 0.875 by 3.25 in, 0.625 in from the left, 2.375 in from the bottom; addressee 1 by 4 in, 0.625 in
 *   from the left, 1 in from the bottom. Source: help.lob.com, "Letter envelopes", read 2026-11-22.
 * - No. 10, single window: 1.125 by 4.5 in, 0.875 in from the left, 0.5 in from the bottom. Source: businessenvelopes.com, "Window envelopes: the
 *   complete guide", read 2026-11-22.
 * - DL (110 by 220 mm) and C6/C5 (114 by 229 mm): 45 by 90 mm, 20 mm from the left, 15 mm from the bottom. Source: DIN 680 as told by the German
 *   Wikipedia, "DIN lang", read 2026-11-22.
 */
export const ENVELOPES = {
  'no. 10 double': {
    ...no10,
    address: pane(no10.height, 0.625 * inch, inch, [inch, 4 * inch]),
    sender: pane(no10.height, 0.625 * inch, 2.375 * inch, [0.875 * inch, 3.25 * inch]),
  },
  'no. 10 single': {
    ...no10,
    address: pane(no10.height, 0.875 * inch, 0.5 * inch, [1.125 * inch, 4.5 * inch]),
    sender: null,
  },
  DL: { width: 220, height: 110, address: pane(110, 20, 15, [45, 90]), sender: null },
  'C6/C5': { width: 229, height: 114, address: pane(114, 20, 15, [45, 90]), sender: null },
} as const satisfies Record<string, Envelope>;

/** Clear space between the address and every edge of the window, wherever the sheet slides: 1/8 in. Source: USPS DMM 601.6.3. */
export const WINDOW_CLEARANCE_MM = inch / 8;

/** Clear space around the return address, for which no rule is known: 1/16 in. Own choice. */
const RETURN_CLEARANCE_MM = inch / 16;

/**
 * A sheet and where things stand on it, in millimetres from its left and top edge. `address`: inside the window in every position of the sheet in the
 * envelope; `sender`: likewise, or the letterhead where the envelope shows none; `returnLine`: a line above the address in the window, where that is
 * customary; `flowTop`: below everything a window may show; `folds`: distances of the folds from the top, the first being the height of the panel
 * with the addresses.
 */
export interface Sheet {
  width: number;
  height: number;
  envelopes: readonly (keyof typeof ENVELOPES)[];
  left: number;
  right: number;
  address: Zone;
  sender: Zone;
  returnLine: number | null;
  flowTop: number;
  folds: readonly number[];
  punch: number | null;
}

/** The part of a sheet that stays `clearance` inside a window, however far the folded sheet slides to the right and down. */
export function alwaysVisible(
  window: Zone,
  envelope: { width: number; height: number },
  insert: { width: number; height: number },
  clearance: number,
): Zone {
  return {
    left: window.left + clearance,
    top: window.top + clearance,
    right: window.right - clearance - (envelope.width - insert.width),
    bottom: window.bottom - clearance - (envelope.height - insert.height),
  };
}

const usLetter = { width: 8.5 * inch, height: 11 * inch };
/** Four inches for the first panel and 3.5 for the others, so that the sheet can slide only 1/8 in: with equal thirds no address of three lines is safe. */
const usFolds = [4 * inch, 7.5 * inch];
const usPanel = { width: usLetter.width, height: 4 * inch };
const double = ENVELOPES['no. 10 double'];
const single = ENVELOPES['no. 10 single'];
const dl = alwaysVisible(ENVELOPES.DL.address, ENVELOPES.DL, { width: 210, height: 105 }, WINDOW_CLEARANCE_MM);
const c65 = alwaysVisible(
  ENVELOPES['C6/C5'].address,
  ENVELOPES['C6/C5'],
  { width: 210, height: 105 },
  WINDOW_CLEARANCE_MM,
);

/**
 * Where things stand on each sheet. US Letter: computed from the envelopes above; the folds are our own choice. A4: form B of DIN 5008, address field 85 by 45 mm
 * at 20 and 45 mm, the addressee from 62.7 mm on, subject from 98.5 mm, folds at 105 and 210 mm, punch mark at 148.5 mm, left and right margin 25 and
 * 20 mm. Sources: r9005.de, "Briefbogen Form B", and sprache-kompakt.de, "Faltmarken", read 2026-11-22.
 */
export const SHEETS: Readonly<Record<Paper, Sheet>> = {
  letter: {
    ...usLetter,
    envelopes: ['no. 10 double'],
    left: 0.875 * inch,
    right: inch,
    address: { ...alwaysVisible(double.address, double, usPanel, WINDOW_CLEARANCE_MM), left: 0.875 * inch },
    sender: { ...alwaysVisible(double.sender, double, usPanel, RETURN_CLEARANCE_MM), left: 0.875 * inch },
    returnLine: null,
    flowTop: 3.375 * inch,
    folds: usFolds,
    punch: null,
  },
  'letter-single': {
    ...usLetter,
    envelopes: ['no. 10 single'],
    left: inch,
    right: inch,
    address: alwaysVisible(single.address, single, usPanel, WINDOW_CLEARANCE_MM),
    sender: { left: inch, top: 0.75 * inch, right: 5 * inch, bottom: 2 * inch },
    returnLine: null,
    flowTop: 3.875 * inch,
    folds: usFolds,
    punch: null,
  },
  a4: {
    width: 210,
    height: 297,
    envelopes: ['DL', 'C6/C5'],
    left: 25,
    right: 20,
    address: { left: 25, top: 62.7, right: Math.min(dl.right, c65.right), bottom: Math.min(dl.bottom, c65.bottom) },
    sender: { left: 25, top: 15, right: 125, bottom: 42 },
    returnLine: 60.5,
    flowTop: 98.5,
    folds: [105, 210],
    punch: 148.5,
  },
};
