import fc from 'fast-check';
import { type Known, PATTERNS, realParts, words } from './addresses.ts';

/** One request as the bytes of its own connection, and a label for a report. */
export interface BadRequest {
  label: string;
  bytes: Buffer;
  /** Whether an answer is due; what is broken on purpose may end in a closed connection. */
  isWhole: boolean;
}

/** Lone halves of a pair become U+FFFD, as they do on the wire. */
const wellFormed = (text: string) => Buffer.from(text).toString('utf8');

/** Three times in four the first, else one of the others. */
const usually = <T>(first: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    ...['', '[object Object]'],
    ...words('0 -1 1e9 99999999999999999999 null undefined __proto__ constructor'),
  ),
  fc.constantFrom(
    "' or 1=1 --",
    '<script>alert(1)</script>',
    '{{ 7 }}',
    '%',
    '%%',
    '\u0000',
    '\ud800',
    '\u202e',
    '../../etc/passwd',
  ),
  fc.constantFrom(
    'a@b',
    'a@b.example\r\nBcc: c@d.example',
    '"a b"@mail.example',
    'ada@mail.example',
    '94103',
    '00000',
    'comcast',
  ),
  fc.nat({ max: 20_000 }).map((length) => 'x'.repeat(length)),
);
const encoded = fc.oneof(
  odd.map((text) => encodeURIComponent(wellFormed(text))),
  fc.constantFrom(...words('% %zz %ff%fe %00 .. %2e%2e %2f .data a.data ;a=b \\ " { | %E2%80%AE')),
);

const pathFrom = (known: Known) =>
  fc
    .tuple(
      fc.constantFrom(...PATTERNS),
      usually('', 'es/', 'es/', 'de/', 'es/es/', '/'),
      usually('', '.data', '/', '//', '.html', '?_data=root'),
      fc.infiniteStream(encoded),
      usually(true, false),
    )
    .map(([pattern, lang, end, stream, isReal]) => {
      const real = realParts(known, pattern);
      const filled = pattern.replace(/:(\w+)/g, (_, name: string) =>
        isReal ? (real[name] ?? '') : stream.next().value,
      );
      return `/${lang}${filled}${end}`;
    });

const queryFrom = (known: Known) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    fc.constant(`claim=${known.claim}`),
    fc
      .array(
        fc.tuple(
          fc.constantFrom(
            ...'q as claim in isp from to year status cursor limit _routes _data index p version __proto__'.split(' '),
          ),
          encoded,
        ),
        {
          maxLength: 4,
        },
      )
      .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
  );

const fields = (
  'name email zip isp consent website subscribe code intent q lang back seen claim ' +
  'subject body postal target template-1 template- whatIsWrong source role service trouble line occurredOn occurredHour plan ' +
  'whatHappened usState measurement __proto__ __intent__ __state__ name[99999999] name.a.b a[b] a[0].c $ACTION'
).split(' ');
const good: Record<string, string> = {
  ...{ name: 'Ada Lovelace', email: 'ada@mail.example', zip: '94103', isp: 'comcast', consent: 'on', website: '' },
  ...{
    code: '123456',
    lang: 'es',
    back: '/',
    target: '1',
    subject: 'A promise',
    body: 'Please promise.',
    postal: '1 Main St',
  },
  ...{
    whatIsWrong: 'The date.',
    source: 'https://example.org/a',
    role: 'Counsel',
    service: 'netflix',
    trouble: 'slow',
  },
  ...{ line: 'home', occurredOn: '2026-11-01', whatHappened: 'It stopped every minute.', usState: 'CA' },
};
const intents = fc.constantFrom(...words('save preview send discard draft sign confirm code postal edit me-too'), '');
const form = fc
  .record({
    base: fc.boolean(),
    intent: intents,
    changes: fc.array(fc.tuple(fc.constantFrom(...fields), odd), { maxLength: 6 }),
  })
  .map(({ base, intent, changes }) => {
    const params = new URLSearchParams(base ? { ...good, intent } : {});
    for (const [name, value] of changes) params.append(name, wellFormed(value));
    return params;
  });
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: form.map((params) => ({
      type: 'application/x-www-form-urlencoded',
      bytes: Buffer.from(params.toString()),
    })),
  },
  {
    weight: 2,
    arbitrary: form.map((params) => {
      const parts = [...params].map(
        ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      return { type: 'multipart/form-data; boundary=b', bytes: Buffer.from(`${parts.join('')}--b--\r\n`) };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      {
        type: 'multipart/form-data; boundary=b',
        bytes: Buffer.from('--b\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\nx\r\n--b--'),
      },
      { type: 'multipart/form-data', bytes: Buffer.from('--b\r\n') },
      { type: 'application/x-www-form-urlencoded', bytes: Buffer.from('name=%zz&email=%00&zip=%ff') },
      { type: 'application/x-www-form-urlencoded', bytes: Buffer.alloc(70_000, 'a=b&') },
    ),
  },
  { weight: 1, arbitrary: fc.json().map((text) => ({ type: 'application/json', bytes: Buffer.from(text) })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', 'text/plain', 'application/x-www-form-urlencoded', 'a/b;c=d;;'),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([type, bytes]) => ({ type, bytes: Buffer.from(bytes) })),
  },
);

const value = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) =>
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/\p{Cc}/gu, '?'),
  ),
  fc.constantFrom(
    '*',
    'es',
    'es-MX,es;q=0.9',
    'q=;;,,',
    '203.0.113.7, 10.0.0.1',
    '::1',
    'bytes=0-',
    'W/"a"',
    'gzip;q=0',
    'br',
  ),
);
const headersFrom = (known: Known) =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          fc.constantFrom(
            ...'Accept Accept-Language Accept-Encoding X-Forwarded-For Forwarded If-None-Match Range Referer User-Agent Sec-Fetch-Site Origin Authorization If-Modified-Since X-Remix-Response Purpose'.split(
              ' ',
            ),
          ),
          value,
        ),
        { maxLength: 3 },
      ),
      fc.oneof(
        fc.constantFrom(
          '',
          known.writerCookie,
          `${known.writerCookie}; lang=es; isp=comcast`,
          `${known.writerCookie.slice(0, -3)}xyz`,
        ),
        value.map((text) => `writer=${text}; lang=${text}; isp=${text}; __proto__=${text}`),
      ),
    )
    .map(([list, cookie]) => (cookie === '' ? list : [...list, ['Cookie', cookie] as const]));

/** Bad, odd and nearly good requests over every address; the same `seed` gives the same ones. */
export function badRequests(known: Known, count: number, seed: number): BadRequest[] {
  const method = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('GET', 'POST') },
    { weight: 1, arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'BREW') },
  );
  const whole = fc.record({
    method,
    path: pathFrom(known),
    query: queryFrom(known),
    headers: headersFrom(known),
    body,
  });
  const asked = whole.map(({ method, path, query, headers, body }) => {
    const target = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
    const content = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : body.bytes;
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `Host: ${known.host}`,
      'Connection: close',
      ...headers.map(([name, text]) => `${name}: ${text}`),
      ...(content.length > 0 ? [`Content-Type: ${body.type}`, `Content-Length: ${content.length}`] : []),
    ];
    return {
      label: `${method} ${target}`,
      isWhole: true,
      bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content]),
    };
  });
  const broken = fc.tuple(asked, fc.nat(), fc.uint8Array({ maxLength: 8 })).map(([{ label, bytes }, place, noise]) => ({
    label: `broken ${label}`,
    isWhole: false,
    bytes: Buffer.concat([bytes.subarray(0, place % bytes.length), noise, bytes.subarray(place % bytes.length)]),
  }));
  const oneOf = fc.oneof({ weight: 9, arbitrary: asked }, { weight: 1, arbitrary: broken });
  return fc.sample(oneOf, { numRuns: count, seed });
}
