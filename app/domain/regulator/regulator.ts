import type { Confidence } from '../isp/isp.ts';

/** What sort of public body a regulator is; `db/schema` keeps the same list. */
export type RegulatorKind = 'federal' | 'attorney_general' | 'utility_commission';

/** When a docket took or takes comments; days in `timeZone`, both included. */
export interface DocketWindow {
  kind: 'comments' | 'replies';
  opensOn: string | null;
  closesOn: string;
  timeZone: string;
  source: string;
}

/** A proceeding, with its number as the regulator writes it. */
export interface Docket {
  id: number;
  number: string;
  title: string;
  stateNote: string;
  windows: readonly DocketWindow[];
}

/** A public body that letters can be addressed to. `isDoubtful`: something about its addresses is in doubt; check before posting. */
export interface Regulator {
  id: number;
  slug: string;
  kind: RegulatorKind;
  state: string | null;
  stateName: string | null;
  name: string;
  division: string | null;
  authorityNow: string | null;
  note: string | null;
  doubt: string | null;
  isDoubtful: boolean;
  source: string | null;
  /** The day on which its source was read, `YYYY-MM-DD`. */
  readOn: string;
  confidence: Confidence;
  dockets: readonly Docket[];
}

/** A published state law or order on net neutrality. `since`: a year or month as the source gives it. */
export interface StateInstrument {
  state: string;
  instrument: string;
  covers: readonly string[];
  since: string;
  enforcedBy: string | null;
  sources: readonly string[];
  /** The day on which its sources were read, `YYYY-MM-DD`. */
  readOn: string;
  confidence: Confidence;
}

/** The fifty states and the District of Columbia, which have an attorney general in the catalogue: two letters, upper case. */
export function isStateCode(text: string): boolean {
  return /^[A-Z]{2}$/.test(text);
}

/** Whether a docket takes first comments or replies on `day` (`YYYY-MM-DD` in the docket's time zone), and which. */
export function openWindow(docket: Docket, day: string): DocketWindow | null {
  return (
    docket.windows.find(({ opensOn, closesOn }) => (opensOn === null || opensOn <= day) && day <= closesOn) ?? null
  );
}
