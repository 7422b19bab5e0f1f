import type { Breakdown } from '#app/domain/dashboard/read.server.ts';

type Table = { columns: string[]; rows: (string | number | null)[][] };

/** What stands in one of the files, machine-readable, in English column names; null for a name that is none, and for a breakdown that may not be seen. */
export function dashboardTable(file: string, shown: Breakdown): Table | null {
  switch (file) {
    case 'hours.csv':
    case 'days.csv': {
      const { confirmed, undone, signed, seen } = file === 'hours.csv' ? shown.hours : shown.days;
      const rows = confirmed.map(({ at, amount }, place) => [
        file === 'hours.csv' ? at : at.slice(0, 10),
        amount,
        ...[undone, signed, seen].map((series) => series[place]?.amount ?? 0),
      ]);
      return {
        columns: [
          file === 'hours.csv' ? 'hour_utc' : 'day_utc',
          'confirmed',
          'left_the_count',
          'sent_in',
          'pages_seen',
        ],
        rows,
      };
    }
    case 'isps.csv':
      return groupTable('isp', shown.isps);
    case 'states.csv':
      return groupTable('state', shown.states);
    case 'sources.csv':
      return shown.sources && groupTable('source', shown.sources);
    case 'partners.csv':
      return shown.partners && groupTable('partner', shown.partners);
    case 'letters.csv':
      return {
        columns: ['channel', 'state', 'deliveries'],
        rows: shown.deliveries.map(({ channel, state, amount }) => [channel, state, amount]),
      };
    default:
      return null;
  }
}

function groupTable(column: string, groups: Breakdown['isps']): Table {
  return {
    columns: [column, 'name', 'count', 'last_7_days', 'letters'],
    rows: groups.map(({ key, name, amount, week, letters }) => [key, name, amount, week, letters]),
  };
}
