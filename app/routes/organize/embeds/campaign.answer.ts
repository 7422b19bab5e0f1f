import type { SubmissionResult } from '@conform-to/react';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import type { EmbedsView } from './campaign.view.server.ts';

/** A form as it came back, and which one. */
export type EmbedsAnswer =
  | { intent: string; sent: SubmissionResult<string[]> | null; fault: string | null }
  | undefined;

/** What the parts of the page are handed. */
export type EmbedsPart = { view: EmbedsView; answer: EmbedsAnswer };

/** What was typed into a form that came back, and what is wrong with it. */
export function useAnswer(answer: EmbedsAnswer, intent: string) {
  const words: Record<string, string> = useOrganizeMessages().embeds.faults;
  const sent = answer?.intent === intent ? answer.sent : null;
  const errors = (name: string, alone = false) => {
    const codes = [...(sent?.error?.[name] ?? []), ...(alone && sent && answer?.fault ? [answer.fault] : [])];
    return codes.length > 0 ? codes.map((code) => words[code] ?? code) : undefined;
  };
  const typed = (name: string, before = '') => String(sent?.initialValue?.[name] ?? before);
  return { errors, typed };
}
