/** Words of "Measure my line": the page, the test while it runs, its figures, and handing it in. */
export const measure = {
  title: 'Measure my line',
  description:
    'A speed test of your line against our own server, in your browser. The result is deleted after an hour unless you hand it in.',
  lede: 'Your browser sends data to a server and receives data from it for ten seconds each way. You see how fast it went. Our server keeps what it measured for an hour, so that you can hand it in, and then deletes it.',
  tells: {
    title: 'What a test tells, and what it does not',
    does: 'It tells how much your device, your Wi-Fi, your line and the way to this one server carried in these seconds.',
    doesNot:
      'One speed test to one server shows the line, not discrimination. It cannot show that somebody slows down video, or who does.',
    better: 'For figures that compare well: use a cable, stop other downloads, and measure at different hours.',
    method: 'The protocol is NDT7, by Measurement Lab (M-Lab).',
    methodLink: 'Its specification',
    client: 'Your browser runs M-Lab’s own client, under the Apache License 2.0.',
    licence: 'Its licence',
  },
  data: {
    title: 'How much data a test uses',
    text: 'It fills your line, so a fast line uses more. Ten seconds each way, reckoned from the speed:',
    speed: 'Line of',
    each: 'Data each way',
    mbps: (value: string) => `${value} Mbps`,
    megabytes: (value: string) => `${value} MB`,
    mobile: 'On mobile data, or a plan with a cap, that counts against your allowance.',
    comparison: (megabytes: string) => `The streaming comparison adds at most ${megabytes} MB.`,
  },
  start: {
    title: 'The test',
    uses: (megabytes: string, mbps: string) =>
      `It takes twenty seconds and fills your line: about ${megabytes} MB on a line of ${mbps} Mbps both ways. Do not start it on mobile data that you pay by the megabyte.`,
    button: 'Start the test',
    again: 'Measure again',
    serverLegend: 'Which server?',
    own: 'The server of this site',
    ownHint: 'The result is kept for an hour so that you can hand it in, then deleted.',
    mlab: 'A server of M-Lab near you',
    mlabHint: 'The result is published by M-Lab and stays out of the figures of this site.',
    policy:
      'I accept that M-Lab collects this test and publishes it for everybody and for good (CC0), together with the IP address of my line.',
    policyLink: 'M-Lab’s privacy policy',
    metered: 'Your browser says that you are on mobile data, or that you want to save data.',
    meteredAccept: 'Use my data for this test',
    faults: {
      policy: 'Accept M-Lab’s policy, or choose the server of this site.',
      metered: 'Confirm that the test may use your data.',
    },
  },
  running: {
    title: 'The test is running',
    cancel: 'Cancel',
    stages: {
      preparing: 'Asking for a place',
      download: 'Download',
      upload: 'Upload',
      comparing: 'Streaming comparison',
    },
    preparingText: 'We ask the server for a place.',
    begins: {
      preparing: 'The test has begun.',
      download: 'Download has begun. It takes ten seconds.',
      upload: 'Upload has begun. It takes ten seconds.',
      comparing: 'The streaming comparison has begun. It takes about twenty seconds.',
    },
    sofar: (what: string, mbps: string) => `${what}: ${mbps} megabits per second so far.`,
    progress: (stage: string) => `${stage}: how far it is`,
    pairs: (done: number, of: number) => `${done} of ${of} pairs of segments`,
  },
  figures: {
    download: 'Download',
    upload: 'Upload',
    roundTrip: 'Round trip',
    mbps: 'Mbps',
    ms: 'ms',
    none: 'not yet',
    notMeasured: 'not measured',
    used: (megabytes: string) => `This test moved ${megabytes} MB.`,
    units:
      'Mbps: million bits per second, the mean of the ten seconds. Round trip: the shortest way there and back, in thousandths of a second.',
    summary: (download: string, upload: string, trip: string) =>
      `Done. Download ${download} megabits per second, upload ${upload} megabits per second, round trip ${trip}.`,
    tripSpoken: (ms: string) => `${ms} milliseconds`,
  },
  result: {
    title: 'Your line, just now',
    source: (when: string) => `Measured in your browser by NDT7 on ${when}.`,
  },
  stopped: {
    cancelled: {
      title: 'The test was cancelled',
      text: 'The connection is closed and nothing was handed in. What was moved until then has been used.',
    },
    busy: {
      title: 'All places are taken',
      text: 'So many people measure at the moment that figures would be wrong. Try again in half a minute.',
    },
    limit: {
      title: 'Enough tests for today',
      text: 'Your network has used up its tests for 24 hours. Others who share your address count too.',
    },
    stopping: { title: 'The server is being restarted', text: 'Try again in a minute.' },
    offline: { title: 'You are offline', text: 'Your browser has no connection. Try again when it has one.' },
    blocked: {
      title: 'The server could not be reached',
      text: 'Something between your browser and the server lets no test through: a company network, an extension or a proxy that blocks WebSocket connections. Try another network or browser.',
    },
    broken: {
      title: 'The test broke off',
      text: 'The connection ended before there was a figure. Try again; if it happens each time, the line itself may be unsteady.',
    },
  },
  comparison: {
    title: 'Streaming comparison',
    want: 'Compare streaming with other traffic afterwards',
    wantHint: (megabytes: string) =>
      `About twenty seconds more, at most ${megabytes} MB: pieces as long as those of a video from a streaming server, in turn with equal pieces from another.`,
    sameMachine:
      'Here both are names of one machine: only a difference made by name or port could show, not one made by network.',
    stream: 'From the streaming server',
    control: 'From the control server',
    ratio: 'Streaming against control',
    interval: (percent: string, low: string, high: string) => `${percent}% interval ${low} to ${high}`,
    pairs: (pairs: number) => `${pairs} pairs`,
    verdicts: {
      no_difference: 'No difference seen',
      streaming_slower: 'Streaming was slower',
      inconclusive: 'Inconclusive',
    },
    meaning: {
      no_difference: 'In this test the two came at the same pace, within a tenth.',
      streaming_slower:
        'In this test streaming pieces came clearly slower. The reason may lie with either server, with the way between, or with your ISP. Repeat it at other hours.',
      inconclusive: 'This test cannot tell.',
    },
    failed: {
      too_few_pairs: 'Too few pieces came in time for a comparison.',
      unreachable: 'One of the two servers could not be reached, so there is no comparison.',
    },
  },
  handIn: {
    title: 'Hand this test in',
    text: 'It joins the figures of what people on your ISP measure, and gets a page of its own that you can link to.',
    stored:
      'Stored: the figures, your ISP as we see it and as you state it, the number of its network, the state if you give it, and day and hour by your clock. For counting each network once a day, a code made from your address that changes every month. Not stored: your address, your name.',
    isp: 'Your ISP',
    ispHint: 'Where several ISPs share a network, your answer decides.',
    ispNone: 'I do not want to say',
    state: 'State (if you like)',
    stateNone: 'I do not want to say',
    button: 'Hand in',
    mlabNote: 'Tests against M-Lab’s servers are stored but not counted, because only your browser saw their figures.',
    refusals: {
      unknown_test: {
        title: 'We have no such test',
        text: 'Our server saw no finished test of this number from your network. Measure again and hand it in from the same network.',
      },
      too_old: { title: 'This test is too old', text: 'A test can be handed in for an hour. Measure again.' },
      no_figures: { title: 'The figures are missing', text: 'The form came without figures. Measure again.' },
      form_incomplete: {
        title: 'This cannot be handed in',
        text: 'The form came without a test. Measure first; the form appears under the figures.',
      },
      too_many: {
        title: 'Enough for today from this network',
        text: 'Your network has handed in as many of M-Lab’s tests as we store in a day. Your figures are right all the same.',
      },
    },
  },
  noScript: {
    title: 'This test needs JavaScript',
    text: 'Scripting is off in your browser, so this page cannot move data and take the time. Everything else on this site works without it.',
    instead: 'What you can do instead:',
    report: 'Report what you saw',
    mlab: 'Measure with M-Lab’s own page or program',
    see: 'See what others measure',
  },
  off: {
    title: 'This site runs no tests at the moment',
    text: 'Its operator has turned them off. You can measure with M-Lab’s own page.',
  },
};
