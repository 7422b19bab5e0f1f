import { FactDate, formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import type { ShownNotice } from './entry.view.server.ts';
import { EntryHistory } from './history.tsx';

/** What stands at the permanent address of an entry that is no longer shown: that it is not, since when and why, and none of its words. */
export function NoticePage({ view: { notice, history, title, address } }: { view: ShownNotice }) {
  const words = useMessages().incidents;
  const locale = useLocale();
  const last = history.findLast(({ from, to }) => from !== to);
  const since = formatDate(locale, (last?.at ?? notice.updatedAt).slice(0, 10));
  const names = notice.isps.map(({ name, nameThen }) => name ?? nameThen).join(', ');
  return (
    <>
      <PageHead
        modest
        kick={<PageLink to="/incidents">{words.kick}</PageLink>}
        title={title}
        lede={notice.state === 'withdrawn' ? words.withdrawnOn(since) : words.checkingSince(since)}
      />
      {last ? (
        <Notice title={words.reason}>
          <p lang="en">{last.reason}</p>
        </Notice>
      ) : null}
      <p>
        {words.noticeAbout(names)} <FactDate date={notice.occurredOn} precision={notice.datePrecision} />.
      </p>
      <p className="measure">{words.noticeWhy}</p>
      <p className="small address">
        {words.permanent}: {address}
      </p>
      <EntryHistory history={history} />
    </>
  );
}
