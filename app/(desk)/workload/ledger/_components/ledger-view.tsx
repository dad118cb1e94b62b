import type { getLedger, Ledger, LedgerEntry } from '@/lib/analytics/get-ledger';
import type { Dimension } from '@/lib/routing/types';
import type { ScopeQuery } from '../../../_scope/scope-params';
import { HowToRead } from './how-to-read';
import { InShort } from './in-short';
import { LedgerTable } from './ledger-table';
import { SurplusFigure } from './surplus-figure';

interface Props {
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}

/** All that the ledger says, with the places of its figures while they are read. */
export function LedgerView({ ledger, query, measure }: Props & { readonly ledger: Ledger | null }) {
  const byLoad = (a: LedgerEntry, b: LedgerEntry) =>
    b.lines[measure].surplus - a.lines[measure].surplus;
  const entries = ledger?.entries.toSorted(byLoad) ?? null;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6" aria-busy={ledger === null}>
      <InShort ledger={ledger} entries={entries} measure={measure} />
      <SurplusFigure entries={entries} query={query} measure={measure} />
      <LedgerTable entries={entries} query={query} measure={measure} />
      <HowToRead />
    </div>
  );
}

/** The same once it is known. */
export async function KnownLedger({
  ledger,
  ...rest
}: Props & { readonly ledger: ReturnType<typeof getLedger> }) {
  return <LedgerView {...rest} ledger={await ledger} />;
}
