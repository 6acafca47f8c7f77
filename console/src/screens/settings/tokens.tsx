// SPDX-License-Identifier: Apache-2.0
// Tokens of programs and sources: what they may, until when; making one, and taking one away.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { client, tokensQuery } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { NewToken } from './new-token.tsx';
import { Once } from './once.tsx';

type Token = Answer<'tokens'>['tokens'][number];

export function Tokens() {
  const { say } = useWords();
  const tokens = useQuery(tokensQuery);
  const may = useMe()?.may ?? [];
  const [made, show] = useState<{ readonly name: string; readonly secret: string }>();
  return (
    <div className="stack">
      {may.includes('issueToken') ? <NewToken onMade={(name, secret) => show({ name, secret })} /> : null}
      {made === undefined ? null : (
        <Once label={say('tokens.secret', { name: visible(made.name) })} secret={made.secret} />
      )}
      <Answered query={tokens}>
        {({ tokens: all }) =>
          all.length === 0 ? (
            <Empty
              text={say('tokens.empty')}
              action={
                <a href="/openapi.json" target="_blank" rel="noreferrer">
                  {say('tokens.api')}
                </a>
              }
            />
          ) : (
            <Sheet name={say('settings.tokens')}>
              <ul className="lines">
                {all.map((token) => (
                  <Row key={token.id} token={token} canRevoke={may.includes('revokeToken')} />
                ))}
              </ul>
            </Sheet>
          )
        }
      </Answered>
    </div>
  );
}

function Row({ token, canRevoke }: { readonly token: Token; readonly canRevoke: boolean }) {
  const { say, language } = useWords();
  const refusal = useRefusal();
  const { id, prefix, grant, expiresAt } = token;
  const name = visible(token.name);
  const revoke = useMutation({
    mutationFn: () => ask('revokeToken', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <li className="source">
      <strong>{name}</strong>
      <span className="mono soft">{prefix}…</span>
      <span className="soft">
        {grant.for === 'api'
          ? `${say(`role.${grant.role}`)}: ${grant.scopes.join(', ')}`
          : say('tokens.source', { source: grant.source })}
      </span>
      <span className="row">
        <span className="soft">{say('tokens.until', { at: instant(language, expiresAt) })}</span>
        {canRevoke ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            {say('tokens.revoke', { name })}
          </Button>
        ) : null}
      </span>
      {revoke.error === null ? null : (
        <p role="alert" className="critical">
          {refusal(revoke.error.message)}
        </p>
      )}
    </li>
  );
}
