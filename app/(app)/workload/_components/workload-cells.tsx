'use client';

import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import type { WorkloadColumn } from '@/app/(app)/workload/search-params';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import type { WorkloadRow } from '@/lib/analytics/workload/get-workload';
import {
  takenClassLabel,
  type WorkloadAmounts,
  type WorkloadGroup,
} from '@/lib/analytics/workload/groups';
import { capacityLevel } from '@/lib/analytics/workload/highlights';
import { TrendCell } from './trend-cell';
import { acceptanceRate, perCapacity, redShare } from './workload-columns';

/** The largest values that bars have room for. */
export interface CellScale {
  /** Share of capacity. */
  readonly share: number;
  /** Load as a multiple of the target. */
  readonly ofTarget: number;
}

/** A scale for all rows, with room for capacity and for the average. */
export function cellScale(groups: readonly WorkloadGroup[]): CellScale {
  const rows = groups.flatMap((group) => group.rows);
  const ofTarget = rows.flatMap((row) => [ratio(row, 'neediness'), ratio(row, 'revenue')]);
  return {
    share: Math.max(1.1, ...rows.map(({ share }) => share ?? 0)),
    // One outlier must not flatten all other bars.
    ofTarget: Math.min(3, Math.max(1.5, ...ofTarget.map((value) => value ?? 0))),
  };
}

function ratio({ load, target }: WorkloadAmounts, dimension: 'neediness' | 'revenue') {
  return target[dimension] > 0 ? load[dimension] / target[dimension] : null;
}

/** One cell of a CSM's row, or of a group's sums (without `row`). */
export function WorkloadCell({
  column,
  amounts,
  row,
  scale,
}: {
  readonly column: WorkloadColumn;
  readonly amounts: WorkloadAmounts;
  readonly row?: WorkloadRow;
  readonly scale: CellScale;
}): ReactNode {
  const format = useFormat();
  switch (column) {
    case 'csm':
      return row && <CsmLink name={row.csm} />;
    case 'manager':
      return row && <span className="whitespace-nowrap">{row.manager ?? '–'}</span>;
    case 'class':
      return row && <span className="whitespace-nowrap">{takenClassLabel(row)}</span>;
    case 'accounts':
      return <CapacityCell amounts={amounts} scale={scale.share} format={format} />;
    case 'neediness':
      return (
        <PerCapacityCell
          amounts={amounts}
          dimension="neediness"
          text={format.fixed(perCapacity(amounts, 'neediness'), 2)}
          scale={scale.ofTarget}
          format={format}
        />
      );
    case 'revenue':
      return (
        <PerCapacityCell
          amounts={amounts}
          dimension="revenue"
          text={format.money(perCapacity(amounts, 'revenue'))}
          scale={scale.ofTarget}
          format={format}
        />
      );
    case 'health':
      return <HealthCell amounts={amounts} format={format} />;
    case 'received':
      return <span className="tabular-nums">{format.number(amounts.received)}</span>;
    case 'acceptance':
      return <AcceptanceCell amounts={amounts} format={format} />;
    case 'trend':
      return <TrendCell history={amounts.history} format={format} />;
  }
}

const percentOf = (value: number, scale: number) =>
  `${(100 * Math.min(1, Math.max(0, value / scale))).toFixed(1)}%`;

/** Parts of a whole as a horizontal bar with a reference line. The text beside it has the values. */
function Bar({
  parts,
  mark,
  className,
}: {
  readonly parts: readonly {
    readonly key: string;
    readonly width: string;
    readonly fill: string;
  }[];
  /** Position of the reference line. */
  readonly mark?: string | undefined;
  readonly className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      data-mark
      className={classNames(
        'relative inline-flex h-2 min-w-10 flex-1 gap-px rounded-sm bg-neutral-soft',
        className,
      )}
    >
      {parts.map(({ key, width, fill }) => (
        <span key={key} className={classNames('rounded-sm', fill)} style={{ width }} />
      ))}
      {mark && <span className="absolute -inset-y-0.5 w-px bg-ink" style={{ left: mark }} />}
    </span>
  );
}

interface AmountsProps {
  readonly amounts: WorkloadAmounts;
  readonly format: Format;
}

const capacityFills = {
  room: 'bg-accent',
  near: 'bg-warn-solid',
  over: 'bg-danger-solid',
} as const;

function CapacityCell({ amounts, scale, format }: AmountsProps & { readonly scale: number }) {
  const { load, owned, pending, capacity, share } = amounts;
  const fill = capacityFills[capacityLevel(share)];
  return (
    <span className="flex items-center gap-1.5">
      <Bar
        mark={capacity > 0 ? percentOf(1, scale) : undefined}
        parts={
          capacity > 0
            ? [
                { key: 'owned', width: percentOf(owned / capacity, scale), fill },
                {
                  key: 'pending',
                  width: percentOf(pending / capacity, scale),
                  fill: classNames(fill, 'opacity-50'),
                },
              ]
            : []
        }
      />
      <span className="w-10 text-right font-medium tabular-nums">{format.percent(share)}</span>
      <span className="min-w-14 text-right text-xs whitespace-nowrap text-ink-muted tabular-nums">
        {format.number(load.accounts)}
        <span className="sr-only"> accounts of a capacity of </span>
        <span aria-hidden="true"> / </span>
        {format.number(capacity)}
        {pending > 0 && (
          <span className="sr-only">{`, with ${format.count(pending, 'pending recommendation')}`}</span>
        )}
      </span>
    </span>
  );
}

function PerCapacityCell({
  amounts,
  dimension,
  text,
  scale,
  format,
}: AmountsProps & {
  readonly dimension: 'neediness' | 'revenue';
  readonly text: string;
  readonly scale: number;
}) {
  const value = amounts.hasPeers ? ratio(amounts, dimension) : null;
  return (
    <span className="flex items-center gap-1.5">
      <Bar
        className="print:hidden"
        mark={value === null ? undefined : percentOf(1, scale)}
        parts={
          value === null
            ? []
            : [{ key: dimension, width: percentOf(value, scale), fill: 'bg-accent' }]
        }
      />
      <span className="w-14 text-right tabular-nums">
        {text}
        {value !== null && (
          <span className="sr-only">{`, ${format.percent(value)} of the average of their class`}</span>
        )}
      </span>
    </span>
  );
}

const healthFills = [
  ['red', 'bg-danger-solid'],
  ['yellow', 'bg-warn-solid'],
  ['green', 'bg-ok-solid'],
  ['unknown', 'bg-ink-faint'],
] as const;

function HealthCell({ amounts, format }: AmountsProps) {
  const { accounts } = amounts;
  const share = redShare(amounts);
  if (share === null) return <span className="text-ink-muted">No accounts</span>;
  const counts = healthFills.flatMap(([key, fill]) =>
    amounts[key] > 0 ? [{ key, fill, width: percentOf(amounts[key], accounts) }] : [],
  );
  const text = counts.map(({ key }) => `${format.number(amounts[key])} ${key}`).join(', ');
  return (
    <span className="flex items-center gap-1.5" title={text}>
      <Bar parts={counts} />
      <span className="sr-only">{text}; </span>
      <span className="w-12 text-right text-xs whitespace-nowrap text-ink-muted tabular-nums">
        {`${format.percent(share)} red`}
      </span>
    </span>
  );
}

function AcceptanceCell({ amounts, format }: AmountsProps) {
  const { recommended, accepted } = amounts;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {format.percent(acceptanceRate(amounts))}
      <span className="ml-1.5 inline-block w-13 text-right text-xs text-ink-muted print:hidden">
        {recommended > 0 ? `${format.number(accepted)} of ${format.number(recommended)}` : ''}
      </span>
    </span>
  );
}
