'use client';

import { useQuery } from '@tanstack/react-query';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { askJson } from '@/app/(app)/_shared/fetch-json';
import type { Serialized } from '@/app/(app)/_shared/serialized';
import { StaticTable } from '@/components/table/static-table';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import type { PolicyOutcome, PolicyPreview } from '@/lib/runs/preview-policy';
import type { draftChanges } from './draft';

/** What a batch of today's intake would do under the draft, beside the current policy. */
export function PreviewPanel({
  version,
  changes,
}: {
  /** The version in effect. */
  readonly version: number;
  readonly changes: ReturnType<typeof draftChanges>;
}) {
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['policy-preview', version, changes],
    queryFn: ({ signal }) =>
      askJson<Serialized<PolicyPreview>>(
        '/api/policy/preview',
        { basedOn: version, changes },
        { signal },
      ),
    staleTime: 0,
    retry: false,
  });
  const titles = [`Version ${version}`, 'Draft'] as const;
  return (
    <Panel
      title="Today’s intake under both policies"
      description="A dry run of all accounts to place. Nothing is saved."
      flush
    >
      {error && (
        <div className="px-4 py-3">
          <Alert
            tone="danger"
            title="The dry run failed"
            actions={
              <Button size="sm" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          >
            {error.message}
          </Alert>
        </div>
      )}
      {!data && !error && (
        <div role="status" aria-label="Solving both" className="h-112 p-4">
          <Skeleton className="size-full" />
        </div>
      )}
      {data && (
        <>
          <p className="px-4 py-3 font-medium">{summary(data, format)}</p>
          <StaticTable
            label="Figures of both policies"
            columns={[
              { id: 'figure', label: 'Figure', rowHeader: true, className: 'min-w-40' },
              { id: 'current', label: titles[0], align: 'end' },
              { id: 'draft', label: titles[1], align: 'end', className: 'font-medium' },
            ]}
            rows={figures.map(({ label, text }) => ({
              id: label,
              cells: {
                figure: label,
                current: text(data.current, format),
                draft: text(data.draft, format),
              },
            }))}
          />
          {data.moves.length > 0 && (
            <StaticTable
              label="Accounts that move"
              scrollClass="max-h-96 border-t border-line"
              columns={[
                { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
                { id: 'before', label: titles[0], className: 'min-w-28' },
                { id: 'after', label: titles[1], className: 'min-w-28 font-medium' },
              ]}
              rows={data.moves.map(({ accountId, accountName, before, after }) => ({
                id: accountId,
                cells: {
                  account: <AccountLink id={accountId} name={accountName ?? accountId} />,
                  before: before ?? 'Not placed',
                  after: after ?? 'Not placed',
                },
              }))}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function summary({ moves, movesTotal, draft, current }: Serialized<PolicyPreview>, format: Format) {
  const all = Math.max(draft.accounts, current.accounts);
  if (movesTotal === 0) return 'Every account goes to the same CSM under both policies.';
  const shown =
    movesTotal > moves.length ? ` The first ${format.number(moves.length)} are listed.` : '';
  return `${format.number(movesTotal)} of ${format.count(all, 'account')} ${movesTotal === 1 ? 'moves' : 'move'}.${shown}`;
}

type Outcome = Serialized<PolicyOutcome>;

const percent = (value: number | null | undefined, format: Format) =>
  value == null ? '–' : `${format.fixed(value, 1)}%`;
const evenness = (dimension: 'accounts' | 'neediness' | 'revenue') => (o: Outcome, f: Format) =>
  percent(o.fairness?.fullness[dimension]?.cv, f);

/** The compared figures, in order. */
const figures: readonly {
  readonly label: string;
  readonly text: (outcome: Outcome, format: Format) => string;
}[] = [
  { label: 'Accounts to place', text: (o, f) => f.number(o.accounts) },
  { label: 'Placed', text: (o, f) => f.number(o.placed) },
  { label: 'Left to wait', text: (o, f) => f.number(o.left) },
  {
    label: 'Longest wait of those left',
    text: (o, f) => (o.longestLeftDays === null ? '–' : `${f.fixed(o.longestLeftDays, 1)} days`),
  },
  { label: 'Median score', text: (o, f) => f.number(o.medianScore) },
  { label: 'Variation of accounts (lower is more even)', text: evenness('accounts') },
  { label: 'Variation of neediness', text: evenness('neediness') },
  { label: 'Variation of revenue', text: evenness('revenue') },
  { label: 'CSMs over capacity', text: (o, f) => f.number(o.fairness?.overCapacity) },
  {
    label: 'High-need accounts with an experienced CSM',
    text: (o, f) => percent(o.match?.needyWithExperienced, f),
  },
  {
    label: 'Red accounts with a senior CSM',
    text: (o, f) => percent(o.match?.redWithSenior, f),
  },
];
