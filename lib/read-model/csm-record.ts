import { z } from 'zod';
import { ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import { compareNames, nameKey } from '@/lib/names';
import {
  type CsmChangeRow,
  type CsmDetailsRow,
  type CsmField,
  type CsmIdentity,
  type CsmValues,
  csmFields,
} from '@/lib/warehouse/sql/csm-edits';
import { tenureOf } from './csms';
import type { CsmFacts, Facts } from './facts';

export type { CsmField, CsmValues };

/** Where a value comes from: an edit in the app, an import or the data team, the policy, or nowhere. */
export type CsmOrigin =
  | { readonly kind: 'edited'; readonly byName: string; readonly at: Date }
  | { readonly kind: 'source' | 'policy' | 'none' };

/** What a person may edit about a CSM. A class is a segment and a level, and a leave has two times. */
export const csmDetailKinds = ['tenure', 'class', 'capacity', 'manager', 'leave'] as const;
export type CsmDetailKind = (typeof csmDetailKinds)[number];

/** A CSM's details as they are in effect, with where each comes from. */
export interface CsmRecord {
  readonly name: string;
  readonly active: boolean;
  /** `YYYY-MM-DD`; null if only the tenure is known, or neither. */
  readonly startDate: string | null;
  readonly tenureMonths: number | null;
  /** Null takes any. */
  readonly segment: string | null;
  readonly level: string | null;
  /** For an account of their own class. */
  readonly capacity: number;
  readonly managerName: string | null;
  /** A current or planned leave; both are null if there is none, `awayFrom` also if it has begun. */
  readonly awayFrom: Date | null;
  readonly awayUntil: Date | null;
  readonly origins: Readonly<Record<CsmDetailKind, CsmOrigin>>;
  /** The values that were edited in the app. Null: the source's counts. */
  readonly edited: CsmValues;
}

/** The values that people edited, of one person, and what else the details have. */
export interface StoredCsm {
  /** The stored rows; usually one, or none. */
  readonly rows: readonly CsmDetailsRow[];
  readonly edited: CsmValues;
  /** By field, the change that set the edited value. */
  readonly edits: ReadonlyMap<CsmField, CsmChangeRow>;
  /** What the details have, edited or not. */
  readonly stored: CsmValues;
  /** What an import had for edited fields; clearing an edit restores it. */
  readonly sourceValues: Partial<CsmValues>;
}

/** The person of a name. @throws Error for a name without a key, such as a blank one */
export function csmIdentity(name: string): CsmIdentity {
  const key = nameKey(name);
  if (key === null) throw new Error('A CSM needs a name.');
  return { name, key };
}

const NO_VALUES = Object.fromEntries(csmFields.map((field) => [field, null])) as CsmValues;

/** Groups rows of `csmEdits` by person: a function from a name's key to what is stored. */
export function storedCsms(
  details: readonly CsmDetailsRow[],
  changes: readonly CsmChangeRow[],
): (key: string | null) => StoredCsm {
  const rowsByKey = groupBy(details, ({ csm }) => nameKey(csm));
  const changesByKey = groupBy(
    changes.filter(({ newest }) => newest),
    ({ csmKey }) => csmKey,
  );
  return (key) => storedCsm(rowsByKey.get(key) ?? [], changesByKey.get(key) ?? []);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null) {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/**
 * A value counts as edited if the newest change of its field set it. One that was changed outside the
 * app since, or cleared, does not.
 */
function storedCsm(
  rows: readonly CsmDetailsRow[],
  newestChanges: readonly CsmChangeRow[],
): StoredCsm {
  const [first] = rows;
  const stored = first ? storedValues(first) : NO_VALUES;
  const edits = new Map(
    newestChanges
      .filter(({ field, after }) => after !== null && after === stored[field])
      .map((change) => [change.field, change]),
  );
  const edited = mapFields((field) => edits.get(field)?.after ?? null);
  const sourceValues = first?.sourceValues ? sourceValuesSchema.parse(first.sourceValues) : {};
  return { rows, edited, edits, stored, sourceValues };
}

const sourceValuesSchema = z
  .string()
  .transform((json): unknown => JSON.parse(json))
  .pipe(z.partialRecord(z.enum(csmFields), z.string().nullable()));

/** The values of a row of the CSM details. */
export function storedValues(row: CsmDetailsRow): CsmValues {
  return mapFields((field) => {
    const value = row[field];
    return value instanceof Date ? value.toISOString() : value;
  });
}

/** What people may choose from; they may also type something else. */
export interface CsmChoices {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  readonly managers: readonly string[];
}

/** The classes and managers in use, sorted. */
export function csmChoices({ csms, classes }: Pick<Facts, 'csms' | 'classes'>): CsmChoices {
  const inUse = [...csms.values()];
  return {
    segments: distinct([...inUse, ...classes].map(({ segment }) => segment)),
    levels: distinct([...inUse, ...classes].map(({ level }) => level)),
    managers: distinct(inUse.map(({ managerName }) => managerName)),
  };
}

function distinct(names: readonly (string | null)[]): string[] {
  const byKey = new Map(names.map((name) => [nameKey(name), name ?? '']));
  byKey.delete(null);
  return [...byKey.values()].sort(compareNames);
}

/** A value for each field. */
export function mapFields(toValue: (field: CsmField) => string | null): CsmValues {
  return Object.fromEntries(csmFields.map((field) => [field, toValue(field)])) as CsmValues;
}

/** A CSM's details as they are in effect now. */
export function csmRecord(
  csm: CsmFacts,
  { edited, edits }: Pick<StoredCsm, 'edited' | 'edits'>,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): CsmRecord {
  const { name, active, startDate, segment, level, managerName } = csm;
  const isOver = csm.awayUntil !== null && csm.awayUntil <= now;
  const isPlanned = csm.awayFrom !== null && csm.awayFrom > now;
  const tenureMonths = tenureOf(csm, now);
  const origin = (fields: readonly CsmField[], isKnown: boolean, otherwise: 'policy' | 'none') => {
    const [edit] = fields
      .flatMap((field) => edits.get(field) ?? [])
      .sort((a, b) => b.at.getTime() - a.at.getTime());
    if (edit) return { kind: 'edited', byName: edit.byName, at: edit.at } as const;
    return { kind: isKnown ? 'source' : otherwise } as const;
  };
  return {
    name,
    active,
    startDate,
    tenureMonths,
    segment,
    level,
    managerName,
    edited,
    capacity: ownCapacity(csm, policy),
    awayFrom: isOver || !isPlanned ? null : csm.awayFrom,
    awayUntil: isOver ? null : csm.awayUntil,
    origins: {
      tenure: origin(['start_date'], tenureMonths !== null, 'none'),
      class: origin(['segment', 'account_level'], segment !== null || level !== null, 'none'),
      capacity: origin(['capacity'], csm.capacity !== null, 'policy'),
      manager: origin(['manager_name'], managerName !== null, 'none'),
      leave: origin(['away_from', 'away_until'], csm.awayUntil !== null && !isOver, 'none'),
    },
  };
}
