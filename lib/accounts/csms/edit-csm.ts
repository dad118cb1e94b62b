import 'server-only';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import {
  csmIdentity,
  mapFields,
  type StoredCsm,
  storedCsms,
  storedValues,
} from '@/lib/read-model/csm-record';
import type { CsmFacts } from '@/lib/read-model/facts';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import {
  type CsmField,
  type CsmIdentity,
  type CsmValues,
  csmEdits,
  csmFields,
  insertCsmChanges,
  upsertCsmDetails,
} from '@/lib/warehouse/sql/csm-edits';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Session } from '@/lib/warehouse/types';
import { csmFieldLabels } from './csm-labels';
import { editCsmInput, parseCsmValues } from './edit-csm-input';

/**
 * Saves the details of a CSM that were edited in the app, and records each change. They take precedence
 * over the source; clearing one restores what an import had for it, or else the view's value. Managers
 * only.
 * @returns how many values changed
 * @throws AppError `forbidden`; `not_found`; `invalid_input` with `details.fields`, a problem by field;
 * `csm_changed` with `details.edited` if the edited values are no longer those that the person saw
 */
export async function editCsm(
  ctx: Context,
  input: z.input<typeof editCsmInput>,
): Promise<{ readonly changed: number }> {
  requireRole(ctx.person, 'manager');
  const { name: givenName, seen, values: typed } = parseInput(editCsmInput, input);
  const now = ctx.now();
  const parsed = parseCsmValues(typed, now);
  if ('problems' in parsed) {
    const sentences = csmFields.flatMap((field) => {
      const problem = parsed.problems[field];
      return problem ? [`${csmFieldLabels[field]} ${problem}`] : [];
    });
    throw new AppError('invalid_input', sentences.join(' '), {
      details: { fields: parsed.problems },
    });
  }
  const { policy } = await currentPolicy(ctx.warehouse);
  const { csms, names } = await ctx.readModel.facts(policy, now);
  const name = names.nameOf(givenName);
  const facts = name === null ? undefined : csms.get(name);
  if (name === null || !facts) {
    throw new AppError('not_found', 'There is no CSM with this name in the warehouse.');
  }
  const csm = csmIdentity(name);
  return auditedTransaction(ctx, 'csms.edit', async (session, record) => {
    await session.write(claimInTransaction('csm-details', ctx.person.email));
    const stored = await readStored(session, csm);
    requireUnchanged(csm, stored, seen);
    const changed = csmFields.filter((field) => parsed.values[field] !== stored.edited[field]);
    if (changed.length === 0) return { changed: 0 };
    await session.write(upsertCsmDetails(rowsAfter(csm, stored, parsed.values, changed)));
    const changes = changed.map((field) => ({
      id: uuid(),
      field,
      after: parsed.values[field],
      before: stored.edited[field] ?? sourceValue(facts, field),
    }));
    await writeAll(session, insertCsmChanges(csm, ctx.person, now, changes));
    record({
      action: 'csm.changed',
      subject: name,
      details: { changes: changes.map(({ field, before, after }) => ({ field, before, after })) },
    });
    return { changed: changed.length };
  });
}

async function readStored(session: Session, csm: CsmIdentity): Promise<StoredCsm> {
  const rows = await session.read(csmEdits(csm));
  return storedCsms(rowsFor(rows, 'details'), rowsFor(rows, 'change'))(csm.key);
}

function requireUnchanged({ name }: CsmIdentity, { edited, edits }: StoredCsm, seen: CsmValues) {
  const different = csmFields.filter((field) => edited[field] !== seen[field]);
  if (different.length === 0) return;
  const by = [...new Set(different.flatMap((field) => edits.get(field)?.byName ?? []))];
  const who = by.length > 0 ? by.join(' and ') : 'Another person';
  const what = different.map((field) => csmFieldLabels[field].toLowerCase()).join(', ');
  throw new AppError(
    'csm_changed',
    `${who} changed details of ${name} while you were editing (${what}). Nothing was saved, and your entries are kept. Check them against the new values, then save again.`,
    { details: { edited } },
  );
}

/** The value that an edit replaces, as text. */
function sourceValue(csm: CsmFacts, field: CsmField): string | null {
  const source: CsmValues = {
    start_date: csm.startDate,
    segment: csm.segment,
    account_level: csm.level,
    capacity: csm.capacity?.toString() ?? null,
    manager_name: csm.managerName,
    away_from: csm.awayFrom?.toISOString() ?? null,
    away_until: csm.awayUntil?.toISOString() ?? null,
  };
  return source[field];
}

/** The person's rows of the details with the new values; a new row if there is none. */
function rowsAfter(
  { name }: CsmIdentity,
  { rows, stored, edited, sourceValues }: StoredCsm,
  next: CsmValues,
  changed: readonly CsmField[],
) {
  // Of a value that was not edited before, keep what the import had.
  const source = mapFields((field) =>
    edited[field] === null ? stored[field] : (sourceValues[field] ?? null),
  );
  const kept = Object.entries(source).filter(
    ([field, value]) => value !== null && next[field as CsmField] !== null,
  );
  const own = new Map(rows.map((row) => [row.csm, storedValues(row)]));
  if (own.size === 0) own.set(name, stored);
  return [...own].map(([csm, before]) => ({
    csm,
    values: mapFields((field) =>
      changed.includes(field) ? (next[field] ?? source[field]) : before[field],
    ),
    sourceValues: kept.length > 0 ? JSON.stringify(Object.fromEntries(kept)) : null,
  }));
}
