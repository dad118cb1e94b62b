import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Table, Td, Th } from '@/components/table/table';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { type LedgerLine, ledgerCauses, recordFromKeys } from '@/lib/analytics/ledger/attribution';
import type { LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { formatAmount, formatSignedAmount, measures } from './measures';

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
                {causeLabels[cause]}
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
              <AmountCells
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
            <AmountCells
              line={totalLine(entries, measure)}
              measure={measure}
              className={footClass}
            />
          </tr>
        </tfoot>
      </Table>
    </Panel>
  );
}

function AmountCells({
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
        {formatAmount(received, measure)}
      </Td>
      <Td end className={className}>
        {formatAmount(share, measure)}
      </Td>
      <Td end className={className ?? 'font-medium'}>
        {formatSignedAmount(surplus, measure)}
      </Td>
      {ledgerCauses.map((cause) => (
        <Td key={cause} end className={className}>
          {cause === 'override' && overrides && causes.override > 0 ? (
            <Link href={overrides} prefetch={false} className={linkClass}>
              {formatSignedAmount(causes.override, measure)}
            </Link>
          ) : (
            formatSignedAmount(causes[cause], measure)
          )}
        </Td>
      ))}
    </>
  );
}

function totalLine(entries: readonly LedgerEntry[], measure: Dimension): LedgerLine {
  const over = (figure: (line: LedgerLine) => number) =>
    entries.reduce((sum, { lines }) => sum + figure(lines[measure]), 0);
  return {
    received: over(({ received }) => received),
    share: over(({ share }) => share),
    surplus: over(({ surplus }) => surplus),
    causes: recordFromKeys(ledgerCauses, (cause) => over(({ causes }) => causes[cause])),
  };
}

const glossary = [
  {
    term: 'Share',
    text: 'The CSM’s part of the capacity of all active CSMs, of all that they received in the period. Red accounts are shared among those with the tenure that one asks for, or of unknown tenure.',
  },
  {
    term: causeLabels.engine,
    text: 'Accepted recommendations, beyond what the CSM could expect of each run by capacity among those who could receive: the engine took them, or others, for the best fit.',
  },
  {
    term: causeLabels.override,
    text: 'What managers gave to the CSM where another was recommended, beyond the share of all overrides.',
  },
  {
    term: causeLabels.outside,
    text: 'What was assigned without a recommendation of this CSM, beyond the share of all such.',
  },
  {
    term: causeLabels.unavailable,
    text: 'What runs gave while the CSM was cooling, on leave, had received too much lately or was not yet here; and, for the others, what came to them instead.',
  },
] as const;

/** What the ledger's words mean. */
export function LedgerGlossary() {
  return (
    <Panel title="How to read this">
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        {glossary.map(({ term, text }) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="max-w-prose text-ink-muted max-sm:pb-1">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        The four causes sum to what is beyond the share, and over all CSMs each sums to zero: what
        some carry more, others carry less. Amounts are those that a recommendation was made with,
        and count on the day it was made.
      </p>
    </Panel>
  );
}
