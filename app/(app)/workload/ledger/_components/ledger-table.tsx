'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { countedByRecommendation } from '@/app/(app)/_shared/count-dates';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { ExportLink } from '@/app/(app)/_shared/list-pages';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { type StaticColumn, StaticTable } from '@/components/table/static-table';
import { useFirstRows } from '@/components/table/use-first-rows';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import { recordFromKeys, surplusCauses } from '@/lib/analytics/ledger/attribution';
import type { EntryLine } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { formatAmount, formatSignedAmount, measures } from './amounts';

const columns: readonly StaticColumn[] = [
  { id: 'csm', label: 'CSM', rowHeader: true, className: 'min-w-36' },
  { id: 'received', label: 'Received', align: 'end' },
  { id: 'byCapacity', label: 'By capacity', align: 'end' },
  { id: 'intakeByClass', label: 'Intake by class', align: 'end' },
  { id: 'share', label: 'Share', align: 'end' },
  { id: 'surplus', label: 'Above share', align: 'end', className: 'font-medium' },
  ...surplusCauses.map((id): StaticColumn => ({ id, label: causeLabels[id], align: 'end' })),
];

/** A CSM's amounts of one measure. */
interface LedgerRow {
  readonly name: string;
  readonly line: EntryLine;
}

/** Each CSM's amounts, with totals. */
export function LedgerTable({
  rows,
  total,
  query,
  measure,
}: {
  /** Largest surplus first. */
  readonly rows: readonly LedgerRow[];
  readonly total: EntryLine;
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  const format = useFormat();
  const firstRows = useFirstRows(rows);
  if (rows.length === 0) return null;
  return (
    <Panel
      title="Ledger"
      description={`${measures[measure].unit}. What capacity alone gives and the intake by class add up to the share; the causes add up to the amount above it. ${countedByRecommendation}`}
      flush
      actions={<ExportLink href={scopeHref('/api/exports/ledger', query)} />}
    >
      <StaticTable
        label="Ledger by CSM"
        // Narrower in print, so that a portrait page has all columns.
        className="print:[zoom:0.8]"
        scrollClass="max-h-[36rem]"
        columns={columns}
        rows={firstRows.map(({ name, line }) => {
          const cells = amountCells(line, measure, format);
          return {
            id: name,
            cells: {
              csm: <CsmLink name={name} />,
              ...cells,
              received:
                line.received > 0 ? (
                  <Link
                    href={rowsHref(query, { rows: 'decided', receivedBy: name })}
                    prefetch={false}
                    aria-label={`Recommendations behind what ${name} received`}
                    className="text-accent-ink underline underline-offset-2"
                  >
                    {cells.received}
                  </Link>
                ) : (
                  cells.received
                ),
              override:
                line.causes.override > 0 ? (
                  <Link
                    href={rowsHref(query, { overridesTo: name })}
                    prefetch={false}
                    className="text-accent-ink underline underline-offset-2"
                  >
                    {cells.override}
                  </Link>
                ) : (
                  cells.override
                ),
            },
          };
        })}
        footer={{ csm: 'Total', ...amountCells(total, measure, format) }}
      />
    </Panel>
  );
}

function amountCells(
  { received, share, intakeByClass, surplus, causes }: EntryLine,
  measure: Dimension,
  format: Format,
): Readonly<Record<string, ReactNode>> {
  return {
    received: formatAmount(received, measure, format),
    byCapacity: formatAmount(share - intakeByClass, measure, format),
    intakeByClass: formatSignedAmount(intakeByClass, measure, format),
    share: formatAmount(share, measure, format),
    surplus: formatSignedAmount(surplus, measure, format),
    ...recordFromKeys(surplusCauses, (cause) => formatSignedAmount(causes[cause], measure, format)),
  };
}
