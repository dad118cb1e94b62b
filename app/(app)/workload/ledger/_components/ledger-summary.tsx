import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import { formatCount, formatList, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import type { Ledger, LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { describeSurplus, isEven } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { formatAmount } from './measures';

const MAX_SENTENCES = 3;
/** Of the places of as many sentences. */
const skeletonWidths = [
  'w-[30rem]',
  'w-[33rem]',
  'w-[28rem]',
  'w-[36rem]',
  'w-[31rem]',
  'w-[34rem]',
];

/** The most and the least laden in plain sentences, and what to know of the figures. */
export function LedgerSummary({
  ledger,
  entries,
  measure,
}: {
  readonly ledger: Ledger | null;
  /** The most laden first. */
  readonly entries: readonly LedgerEntry[] | null;
  readonly measure: Dimension;
}) {
  return (
    <Panel title="In short">
      {ledger && entries ? (
        <div className="flex flex-col gap-3">
          <Sentences entries={entries} measure={measure} />
          {ledgerNotes(ledger).map((note) => (
            <p key={note} className="text-sm text-ink-muted">
              {note}
            </p>
          ))}
          <FormerCsms former={ledger.former} measure={measure} />
        </div>
      ) : (
        <div className="flex h-48 flex-col gap-3">
          {skeletonWidths.map((width) => (
            <Skeleton key={width} className={`h-4 max-w-full ${width}`} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Sentences({
  entries,
  measure,
}: {
  readonly entries: readonly LedgerEntry[];
  readonly measure: Dimension;
}) {
  const uneven = entries.filter(({ lines }) => !isEven(lines[measure], measure));
  const most = uneven.filter(({ lines }) => lines[measure].surplus > 0).slice(0, MAX_SENTENCES);
  const least = uneven
    .filter(({ lines }) => lines[measure].surplus < 0)
    .slice(-MAX_SENTENCES)
    .reverse();
  if (uneven.length === 0) {
    return (
      <p>{entries.length === 0 ? 'Nobody is active here.' : 'Everybody received their share.'}</p>
    );
  }
  return (
    <ul className="flex flex-col gap-1.5">
      {[...most, ...least].map(({ name, lines }) => (
        <li key={name} className="[overflow-wrap:anywhere]">
          <CsmLink name={name} />
          {` received ${describeSurplus(
            lines[measure],
            measure,
            formatAmount(Math.abs(lines[measure].surplus), measure),
          )}.`}
        </li>
      ))}
    </ul>
  );
}

const MAX_NAMES = 12;

function FormerCsms({ former, measure }: Pick<Ledger, 'former'> & { readonly measure: Dimension }) {
  if (former.length === 0) return null;
  const rest = former.length - MAX_NAMES;
  return (
    <p className="text-sm text-ink-muted">
      {`${formatCount(former.length, 'CSM')} no longer active received: `}
      {former.slice(0, MAX_NAMES).map(({ name, received }, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <CsmLink name={name} />
          {` ${formatAmount(received[measure], measure)}`}
        </span>
      ))}
      {rest > 0 && ` and ${formatNumber(rest)} more`}. Nobody’s share is of that.
    </p>
  );
}

function CsmLink({ name }: { readonly name: string }) {
  return (
    <Link
      href={csmHref(name)}
      prefetch={false}
      className="text-accent-ink underline underline-offset-2"
    >
      {name}
    </Link>
  );
}

/** What to know of the ledger's figures, a sentence each. */
function ledgerNotes({ entries, active, assumed, unrecorded }: Ledger): readonly string[] {
  const missing = [
    assumed.neediness > 0 && `${formatCount(assumed.neediness, 'account')} without neediness`,
    assumed.revenue > 0 && `${formatCount(assumed.revenue, 'account')} without revenue`,
    assumed.health > 0 && `${formatCount(assumed.health, 'account')} without health`,
  ].filter((words) => words !== false);
  return [
    entries.length < active &&
      `Shares are of all ${formatNumber(active)} active CSMs, of whom ${formatNumber(entries.length)} are shown.`,
    missing.length > 0 &&
      `${formatList(missing)} ${assumed.neediness + assumed.revenue + assumed.health === 1 ? 'counts' : 'count'} with the median of what was received.`,
    unrecorded > 0 &&
      `${formatCount(unrecorded, 'account')} came of runs that kept no record of who could receive, such as another program’s. There everybody counts as available.`,
  ].filter((note) => note !== false);
}
