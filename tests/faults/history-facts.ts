import postgres from 'postgres';

/** A form in the database, known by its address with the tag. */
export interface FormFact {
  address: string;
  name: string;
  signatureId: string | null;
  isTrapped: boolean;
  isMailed: boolean;
  /** State of its job of mailing; null when there is none. */
  job: string | null;
}

/** A signature in the database. */
export interface SignatureFact {
  id: string;
  canonical: string;
  seat: number;
  status: string;
  isCounted: boolean;
  isUncounted: boolean;
}

/** A leaf in the database. */
export interface LeafFact {
  sequence: number;
  kind: string;
  signatureId: string | null;
  cell: string;
  entry: string;
}

/** One cell of the journals: day, ISP and state. */
export interface CellFact {
  cell: string;
  signed: number;
  withdrawn: number;
  invalidated: number;
  movedIn: number;
  movedOut: number;
}

/** What is published at `/log/<campaign>/`: the newest checkpoint and every entry up to its size. */
export interface Published {
  note: string;
  entries: string[];
}

/** A run of one campaign as it stands in the end. */
export interface Facts {
  forms: FormFact[];
  signatures: SignatureFact[];
  leaves: LeafFact[];
  cells: CellFact[];
  totals: { size: number; signed: number; withdrawn: number; invalidated: number; others: number };
  /** Null where the site publishes no ledger. */
  published: Published | null;
  mails: { messageId: string; to: string }[];
}

/** Reads what the database holds of a campaign, in one snapshot. */
export async function readFacts(databaseUrl: string, slug: string): Promise<Omit<Facts, 'published' | 'mails'>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return await sql.begin('isolation level repeatable read read only', async (tx) => {
      const [campaign] = await tx<{ id: number }[]>`select id from campaigns where slug = ${slug}`;
      const id = campaign?.id ?? 0;
      const forms = await tx<FormFact[]>`
        select c.address, c.name, c.signature_id::text as "signatureId", c.is_trapped as "isTrapped",
          num_nonnulls(c.mailed_at, c.mail_refused_at) > 0 as "isMailed", j.state::text as job
        from signature_challenges c
          left join lateral (
            select state from pgboss.job j where j.name = 'mail.confirmation' and j.data->>'challengeId' = c.id::text
            order by state in ('created', 'retry', 'active') desc, created_on desc limit 1
          ) j on true
        where c.campaign_id = ${id} order by c.id`;
      const signatures = await tx<SignatureFact[]>`
        select id::text, canonical_address as canonical, seat, status, counted_at is not null as "isCounted", uncounted_at is not null as "isUncounted"
        from signatures where campaign_id = ${id} order by id`;
      const leaves = await tx<LeafFact[]>`
        select sequence::float8 as sequence, kind, signature_id::text as "signatureId", concat_ws(' ', day, coalesce(isp_id::text, '-'), coalesce(state, '-')) as cell, entry
        from count_entries where campaign_id = ${id} order by sequence`;
      const cells = await tx<CellFact[]>`
        select concat_ws(' ', day, coalesce(isp_id::text, '-'), coalesce(state, '-')) as cell, signed, withdrawn, invalidated,
          moved_in as "movedIn", moved_out as "movedOut" from count_journal where campaign_id = ${id} order by 1`;
      const [totals] = await tx<Facts['totals'][]>`
        select size::float8 as size, signed::float8 as signed, withdrawn::float8 as withdrawn, invalidated::float8 as invalidated, others::float8 as others
        from campaign_counts where campaign_id = ${id}`;
      return {
        forms: [...forms],
        signatures: [...signatures],
        leaves: [...leaves],
        cells: [...cells],
        totals: totals ?? { size: 0, signed: 0, withdrawn: 0, invalidated: 0, others: 0 },
      };
    });
  } finally {
    await sql.end();
  }
}

/** What is not done yet: confirmations and withdrawals to count, jobs of signing that wait or run, leaves not under the newest published checkpoint. */
export async function readUndone(databaseUrl: string): Promise<{ toCount: number; jobs: number; dead: number }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ toCount: number; jobs: number; dead: number }[]>`
      select (select count(*)::int from signatures where status = 'confirmed' and counted_at is null
          or status in ('withdrawn', 'invalidated') and counted_at is not null and uncounted_at is null) as "toCount",
        (select count(*)::int from pgboss.job where name in ('mail.confirmation', 'mail.inquiry') and state in ('created', 'retry', 'active')) as jobs,
        (select count(*)::int from pgboss.job where name = 'job.dead' and state = 'created') as dead`;
    return row ?? { toCount: 0, jobs: 0, dead: 0 };
  } finally {
    await sql.end();
  }
}

/** Lets every job that waits for another try run now, so that a bounded quiet time shows whether it succeeds. */
export async function hastenRetries(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now() and name <> 'job.dead'`;
  } finally {
    await sql.end();
  }
}

const numberOf = (n: number) => {
  const parts = [];
  for (let rest = n; parts.length === 0 || rest > 0; rest = Math.floor(rest / 1000))
    parts.unshift(String(rest % 1000).padStart(3, '0'));
  return parts.map((part, place) => (place < parts.length - 1 ? `x${part}` : part)).join('/');
};

/** Reads a published log (C2SP tlog-tiles: checkpoint and entry bundles) over HTTP; null where there is none. */
export async function readPublished(port: number, slug: string): Promise<Published | null> {
  const get = (path: string) => fetch(`http://127.0.0.1:${port}/log/${slug}/${path}`);
  const answer = await get('checkpoint');
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`the checkpoint was answered by ${answer.status}`);
  const note = await answer.text();
  const size = Number(note.split('\n')[1]);
  const entries: string[] = [];
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(size - first, 256);
    const bundle = await get(`tile/entries/${numberOf(first / 256)}${width < 256 ? `.p/${width}` : ''}`);
    if (!bundle.ok) throw new Error(`entries from ${first} were answered by ${bundle.status}`);
    const bytes = Buffer.from(await bundle.arrayBuffer());
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt16BE(at);
      entries.push(bytes.toString('utf8', at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return { note, entries };
}
