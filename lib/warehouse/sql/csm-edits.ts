import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { batchQuery, columnAs, type FactsOf } from './shared/batch-query';
import { inBatches } from './shared/batches';
import { comparableName } from './shared/comparable-name';
import { startDay } from './shared/dedupe';
import { command, query, type ValueColumn, valuesTable } from './shared/statement';

/** The columns of CSM_ROUTING_CSM_DETAILS that people edit, and the names of the fields in changes. */
export const csmFields = [
  'start_date',
  'segment',
  'account_level',
  'capacity',
  'manager_name',
  'away_from',
  'away_until',
] as const;
export type CsmField = (typeof csmFields)[number];

const fieldTypes: Readonly<Record<CsmField, ValueColumn<unknown>['type']>> = {
  start_date: 'DATE',
  segment: 'VARCHAR',
  account_level: 'VARCHAR',
  capacity: 'INTEGER',
  manager_name: 'VARCHAR',
  away_from: 'TIMESTAMP_NTZ',
  away_until: 'TIMESTAMP_NTZ',
};

/** A value for each field as text: a day as YYYY-MM-DD, a time in ISO 8601, a number as digits. */
export type CsmValues = Readonly<Record<CsmField, string | null>>;

/** A person, by the spelling in the active list and the key by which names compare. */
export interface CsmIdentity {
  readonly name: string;
  readonly key: string;
}

/**
 * SELECTs for a batch query: the rows of the CSM details, and the changes that people made. Tables:
 * `csmDetails` and `csmChanges`.
 * @param csm one person; null for everyone
 * @param maxChanges of each person, the newest; the newest of each field is always included
 */
export function csmEditSelects(csm: CsmIdentity | null, maxChanges: number) {
  const isTheirs: Sql = csm
    ? sql`(d.csm_name = ${csm.name} OR ${raw(comparableName('d.csm_name'))} = ${csm.key})`
    : raw('d.csm_name IS NOT NULL');
  const changeOrder = raw('ORDER BY c.changed_at DESC, c.change_id DESC');
  return {
    details: {
      columns: {
        csm: columnAs.text(raw('d.csm_name')),
        start_date: columnAs.optionalDay(startDay('d')),
        segment: columnAs.optionalText(raw('d.segment')),
        account_level: columnAs.optionalText(raw('d.account_level')),
        capacity: columnAs.optionalText(raw('CAST(d.capacity AS VARCHAR)')),
        manager_name: columnAs.optionalText(raw('d.manager_name')),
        away_from: columnAs.optionalMoment(raw('d.away_from')),
        away_until: columnAs.optionalMoment(raw('d.away_until')),
        /** JSON: what an import had for the fields that were edited. */
        sourceValues: columnAs.optionalText(raw('d.source_values')),
      },
      from: sql`FROM ${t.csmDetails} AS d WHERE ${isTheirs}`,
    },
    change: {
      columns: {
        id: columnAs.text(raw('x.change_id')),
        csmKey: columnAs.text(raw('x.csm_key')),
        field: columnAs.oneOf(csmFields)(raw('x.field')),
        before: columnAs.optionalText(raw('x.value_before')),
        after: columnAs.optionalText(raw('x.value_after')),
        byName: columnAs.text(raw('x.changed_by_name')),
        at: columnAs.moment(raw('x.changed_at')),
        /** Whether it is the newest of its field. */
        newest: columnAs.flag(raw('x.field_place = 1')),
        /** All changes of the person. */
        total: columnAs.number(raw('x.total')),
      },
      from: sql`FROM (
  SELECT c.*,
    ROW_NUMBER() OVER (PARTITION BY c.csm_key, c.field ${changeOrder}) AS field_place,
    ROW_NUMBER() OVER (PARTITION BY c.csm_key ${changeOrder}) AS place,
    COUNT(*) OVER (PARTITION BY c.csm_key) AS total
  FROM ${t.csmChanges} AS c
  WHERE ${csm ? sql`c.csm_key = ${csm.key}` : raw('c.csm_key IS NOT NULL')}
) AS x
WHERE x.field_place = 1 OR x.place <= ${maxChanges}`,
    },
  };
}

const editsRow = batchQuery(csmEditSelects(null, 0)).row;
type CsmEditsRow = z.infer<typeof editsRow>;
export type CsmDetailsRow = FactsOf<CsmEditsRow, 'details'>;
export type CsmChangeRow = FactsOf<CsmEditsRow, 'change'>;

/** The CSM details and the newest change of each field, of one person or of everyone. */
export function csmEdits(csm: CsmIdentity | null): Query<CsmEditsRow> {
  const { select, row } = batchQuery(csmEditSelects(csm, 0));
  return query({ name: 'csms.edits', tables: ['csmDetails', 'csmChanges'], row, sql: select });
}

/** The edited columns of a row of the CSM details, and what clearing them restores. */
export interface StoredCsmDetails {
  /** Spelled as in the row, or as in the active list for a new one. */
  readonly csm: string;
  readonly values: CsmValues;
  readonly sourceValues: string | null;
}

/** Updates the rows of the CSM details with these names, and inserts those that are missing. */
export function upsertCsmDetails(rows: readonly StoredCsmDetails[]): Command {
  const given = valuesTable(rows, [
    { name: 'csm_name', type: 'VARCHAR', value: ({ csm }) => csm },
    ...csmFields.map(
      (field): ValueColumn<StoredCsmDetails> => ({
        name: field,
        type: fieldTypes[field],
        value: ({ values }) => values[field],
      }),
    ),
    { name: 'source_values', type: 'VARCHAR', value: ({ sourceValues }) => sourceValues },
  ]);
  return command({
    name: 'csms.save-details',
    tables: ['csmDetails'],
    sql: sql`MERGE INTO ${t.csmDetails} AS d
USING ${given} AS s
ON d.csm_name = s.csm_name
WHEN MATCHED THEN UPDATE SET start_date = s.start_date, segment = s.segment,
  account_level = s.account_level, capacity = s.capacity, manager_name = s.manager_name,
  away_from = s.away_from, away_until = s.away_until, source_values = s.source_values
WHEN NOT MATCHED THEN INSERT (
  csm_name, start_date, segment, account_level, capacity, manager_name, away_from, away_until,
  source_values
)
VALUES (
  s.csm_name, s.start_date, s.segment, s.account_level, s.capacity, s.manager_name, s.away_from,
  s.away_until, s.source_values
)`,
  });
}

/** A change that a person made to a CSM's details. Null before: not known; null after: cleared. */
export interface NewCsmChange {
  readonly id: string;
  readonly field: CsmField;
  readonly before: string | null;
  readonly after: string | null;
}

/** Records changes of a CSM's details. Append-only. */
export function insertCsmChanges(
  csm: CsmIdentity,
  by: { readonly email: string; readonly name: string },
  at: Date,
  changes: readonly NewCsmChange[],
): readonly Command[] {
  const columns: readonly ValueColumn<NewCsmChange>[] = [
    { name: 'change_id', type: 'VARCHAR', value: ({ id }) => id },
    { name: 'csm_name', type: 'VARCHAR', value: () => csm.name },
    { name: 'csm_key', type: 'VARCHAR', value: () => csm.key },
    { name: 'field', type: 'VARCHAR', value: ({ field }) => field },
    { name: 'value_before', type: 'VARCHAR', value: ({ before }) => before },
    { name: 'value_after', type: 'VARCHAR', value: ({ after }) => after },
    { name: 'changed_by', type: 'VARCHAR', value: () => by.email },
    { name: 'changed_by_name', type: 'VARCHAR', value: () => by.name },
    { name: 'changed_at', type: 'TIMESTAMP_NTZ', value: () => at.toISOString() },
  ];
  return inBatches(changes, (batch) => ({
    name: 'csms.insert-changes',
    tables: ['csmChanges'],
    sql: sql`INSERT INTO ${t.csmChanges} (
  change_id, csm_name, csm_key, field, value_before, value_after, changed_by, changed_by_name,
  changed_at
)
SELECT change_id, csm_name, csm_key, field, value_before, value_after, changed_by, changed_by_name,
  changed_at
FROM ${valuesTable(batch, columns)} AS v`,
  }));
}
