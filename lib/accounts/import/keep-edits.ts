import { nameKey } from '@/lib/names';
import { mapFields, storedCsms } from '@/lib/read-model/csm-record';
import { type CsmField, type CsmValues, csmEdits, csmFields } from '@/lib/warehouse/sql/csm-edits';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { SourceCsm } from '@/lib/warehouse/sql/sources';
import type { Session } from '@/lib/warehouse/types';
import { count } from './note-text';

const fieldNames: Readonly<Record<CsmField, string>> = {
  start_date: 'start date',
  segment: 'segment',
  account_level: 'level',
  capacity: 'capacity',
  manager_name: 'manager',
  away_from: 'leave',
  away_until: 'leave',
};

/** CSMs to import with the values that people edited in the app, and notes about these. */
export interface CsmsWithEdits {
  readonly csms: readonly SourceCsm[];
  readonly notes: readonly string[];
}

/**
 * Replaces what a file has for values that people edited in the app, also of a person whom an earlier
 * import had left out. The file's values are stored beside them, and count when an edit is cleared.
 */
export async function keepEdits(
  session: Pick<Session, 'read'>,
  csms: readonly SourceCsm[],
): Promise<CsmsWithEdits> {
  const rows = await session.read(csmEdits(null));
  const changes = rowsFor(rows, 'change').filter(({ newest }) => newest);
  const storedOf = storedCsms(rowsFor(rows, 'details'), changes);
  const kept: string[] = [];
  const merged = csms.map((csm) => {
    const key = nameKey(csm.name);
    const stored = storedOf(key);
    const lastEdits = new Map(
      changes.flatMap((each) => (each.csmKey === key ? [[each.field, each.after]] : [])),
    );
    const edited = mapFields((field) =>
      stored.rows.length > 0 ? stored.edited[field] : (lastEdits.get(field) ?? null),
    );
    const fields = csmFields.filter((field) => edited[field] !== null);
    if (fields.length === 0) return csm;
    const names = [...new Set(fields.map((field) => fieldNames[field]))];
    kept.push(`${csm.name} (${names.join(', ')})`);
    return withValues(csm, edited, fields);
  });
  return { csms: merged, notes: kept.length > 0 ? [keptNote(kept)] : [] };
}

function withValues(csm: SourceCsm, edited: CsmValues, fields: readonly CsmField[]): SourceCsm {
  const { startDate, segment, level, capacity, managerName, awayFrom, awayUntil } = csm;
  const imported: CsmValues = {
    start_date: startDate,
    segment,
    account_level: level,
    manager_name: managerName,
    capacity: capacity?.toString() ?? null,
    away_from: awayFrom?.toISOString() ?? null,
    away_until: awayUntil?.toISOString() ?? null,
  };
  const values = mapFields((field) => edited[field] ?? imported[field]);
  const sourceValues = Object.fromEntries(
    fields.flatMap((field) => (imported[field] === null ? [] : [[field, imported[field]]])),
  );
  const time = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...csm,
    startDate: values.start_date,
    segment: values.segment,
    level: values.account_level,
    capacity: values.capacity === null ? null : Number(values.capacity),
    managerName: values.manager_name,
    awayFrom: time(values.away_from),
    awayUntil: time(values.away_until),
    sourceValues: Object.keys(sourceValues).length > 0 ? JSON.stringify(sourceValues) : null,
  };
}

const MAX_NAMED = 10;

function keptNote(kept: readonly string[]): string {
  const more = kept.length - MAX_NAMED;
  const list = [...kept.slice(0, MAX_NAMED), ...(more > 0 ? [`${more} more`] : [])].join('; ');
  return `${count(kept.length, 'CSM has', 'CSMs have')} values that were edited in the app and were kept: ${list}. Clear an edit on the CSM's page to use the file's value.`;
}
