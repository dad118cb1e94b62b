import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import type { LedgerEntry } from '@/lib/analytics/get-ledger';
import { type LedgerLine, ledgerCauses, recordOf } from '@/lib/analytics/ledger';
import { causeNames } from '@/lib/analytics/ledger-words';
import type { Dimension } from '@/lib/routing/types';
import type { ScopeQuery } from '../../../_scope/scope-params';
import { rowsHref } from '../../../acceptance/search-params';
import { csmHref } from '../../../hrefs';
import { amountText, changeText, measures } from './measures';

const linkClass = 'text-accent-ink underline underline-offset-2';
const footClass = 'sticky bottom-0 bg-sunken font-medium';

/** Each CSM's account, with the sums of those who are shown. */
export function LedgerTable({
  entries,
  query,
  measure,
}: {
  /** The most laden first. */
  readonly entries: readonly LedgerEntry[] | null;
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  if (entries === null) {
    return (
      <Panel title="The ledger" flush>
        <Skeleton className="m-4 h-96" />
      </Panel>
    );
  }
  if (entries.length === 0) return null;
  return (
    <Panel
      title="The ledger"
      description={`${measures[measure].unit}. The causes of a row sum to what is beyond its share.`}
      flush
    >
      <Table label="The ledger of each CSM" scrollClass="max-h-[36rem]">
        <thead>
          <tr>
            <Th>CSM</Th>
            <Th end>Received</Th>
            <Th end>Share</Th>
            <Th end>Beyond share</Th>
            {ledgerCauses.map((cause) => (
              <Th key={cause} end>
                {causeNames[cause]}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ name, lines }) => (
            <tr key={name}>
              <th scope="row" className="min-w-36 border-b border-line px-3 py-2 font-normal">
                <Link href={csmHref(name)} prefetch={false} className={linkClass}>
                  {name}
                </Link>
              </th>
              <Figures
                line={lines[measure]}
                measure={measure}
                overrides={rowsHref(query, { overridesTo: name })}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={`px-3 py-2 ${footClass}`}>
              Sum
            </th>
            <Figures line={sumOf(entries, measure)} measure={measure} className={footClass} />
          </tr>
        </tfoot>
      </Table>
    </Panel>
  );
}

function Figures({
  line: { received, share, surplus, causes },
  measure,
  overrides,
  className,
}: {
  readonly line: LedgerLine;
  readonly measure: Dimension;
  /** Where the overrides that brought something are listed. */
  readonly overrides?: string;
  readonly className?: string;
}) {
  return (
    <>
      <Td end className={className}>
        {amountText(received, measure)}
      </Td>
      <Td end className={className}>
        {amountText(share, measure)}
      </Td>
      <Td end className={className ?? 'font-medium'}>
        {changeText(surplus, measure)}
      </Td>
      {ledgerCauses.map((cause) => (
        <Td key={cause} end className={className}>
          {cause === 'override' && overrides && causes.override > 0 ? (
            <Link href={overrides} prefetch={false} className={linkClass}>
              {changeText(causes.override, measure)}
            </Link>
          ) : (
            changeText(causes[cause], measure)
          )}
        </Td>
      ))}
    </>
  );
}

function sumOf(entries: readonly LedgerEntry[], measure: Dimension): LedgerLine {
  const over = (figure: (line: LedgerLine) => number) =>
    entries.reduce((sum, { lines }) => sum + figure(lines[measure]), 0);
  return {
    received: over(({ received }) => received),
    share: over(({ share }) => share),
    surplus: over(({ surplus }) => surplus),
    causes: recordOf(ledgerCauses, (cause) => over(({ causes }) => causes[cause])),
  };
}
