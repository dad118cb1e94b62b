import type { Format } from '@/components/ui/format';
import type { CsmField, CsmRecord } from '@/lib/read-model/csm-record';
import type { SourceLabel } from './detail-values';

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
      return from(csm.awayUntil && format.dateTime(csm.awayUntil), 'Not away.');
  }
}
