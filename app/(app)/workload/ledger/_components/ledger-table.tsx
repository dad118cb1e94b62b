import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Table, Td, Th } from '@/components/table/table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { type LedgerLine, recordFromKeys, surplusCauses } from '@/lib/analytics/ledger/attribution';
import type { LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { formatAmount, formatSignedAmount, measures } from './amounts';

const linkClass = 'text-accent-ink underline underline-offset-2';
const footClass = 'sticky bottom-0 bg-sunken font-medium';

/** Each CSM's amounts, with totals. */
export function LedgerTable({
  entries,
  query,
  measure,
  format,
}: {
  /** Largest surplus first. */
  readonly entries: readonly LedgerEntry[];
  readonly query: ScopeQuery;
  readonly measure: Dimension;
  readonly format: Format;
}) {
  if (entries.length === 0) return null;
  return (
    <Panel
      title="Ledger"
      description={`${measures[measure].unit}. The causes in a row add up to the amount above the share.`}
      flush
    >
      <Table label="Ledger" scrollClass="max-h-[36rem]">
        <thead>
          <tr>
            <Th>CSM</Th>
            <Th end>Received</Th>
            <Th end>Share</Th>
            <Th end>Above share</Th>
            {surplusCauses.map((cause) => (
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
                format={format}
                overridesHref={rowsHref(query, { overridesTo: name })}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={`px-3 py-2 ${footClass}`}>
              Total
            </th>
            <AmountCells
              line={totalLine(entries, measure)}
              measure={measure}
              format={format}
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
  format,
  overridesHref,
  className,
}: {
  readonly line: LedgerLine;
  readonly measure: Dimension;
  readonly format: Format;
  /** The page that lists the overrides to this CSM. */
  readonly overridesHref?: string;
  readonly className?: string;
}) {
  return (
    <>
      <Td end className={className}>
        {formatAmount(received, measure, format)}
      </Td>
      <Td end className={className}>
        {formatAmount(share, measure, format)}
      </Td>
      <Td end className={className ?? 'font-medium'}>
        {formatSignedAmount(surplus, measure, format)}
      </Td>
      {surplusCauses.map((cause) => (
        <Td key={cause} end className={className}>
          {cause === 'override' && overridesHref && causes.override > 0 ? (
            <Link href={overridesHref} prefetch={false} className={linkClass}>
              {formatSignedAmount(causes.override, measure, format)}
            </Link>
          ) : (
            formatSignedAmount(causes[cause], measure, format)
          )}
        </Td>
      ))}
    </>
  );
}

function totalLine(entries: readonly LedgerEntry[], measure: Dimension): LedgerLine {
  const total = (amount: (line: LedgerLine) => number) =>
    entries.reduce((sum, { lines }) => sum + amount(lines[measure]), 0);
  return {
    received: total(({ received }) => received),
    share: total(({ share }) => share),
    surplus: total(({ surplus }) => surplus),
    causes: recordFromKeys(surplusCauses, (cause) => total(({ causes }) => causes[cause])),
  };
}

const glossary = [
  {
    term: 'Share',
    text: 'The CSM’s share of total capacity, applied to everything that active CSMs received in the date range. Red accounts are shared among CSMs with the desired tenure or with unknown tenure.',
  },
  {
    term: causeLabels.engine,
    text: 'Accepted recommendations, compared with the CSM’s expected share of each run among the CSMs who were available. The engine chose them, or others, as the best fit.',
  },
  {
    term: causeLabels.override,
    text: 'Accounts that managers gave to the CSM instead of the recommended CSM, compared with the share of all overrides.',
  },
  {
    term: causeLabels.outside,
    text: 'Accounts assigned without a recommendation of this CSM, compared with the share of all such accounts.',
  },
  {
    term: causeLabels.unavailable,
    text: 'Accounts placed while the CSM was cooling, on leave, over the weekly limit, or not here yet. For the other CSMs: what they received instead.',
  },
] as const;

/** Defines the ledger's terms. */
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
        The four causes add up to the amount above the share. Each cause adds up to zero over all
        CSMs: what some receive on top, others receive less. Amounts are those at the time of the
        recommendation and count on the day it was made.
      </p>
    </Panel>
  );
}
