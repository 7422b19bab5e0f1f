/** The rule of `isPersonal`. It rises with every change of the rule; filing sets state it. */
export const PERSONAL_RULE = 1;

/** A letter with so many unique words is personal when they are `PERSONAL_SHARE` of it too: a paragraph in a form letter. Own choice. */
export const PERSONAL_WORDS = 40;

/** The share of a letter, 0 to 1, that `PERSONAL_WORDS` unique words must be at least. Own choice. */
export const PERSONAL_SHARE = 0.2;

/** A letter with so few unique words is personal when they are `PERSONAL_SHARE_OF_SHORT` of it: a short one of one's own. Own choice. */
export const PERSONAL_WORDS_OF_SHORT = 12;

/** The share of a letter, 0 to 1, that `PERSONAL_WORDS_OF_SHORT` unique words must be at least. Own choice. */
export const PERSONAL_SHARE_OF_SHORT = 0.5;

/**
 * What is known of a letter once it is compared. `words`: that count, without salutation, sign-off, notes and merged values; `ownWords`: those that are
 * not the template's; `personalShare`: `ownWords` by `words`, 0 to 1; `uniqueWords`: those of `ownWords` that no letter like it holds at the same
 * place either, so that a text handed round outside of the platform is nobody's own.
 */
export interface LetterFigures {
  words: number;
  ownWords: number;
  personalShare: number;
  uniqueWords: number;
}

/** Below so many letters of a campaign organizers are told that the split is less sure. Own choice, after the figures in docs/similarity.md. */
export const FEW_LETTERS = 300;

/**
 * Whether a letter is to be filed one by one, as its writer's own: at least 40 unique words that are a fifth of it, or at least 12 that are half of
 * it. It says nothing about the cluster: a form letter with a paragraph of its own belongs to its form and is personal. Rule 1, own choice, after
 * ACUS Recommendation 2021-1, which asks that form comments be told apart from individual ones.
 */
export function isPersonal({ words, uniqueWords }: Pick<LetterFigures, 'words' | 'uniqueWords'>): boolean {
  const share = words > 0 ? uniqueWords / words : 0;
  return (
    (uniqueWords >= PERSONAL_WORDS && share >= PERSONAL_SHARE) ||
    (uniqueWords >= PERSONAL_WORDS_OF_SHORT && share >= PERSONAL_SHARE_OF_SHORT)
  );
}

/** What clustering gives for each letter, in the order given: the letter's place and the place of the first letter of its cluster. */
export interface ClusteredLetter extends LetterFigures {
  /** Place of the first letter of the cluster; its own place when it stands alone. */
  cluster: number;
  /** The same for two letters of the very same words: "submitted more than once" in Pew's sense. */
  textKey: number;
}

/** What the writer is told, as help and never as a bar. `likeCount`: sent letters of the campaign that are nearly the same; counts only. */
export interface LikeLetters {
  personalShare: number;
  ownWords: number;
  words: number;
  likeCount: number;
}

/**
 * A campaign's letters at a glance. `letters`: sent and compared; `pending`: sent, not yet compared; `uniqueTexts`: letters whose words no other
 * letter has, which is what Pew Research Center counted as unique in 2017; `personal`: by `isPersonal`; `clusters`: their number, letters alone
 * included; `largest`: sizes of the clusters of two letters and more, biggest first, at most 100. Shares are 0 to 1, 0 without letters.
 */
export interface CampaignSimilarity {
  letters: number;
  pending: number;
  uniqueTexts: number;
  uniqueShare: number;
  personal: number;
  personalRule: number;
  method: number;
  clusters: number;
  largest: { clusterId: number; size: number; personal: number }[];
}
