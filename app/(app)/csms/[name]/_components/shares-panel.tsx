import { Table, Td, Th } from '@/components/table/table';
import { StatusDot } from '@/components/ui/badge';
import { formatMoney, formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { CsmDetails, CsmShare } from '@/lib/analytics/csm/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** What a CSM carries of each dimension, beside the active CSMs. */
export function SharesPanel({ csm }: { readonly csm: CsmDetails }) {
  const { shares, book, capacity } = csm;
  const [first] = shares;
  return (
    <Panel
      title="What do they carry beside the others?"
      description={
        <>
          {`${formatNumber(book.accounts)} of ${formatNumber(capacity.accounts)} accounts (${formatPercent(capacity.accounts > 0 ? book.accounts / capacity.accounts : null)} of capacity), ${formatNumber(book.needy)} of them needy. Health: `}
          <HealthMix book={book} />
        </>
      }
      flush
    >
      <Table label="Their share of the team" className="min-w-[44rem]">
        <thead>
          <tr>
            <Th>Dimension</Th>
            <Th end>Theirs</Th>
            <Th end>Mean</Th>
            <Th end>Median</Th>
            <Th end>Share by capacity</Th>
            <Th>How that compares</Th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.dimension}>
              <Td>{dimensionLabels[share.dimension]}</Td>
              <Td end className="font-medium">
                {formatAmount(share, share.mine)}
              </Td>
              <Td end>{formatAmount(share, share.mean)}</Td>
              <Td end>{formatAmount(share, share.median)}</Td>
              <Td end>{formatAmount(share, share.fair)}</Td>
              <Td className="text-ink-muted">{comparisonLabel(share)}</Td>
            </tr>
          ))}
          {shares.length === 0 && (
            <tr>
              <Td colSpan={6} className="text-ink-muted">
                Nobody is a CSM and nobody owns an account.
              </Td>
            </tr>
          )}
        </tbody>
      </Table>
      {first && (
        <p className="px-4 py-2 text-sm text-ink-muted">
          {`Mean, median and share are of the ${formatNumber(first.active)} active CSMs. A score that is missing counts as the median of all accounts.`}
        </p>
      )}
    </Panel>
  );
}

function HealthMix({ book: { red, yellow, green, unknown } }: Pick<CsmDetails, 'book'>) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <StatusDot tone="danger" label="red">{`${formatNumber(red)} red`}</StatusDot>
      <StatusDot tone="warn" label="yellow">{`${formatNumber(yellow)} yellow`}</StatusDot>
      <StatusDot tone="ok" label="green">{`${formatNumber(green)} green`}</StatusDot>
      {unknown > 0 && (
        <StatusDot tone="neutral" label="unknown">{`${formatNumber(unknown)} unknown`}</StatusDot>
      )}
    </span>
  );
}

function formatAmount({ dimension }: CsmShare, value: number | null): string {
  if (dimension === 'revenue') return formatMoney(value);
  return formatNumber(value, 1);
}

function comparisonLabel({ mine, fair, mean, rank, active }: CsmShare): string {
  const [base, words] = fair === null ? [mean, 'the mean'] : [fair, 'their share'];
  const off = base === null || base === 0 ? null : mine / base - 1;
  const place =
    rank === null ? [] : [`${formatNumber(rank)} of ${formatNumber(active)}, most first`];
  if (off === null) return place.join('') || '–';
  const far = formatPercent(Math.abs(off));
  const stands =
    Math.abs(off) < 0.05 ? `about ${words}` : `${far} ${off > 0 ? 'above' : 'below'} ${words}`;
  return [stands, ...place].join('; ');
}
