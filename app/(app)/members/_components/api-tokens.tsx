import { StaticTable } from '@/components/table/static-table';
import { StatusDot, type Tone } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { tokenStatusLabels } from '@/lib/members/labels';
import type { ListedToken, TokenStatus } from '@/lib/members/list-tokens';
import { CreateTokenButton } from './dialog-buttons';
import { RevokeTokenButton } from './revoke-token-button';

const statusTones: Record<TokenStatus, Tone> = {
  active: 'ok',
  expired: 'neutral',
  revoked: 'danger',
};

/** The tokens with which scripts use the API. */
export function ApiTokens({
  tokens,
  format,
}: {
  readonly tokens: readonly ListedToken[];
  readonly format: Format;
}) {
  const active = tokens.filter(({ status }) => status === 'active').length;
  if (tokens.length === 0) {
    return (
      <Panel title="API tokens" actions={<CreateTokenButton />}>
        <p className="text-sm text-ink-muted">
          None. Create one for each script that starts runs or downloads exports.
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title="API tokens"
      description={`For scripts. ${format.number(active)} of ${format.number(tokens.length)} can be used.`}
      actions={<CreateTokenButton />}
      flush
    >
      <StaticTable
        label="Tokens"
        className="min-w-[52rem]"
        columns={[
          { id: 'name', label: 'Token', rowHeader: true },
          { id: 'scopes', label: 'Scopes' },
          { id: 'createdBy', label: 'Created by' },
          { id: 'expires', label: 'Expires' },
          { id: 'lastUsed', label: 'Last used' },
          { id: 'status', label: 'Status' },
          { id: 'revoke', label: 'Revoke' },
        ]}
        rows={tokens.map((token) => ({
          id: token.id,
          cells: {
            name: <span className="font-medium">{token.name}</span>,
            scopes: token.scopes.join(', '),
            createdBy: token.createdByName,
            expires: <Time at={token.expiresAt} show="absolute" />,
            lastUsed: token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'Never',
            status: (
              <StatusDot tone={statusTones[token.status]} label="Status:">
                {tokenStatusLabels[token.status]}
              </StatusDot>
            ),
            revoke: token.status === 'active' && (
              <RevokeTokenButton id={token.id} name={token.name} />
            ),
          },
        }))}
      />
    </Panel>
  );
}
