/** Stands in the guarded source, so that guarding twice changes nothing. */
const MARK = '/* guarded: decision 0011 */';

/** A lost connection forgets what it still meant to write and why it was ended; else both would fall on the first question of its next life. */
const CLOSED = {
  before: '    socket = null\n\n    if (initial)',
  after: `    socket = null ${MARK}\n    chunk = nextWriteTimer = errorResponse = null\n\n    if (initial)`,
};

/**
 * What is written to a connection that is gone rejects its query, as any other query of a lost connection, and the pool may open it
 * again. A question that waits for the connection's next life (`initial`) is left alone.
 */
const WRITTEN = {
  before: '  function nextWrite(fn) {\n',
  after: `  function nextWrite(fn) {
    if (socket === null) { ${MARK}
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      const lost = Errors.connection('CONNECTION_CLOSED', options)
      query && queryError(query, lost)
      while (sent.length)
        queryError(sent.shift(), lost)
      connection.queue !== queues.connecting && onclose(connection, lost)
      return true
    }
`,
};

/** The question about array types is asked by nobody who could be told of its loss; the connection that lost it rejects its own queries. */
const TYPES = {
  before: '        return fetchArrayTypes()\n',
  after: `        return fetchArrayTypes().catch(() => {}) ${MARK}\n`,
};

/**
 * The source of postgres.js' `connection.js` with a guard against writing to a connection that is gone, and against losing one while its types
 * are asked for: both end the whole process where nobody can catch it. The same text when it is guarded; null when it is not the source that the guard was written for.
 * Source: github.com/porsager/postgres, issues 1066, 1154 and 1208 (open, read 2026-11-22).
 */
export function guardDriver(source: string): string | null {
  let guarded = source;
  for (const { before, after } of [CLOSED, WRITTEN, TYPES]) {
    if (guarded.includes(after)) continue;
    if (guarded.split(before).length !== 2) return null;
    guarded = guarded.replace(before, () => after);
  }
  return guarded;
}
