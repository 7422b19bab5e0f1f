/** Words of pictures that leave the site, and of the downloads under charts. */
export const picture = {
  kickIsp: 'How an ISP treats streaming',
  kickCampaign: 'Campaign',
  kickIndex: 'Netflix ISP Speed Index',
  streams: 'Streams at prime time',
  streamsValue: (mbps: string, name: string, month: string) => `${mbps} Mbps (${name}), ${month}`,
  streamsSource: 'Source: Netflix ISP Speed Index',
  streamsNone: 'Not in the index as we hold it',
  recordNone: 'Nothing about streaming',
  recordNoneSource: 'No source found: that is not a clean bill',
  record: 'On record',
  recordValue: (title: string, date: string) => `${title}, ${date}`,
  recordSource: (count: number) =>
    count === 1 ? 'One entry, with its sources' : `${count} entries, each with its sources`,
  promise: 'Binding promise on net neutrality',
  promiseYes: (date: string) => `On record, ${date}`,
  promiseNo: (date: string) => `Refused, ${date}`,
  promiseUnknown: 'None known to us',
  promiseSource: 'Sources and history on the page',
  leagueSource:
    'Average bitrate of Netflix streams at prime time, in Mbps: not line speed. Source: Netflix ISP Speed Index.',
  previewAlt: (name: string) => `Picture of the record of ${name}: its figures and entries with their sources.`,
  leagueAlt: (month: string) => `Picture of the league table of ${month}.`,
  download: 'Take this chart with you:',
  downloadLabel: (type: string, name: string) => `${type} of the chart “${name}”`,
};
