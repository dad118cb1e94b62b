import { Dot } from '@/components/ui/dot';
import { formatMoney, formatNumber, formatShare } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import type { CsmShare, CsmView } from '@/lib/analytics/csm-view';
import { dimensionWords } from '@/lib/runs/result-words';

/** What a CSM carries of each dimension, beside the active CSMs. */
export function SharesPanel({ csm }: { readonly csm: CsmView }) {
  const { shares, book, capacity } = csm;
  const [first] = shares;
  return (
    <Panel
      title="What do they carry beside the others?"
      description={
        <>
          {`${formatNumber(book.accounts)} of ${formatNumber(capacity.accounts)} accounts (${formatShare(capacity.accounts > 0 ? book.accounts / capacity.accounts : null)} of capacity), ${formatNumber(book.needy)} of them needy. Health: `}
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
              <Td>{dimensionWords[share.dimension]}</Td>
              <Td end className="font-medium">
                {figure(share, share.mine)}
              </Td>
              <Td end>{figure(share, share.mean)}</Td>
              <Td end>{figure(share, share.median)}</Td>
              <Td end>{figure(share, share.fair)}</Td>
              <Td className="text-ink-muted">{comparison(share)}</Td>
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

function HealthMix({ book: { red, yellow, green, unknown } }: Pick<CsmView, 'book'>) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <Dot tone="danger" label="red">{`${formatNumber(red)} red`}</Dot>
      <Dot tone="warn" label="yellow">{`${formatNumber(yellow)} yellow`}</Dot>
      <Dot tone="ok" label="green">{`${formatNumber(green)} green`}</Dot>
      {unknown > 0 && (
        <Dot tone="neutral" label="unknown">{`${formatNumber(unknown)} unknown`}</Dot>
      )}
    </span>
  );
}

function figure({ dimension }: CsmShare, value: number | null): string {
  if (dimension === 'revenue') return formatMoney(value);
  return formatNumber(value, 1);
}

function comparison({ mine, fair, mean, rank, active }: CsmShare): string {
  const [base, words] = fair === null ? [mean, 'the mean'] : [fair, 'their share'];
  const off = base === null || base === 0 ? null : mine / base - 1;
  const place =
    rank === null ? [] : [`${formatNumber(rank)} of ${formatNumber(active)}, most first`];
  if (off === null) return place.join('') || '–';
  const far = formatShare(Math.abs(off));
  const stands =
    Math.abs(off) < 0.05 ? `about ${words}` : `${far} ${off > 0 ? 'above' : 'below'} ${words}`;
  return [stands, ...place].join('; ');
}
