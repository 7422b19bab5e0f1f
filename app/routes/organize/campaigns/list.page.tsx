import type { OwnCampaignEntry } from '#app/domain/campaign/own.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';

/** The campaigns of an organization and how each stands. */
export function ListPage({ view: { seat, campaigns } }: { view: { seat: FrameSeat; campaigns: OwnCampaignEntry[] } }) {
  const { list: words, states } = useOrganizeMessages().campaigns;
  const { campaign } = useMessages();
  const locale = useLocale();
  const home = `/organize/${seat.organization.slug}/campaigns`;
  const moment = (at: Date, zone: string) => momentOf(campaign, locale, at, zone);
  const windowOf = ({ opensAt, closesAt, timeZone, state }: OwnCampaignEntry) =>
    [
      state === 'scheduled' && opensAt ? words.opens(moment(opensAt, timeZone)) : '',
      (state === 'scheduled' || state === 'open') && closesAt ? words.closes(moment(closesAt, timeZone)) : '',
    ]
      .filter(Boolean)
      .join('; ');
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      {may(seat.role, 'campaign.change', seat.organization.runsInstallation) ? (
        <p>
          <ButtonLink weight="deed" to={`${home}/new`}>
            {words.make}
          </ButtonLink>
        </p>
      ) : null}
      {campaigns.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          columns={[
            {
              key: 'title',
              heading: words.campaign,
              cell: (one) => <PageLink to={`${home}/${one.slug}`}>{one.title}</PageLink>,
            },
            { key: 'state', heading: words.state, cell: (one) => states[one.state] },
            { key: 'counted', heading: words.counted, numeric: true, cell: (one) => formatNumber(locale, one.counted) },
            { key: 'window', heading: words.window, cell: windowOf },
          ]}
          rows={campaigns}
          rowKey={(one) => one.slug}
        />
      )}
    </OrganizerPage>
  );
}
