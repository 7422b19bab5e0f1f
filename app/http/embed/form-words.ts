import type { EmbeddedCampaign } from '#app/domain/partner/embed.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { type Locale, localePath } from '../locale.ts';

/** Every word of an embed in one language; `{isp}` and `{count}` stand where the script puts what it knows. */
export type EmbedWords = ReturnType<typeof embedWords>;

/** The words that the script of an embed shows, in a language, so that it carries none itself. Own choice. */
export function embedWords(campaign: EmbeddedCampaign, locale: Locale, origin: string) {
  const { embed, sign } = messagesIn(locale);
  const goal = campaign.goal.toLocaleString(locale === 'es' ? 'es-US' : 'en-US');
  return {
    name: sign.name,
    email: sign.email,
    zip: sign.zip,
    isp: sign.isp,
    chooseIsp: sign.chooseIsp,
    otherIsp: sign.otherIsp,
    namePublic: sign.namePublic,
    namePublicHint: sign.namePublicHint,
    alerts: sign.alerts,
    alertsAbout: sign.alertsAbout('{isp}'),
    partner: campaign.partner?.box ? sign.partnerBox(campaign.partner.box.name) : '',
    trap: sign.trap,
    promise: campaign.consent?.body ?? sign.promise,
    privacy: sign.privacy,
    code: sign.thanks.code,
    codeHint: sign.thanks.codeHint,
    confirm: sign.thanks.confirm,
    signed: embed.signed('{count}', goal),
    signedAlone: embed.signedAlone,
    goal: embed.goal(goal),
    button: embed.button,
    sending: embed.sending,
    working: embed.working,
    faults: embed.faults,
    failed: embed.failed,
    busy: embed.busy,
    off: embed.off,
    closed: embed.closed,
    onSite: embed.onSite(campaign.title),
    about: embed.about(new URL(origin).host),
    sentTitle: embed.sentTitle,
    sentText: embed.sentText,
    confirmedTitle: embed.confirmedTitle,
    confirmedText: embed.confirmedText,
    write: embed.write,
    heldTitle: embed.heldTitle,
    heldText: embed.heldText,
    opensNew: embed.opensNew,
  };
}

/** Where an embed leads: our own pages, whole addresses. */
export function embedLinks(campaign: EmbeddedCampaign, locale: Locale, origin: string) {
  const query = campaign.partner ? `?partner=${campaign.partner.slug}` : '';
  return {
    campaign: origin + localePath(locale, `/campaigns/${campaign.slug}${query}`),
    privacy: origin + localePath(locale, '/privacy'),
  };
}
