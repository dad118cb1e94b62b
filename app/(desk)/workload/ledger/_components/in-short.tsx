import Link from 'next/link';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { Ledger, LedgerEntry } from '@/lib/analytics/get-ledger';
import { describeSurplus, isEven } from '@/lib/analytics/ledger-words';
import type { Dimension } from '@/lib/routing/types';
import { csmHref } from '../../../hrefs';
import { amountText } from './measures';
import { notesOf } from './notes';

const few = 3;
/** Of the places of as many sentences. */
const widths = ['w-[30rem]', 'w-[33rem]', 'w-[28rem]', 'w-[36rem]', 'w-[31rem]', 'w-[34rem]'];

/** The most and the least laden in plain sentences, and what to know of the figures. */
export function InShort({
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
          {notesOf(ledger).map((note) => (
            <p key={note} className="text-sm text-ink-muted">
              {note}
            </p>
          ))}
          <Former former={ledger.former} measure={measure} />
        </div>
      ) : (
        <div className="flex h-48 flex-col gap-3">
          {widths.map((width) => (
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
  const most = uneven.filter(({ lines }) => lines[measure].surplus > 0).slice(0, few);
  const least = uneven
    .filter(({ lines }) => lines[measure].surplus < 0)
    .slice(-few)
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
            amountText(Math.abs(lines[measure].surplus), measure),
          )}.`}
        </li>
      ))}
    </ul>
  );
}

const named = 12;

function Former({ former, measure }: Pick<Ledger, 'former'> & { readonly measure: Dimension }) {
  if (former.length === 0) return null;
  const rest = former.length - named;
  return (
    <p className="text-sm text-ink-muted">
      {`${formatCount(former.length, 'CSM')} no longer active received: `}
      {former.slice(0, named).map(({ name, received }, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <CsmLink name={name} />
          {` ${amountText(received[measure], measure)}`}
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
