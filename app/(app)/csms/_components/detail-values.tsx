import type { ReactNode } from 'react';
import type { Format } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { CsmDetailKind, CsmField, CsmOrigin, CsmRecord } from '@/lib/read-model/csm-record';

/** How the source of a CSM's details is called: an import, or the data team's tables. */
export type SourceLabel = 'Import' | 'Data team’s source';

export function sourceLabel(warehouse: 'duckdb' | 'snowflake'): SourceLabel {
  return warehouse === 'duckdb' ? 'Import' : 'Data team’s source';
}

/** The details of a CSM as text. */
export function detailValue(csm: CsmRecord, kind: CsmDetailKind, format: Format): ReactNode {
  switch (kind) {
    case 'tenure':
      return <Tenure csm={csm} format={format} />;
    case 'class':
      return classText(csm);
    case 'capacity':
      return format.count(csm.capacity, 'account');
    case 'manager':
      return csm.managerName ?? 'Unknown';
    case 'leave':
      return <Leave csm={csm} />;
  }
}

function Tenure({
  csm: { startDate, tenureMonths },
  format,
}: {
  readonly csm: CsmRecord;
  readonly format: Format;
}) {
  const tenure =
    tenureMonths === null ? 'Unknown' : format.count(Math.floor(tenureMonths), 'month');
  return startDate === null ? tenure : `${format.day(startDate)} (${tenure})`;
}

/** The class of accounts that a CSM takes. */
function classText({ segment, level }: Pick<CsmRecord, 'segment' | 'level'>): string {
  if (segment === null && level === null) return 'Any account';
  return `${segment ?? 'Any segment'} · ${level ?? 'any level'}`;
}

function Leave({ csm: { awayFrom, awayUntil } }: { readonly csm: CsmRecord }) {
  if (awayUntil === null) return 'None';
  return (
    <>
      {awayFrom === null ? (
        'Away until '
      ) : (
        <>
          {'From '}
          <Time at={awayFrom} show="day" />
          {' until '}
        </>
      )}
      <Time at={awayUntil} show="day" />
    </>
  );
}

/** Where a value comes from; nothing for one that is not known. */
export function OriginText({
  origin,
  source,
}: {
  readonly origin: CsmOrigin;
  readonly source: SourceLabel;
}) {
  switch (origin.kind) {
    case 'edited':
      return (
        <>
          {`Edited by ${origin.byName}, `}
          <Time at={origin.at} />
        </>
      );
    case 'source':
      return source;
    case 'policy':
      return 'Policy';
    case 'none':
      return null;
  }
}

/** What a field's value is now and where it comes from, below its control. */
export function fieldHint({
  field,
  csm,
  isEdited,
  source,
  format,
}: {
  readonly field: CsmField;
  readonly csm: CsmRecord;
  readonly isEdited: boolean;
  readonly source: SourceLabel;
  readonly format: Format;
}): string {
  if (isEdited) return 'Edited here. Clear to use the source’s value.';
  const from = (value: string | null, otherwise: string) =>
    value === null ? otherwise : `${source}: ${value}`;
  switch (field) {
    case 'start_date':
      return from(
        csm.tenureMonths === null ? null : format.count(Math.floor(csm.tenureMonths), 'month'),
        'Tenure is unknown.',
      );
    case 'segment':
      return from(csm.segment, 'Takes any segment.');
    case 'account_level':
      return from(csm.level, 'Takes any level.');
    case 'capacity':
      return csm.origins.capacity.kind === 'policy'
        ? `Policy: ${format.number(csm.capacity)}`
        : from(format.number(csm.capacity), '');
    case 'manager_name':
      return from(csm.managerName, 'Unknown.');
    case 'away_from':
      return 'Empty if they are away already.';
    case 'away_until':
      return from(csm.awayUntil && format.dayOrTime(csm.awayUntil), 'Not away.');
  }
}
