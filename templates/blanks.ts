/**
 * Every blank that a letter may have, one line of text each. `sender_name`, `sender_zip` and `addressee` are always known when a letter is filled;
 * `sender_state` and `isp` may not be. Own choice.
 */
export const LETTER_BLANKS = ['sender_name', 'sender_zip', 'sender_state', 'isp', 'addressee'] as const;

/** Name of one blank. */
export type LetterBlank = (typeof LETTER_BLANKS)[number];

/** Blanks that may be unknown for a sender: they need a fallback, and only they may stand in a condition. */
export const UNSURE_BLANKS: readonly LetterBlank[] = ['sender_state', 'isp'];

/** A value for each blank; undefined, null or blank text stands for "not known". */
export type BlankValues = Partial<Record<LetterBlank, string | null | undefined>>;

/** What an `{% evidence %}` block offers inside itself: the sentence with its footnote mark, and its day, `YYYY-MM-DD`. */
export const FACT_BLANKS = ['fact', 'fact_date'] as const;

/** What a `{% law %}` or `{% record %}` block offers inside itself: its footnote mark, where that shall not follow the last word. */
export const STATEMENT_BLANKS = ['mark'] as const;

/** Kinds of addressee; `db/schema/addressee.ts` and `app/domain/campaign/campaign.ts` keep the same list, and a test compares them. */
export const LETTER_ADDRESSEES = [
  'fcc_docket',
  'fcc_complaint',
  'ftc',
  'attorney_general',
  'utility_commission',
  'isp_customer_relations',
  'isp_headquarters',
] as const;

/** One of the kinds. */
export type LetterAddressee = (typeof LETTER_ADDRESSEES)[number];

/** Kinds of fact that an `{% evidence %}` block may ask for; `app/domain/isp/evidence.ts` has these and `law`, and a test compares them. */
export const FACT_KINDS = ['incident', 'criterion', 'measured', 'speed_figure', 'report'] as const;

/** One of the kinds. */
export type FactKind = (typeof FACT_KINDS)[number];

/** The filters that a template may use: a day as month and year, a day in full, the first letter made large. All others are refused. Own choice. */
export const LETTER_FILTERS = ['month', 'day', 'upcase_first'] as const;

/** The tags that a template may use; `else` and the `end…` of each belong to them. Own choice. */
export const LETTER_TAGS = ['if', 'unless', 'evidence', 'law', 'record'] as const;
