import type { SubmissionResult } from '@conform-to/react';
import { TOKEN_DAYS, TOKEN_SCOPES, type TokenSeen } from '#app/domain/token/token.ts';
import { Button } from '#app/ui/button.tsx';
import { CopyField, CopyScript } from '#app/ui/copy-field.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Choice, Field, Fieldset, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

type Answer =
  | { done: 'revoked' }
  | { done: 'made'; token: string }
  | { done: 'refused'; sent: SubmissionResult<string[]> }
  | undefined;

type TokensPageProps = { seat: FrameSeat; tokens: readonly TokenSeen[]; at: Date; answer: Answer };

/** The tokens of an organization, and the form that makes one. */
export function TokensPage({ seat, tokens, at, answer }: TokensPageProps) {
  const { api: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/api`;
  const sent = answer?.done === 'refused' ? answer.sent : null;
  const typed = sent?.initialValue;
  const fault = (name: 'name' | 'scopes' | 'days') => (sent?.error?.[name] ? [words.faults[name]] : undefined);
  const faults = (['name', 'scopes', 'days'] as const).flatMap((id) =>
    sent?.error?.[id] ? [{ id, message: words.faults[id] }] : [],
  );
  const chosen = [typed?.scopes ?? []].flat().map(String);
  const moment = (instant: Date) => <time dateTime={instant.toISOString()}>{minuteOf(locale, instant)}</time>;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      {answer?.done === 'revoked' ? <Notice tone="good" title={words.isRevoked} /> : null}
      {answer?.done === 'made' ? (
        <Notice tone="good" title={words.made}>
          <p>{words.madeText}</p>
          <CopyField id="token" label={words.token} value={answer.token} />
          <CopyScript />
        </Notice>
      ) : null}
      <p className="api-links">
        <PageLink to={`${path}/webhooks`}>{words.webhooksLink}</PageLink>
        <a href="/api/v1/openapi.json">{words.documented}</a>
      </p>
      <Section title={words.tokens} id="tokens">
        <p className="small">{words.tokensText}</p>
        {tokens.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <div className="api-table">
            <Table
              rows={tokens}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  heading: words.name,
                  cell: ({ name, hint }) => (
                    <>
                      {name}
                      <code className="api-hint">{hint}…</code>
                    </>
                  ),
                },
                {
                  key: 'can',
                  heading: words.can,
                  cell: ({ scopes }) => scopes.map((scope) => words.scopeWords[scope].label).join(', '),
                },
                {
                  key: 'used',
                  heading: words.lastUsed,
                  cell: ({ lastUsedAt }) => (lastUsedAt ? moment(lastUsedAt) : words.never),
                },
                {
                  key: 'ends',
                  heading: words.expires,
                  cell: ({ expiresAt, revokedAt }) =>
                    revokedAt ? words.revoked : expiresAt <= at ? words.expired : moment(expiresAt),
                },
                {
                  key: 'revoke',
                  heading: words.revoke,
                  cell: ({ id, name, revokedAt, expiresAt }) =>
                    revokedAt || expiresAt <= at ? null : (
                      <form method="post">
                        <input type="hidden" name="revoke" value={id} />
                        <Button weight="quiet" aria-label={words.revokeNamed(name)}>
                          {words.revoke}
                        </Button>
                      </form>
                    ),
                },
              ]}
            />
          </div>
        )}
      </Section>
      <Section title={words.make} id="make">
        <ErrorSummary faults={faults} />
        <form method="post" noValidate>
          <Field
            id="name"
            name="name"
            label={words.name}
            hint={words.nameHint}
            maxLength={100}
            defaultValue={String(typed?.name ?? '')}
            errors={fault('name')}
            required
          />
          <Fieldset id="scopes" label={words.scopes} hint={words.scopesHint} errors={fault('scopes')}>
            {TOKEN_SCOPES.map((scope) => (
              <Choice
                key={scope}
                id={`scope-${scope}`}
                name="scopes"
                value={scope}
                defaultChecked={chosen.includes(scope)}
                label={words.scopeWords[scope].label}
                hint={words.scopeWords[scope].hint}
              />
            ))}
          </Fieldset>
          <Select
            id="days"
            name="days"
            label={words.days}
            options={TOKEN_DAYS.map((days) => ({ value: String(days), label: words.daysOf(days) }))}
            defaultValue={String(typed?.days ?? TOKEN_DAYS[1])}
            errors={fault('days')}
          />
          <Button>{words.make}</Button>
        </form>
      </Section>
    </OrganizerPage>
  );
}
