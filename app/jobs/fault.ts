/**
 * What a log may say of a fault: kind, code, named constraint and where in the code, never its message, which may quote an
 * address or a text (drizzle and SMTP servers do). Causes are followed three deep. Source: DESIGN house rule 3.
 */
export function faultFacts(fault: unknown, depth = 0): Record<string, unknown> {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const { code, constraint_name: constraint, routine, cause } = fault as Error & Record<string, unknown>;
  const stack = (fault.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:internal'))
    .slice(0, 6)
    .map((line) => line.trim());
  return {
    fault: fault.name,
    ...Object.fromEntries(
      Object.entries({ code, constraint, routine }).filter(([, value]) => ['string', 'number'].includes(typeof value)),
    ),
    ...(depth === 0 ? { stack } : {}),
    ...(cause && depth < 3 ? { cause: faultFacts(cause, depth + 1) } : {}),
  };
}
