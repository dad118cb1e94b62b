import { StaticTable } from '@/components/table/static-table';
import { StatusDot } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { CsmDetails, CsmShare } from '@/lib/analytics/csm/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** The CSM's book compared with the CSMs who may take the same accounts, in each dimension. */
export function SharesPanel({
  csm: { shares, book, pending, capacity },
  format,
}: {
  readonly csm: CsmDetails;
  readonly format: Format;
}) {
  const committed = book.accounts + pending;
  const fullness = capacity.accounts > 0 ? committed / capacity.accounts : null;
  const pendingText =
    pending > 0 ? ` and ${format.count(pending, 'pending or snoozed recommendation')}` : '';
  const [first] = shares;
  return (
    <Panel
      title="How does their book compare?"
      description={
        <>
          {`${format.count(book.accounts, 'account')}${pendingText}: ${format.percent(fullness)} of a capacity of ${format.number(capacity.accounts)}. ${format.number(book.highNeed)} high-need. Health: `}
          <HealthMix book={book} format={format} />
        </>
      }
      flush
    >
      <StaticTable
        label="Book compared with other CSMs"
        className="min-w-[44rem]"
        columns={[
          { id: 'dimension', label: 'Dimension', rowHeader: true },
          { id: 'amount', label: 'This CSM', align: 'end', className: 'font-medium' },
          { id: 'mean', label: 'Mean', align: 'end' },
          { id: 'median', label: 'Median', align: 'end' },
          { id: 'target', label: 'Their share', align: 'end' },
          { id: 'comparison', label: 'Comparison', className: 'text-ink-muted' },
        ]}
        rows={shares.map((share) => ({
          id: share.dimension,
          cells: {
            dimension: dimensionLabels[share.dimension],
            amount: formatAmount(share, share.amount, format),
            mean: formatAmount(share, share.mean, format),
            median: formatAmount(share, share.median, format),
            target: formatAmount(share, share.target, format),
            comparison: comparisonLabel(share, format),
          },
        }))}
        empty={<p className="px-4 py-3 text-ink-muted">There are no CSMs and no owned accounts.</p>}
      />
      {first && (
        <p className="px-4 py-2 text-sm text-ink-muted">
          {`Amounts include pending and snoozed recommendations. Mean, median, and rank are of the ${format.count(first.peers, 'active CSM')} who may take the same accounts. The share is by capacity for each class of accounts, and for red accounts also by tenure. A missing score counts as the median of all accounts.`}
        </p>
      )}
    </Panel>
  );
}

function HealthMix({
  book: { red, yellow, green, unknown },
  format,
}: Pick<CsmDetails, 'book'> & { readonly format: Format }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <StatusDot tone="danger" label="red">{`${format.number(red)} red`}</StatusDot>
      <StatusDot tone="warn" label="yellow">{`${format.number(yellow)} yellow`}</StatusDot>
      <StatusDot tone="ok" label="green">{`${format.number(green)} green`}</StatusDot>
      {unknown > 0 && (
        <StatusDot tone="neutral" label="unknown">{`${format.number(unknown)} unknown`}</StatusDot>
      )}
    </span>
  );
}

function formatAmount({ dimension }: CsmShare, value: number | null, format: Format): string {
  return dimension === 'revenue' ? format.money(value) : format.fixed(value, 1);
}

/** Differences from the share or mean below this count as about equal. */
const ABOUT_EQUAL = 0.05;

function comparisonLabel({ amount, target, mean, rank, peers }: CsmShare, format: Format): string {
  const [base, baseLabel] = target === null ? [mean, 'the mean'] : [target, 'their share'];
  const difference = base === null || base === 0 ? null : amount / base - 1;
  const parts: string[] = [];
  if (difference !== null) {
    parts.push(
      Math.abs(difference) < ABOUT_EQUAL
        ? `about ${baseLabel}`
        : `${format.percent(Math.abs(difference))} ${difference > 0 ? 'above' : 'below'} ${baseLabel}`,
    );
  }
  if (rank !== null) parts.push(`rank ${format.number(rank)} of ${format.number(peers)}`);
  return parts.join('; ') || '–';
}
