import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { startTrial, stopTrial, takeOverTrial } from '#app/domain/trial/trial.server.ts';
import { trialForm, viewsNeeded } from '#app/domain/trial/trial.ts';
import { parseFields } from '#app/http/forms.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { type Answered, answered } from '../campaigns/answer.ts';

/** What comes back of the form: what was typed, what is wrong with it, and how many views of each variant the rule asks for. */
export interface TrialAnswer {
  form: Answered;
  refused: 'not_open' | 'running' | 'same_words' | 'nothing_running' | 'not_better' | null;
  viewsEach: number | null;
}

type Outcome = { done: 'started' | 'stopped' | 'taken' } | { status: number; answer: TrialAnswer };

const missing = () => new Response(null, { status: 404, headers: privateHeaders() });

/** Plans, begins or stops a trial, or takes over what it found. Throws 404 for a campaign that is not the organization's, 400 for no deed. */
export async function postTrial(seat: Seat, slug = '', posted: FormData): Promise<Outcome> {
  const own = { organizationId: seat.organization.id, slug, actor: seat.actor };
  const intent = posted.get('intent');
  const nothing: TrialAnswer = { form: { typed: {}, errors: {} }, refused: null, viewsEach: null };
  const refuse = (reason: TrialAnswer['refused'] | 'campaign_unknown', form = nothing.form): Outcome => {
    if (reason === 'campaign_unknown') throw missing();
    return { status: 409, answer: { ...nothing, form, refused: reason } };
  };
  if (intent === 'stop') {
    const stopped = await stopTrial(own);
    return stopped.ok ? { done: 'stopped' } : refuse(stopped.reason);
  }
  if (intent === 'take') {
    const trialId = Number(posted.get('trial'));
    const taken = await takeOverTrial({
      ...own,
      trialId: Number.isSafeInteger(trialId) && trialId < 2 ** 31 ? trialId : 0,
    });
    return taken.ok ? { done: 'taken' } : refuse(taken.reason);
  }
  if (intent !== 'plan' && intent !== 'start') throw new Response(null, { status: 400, headers: privateHeaders() });
  const form = parseFields(posted, trialForm);
  const said = answered(form.reply());
  if (form.status !== 'success') return { status: 422, answer: { ...nothing, form: said } };
  const { value } = form;
  const rule = { expectedRate: value.rate / 100, smallestLift: Number(value.lift) / 100 };
  if (intent === 'plan') return { status: 200, answer: { ...nothing, form: said, viewsEach: viewsNeeded(rule) } };
  const words = {
    en: { title: value['title-en'], ask: value['ask-en'] },
    es: { title: value['title-es'], ask: value['ask-es'] },
  };
  const started = await startTrial({ ...own, words, rule });
  return started.ok ? { done: 'started' } : refuse(started.reason, said);
}
