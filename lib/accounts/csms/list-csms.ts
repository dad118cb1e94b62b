import 'server-only';
import { z } from 'zod';
import { compareNames, nameKey } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import {
  type CsmChoices,
  type CsmRecord,
  csmChoices,
  csmDetailKinds,
  csmRecord,
  storedCsms,
} from '@/lib/read-model/csm-record';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { csmEdits } from '@/lib/warehouse/sql/csm-edits';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

/** All CSMs with their details. */
export interface CsmList {
  /** Active or not, by name. */
  readonly csms: readonly CsmRecord[];
  readonly choices: CsmChoices;
}

const listInput = z.object({
  sort: z.enum(['name', ...csmDetailKinds]),
  descending: z.boolean(),
});

/**
 * Lists every CSM, active or not, with where each of their details comes from. Those who lack what the
 * list is sorted by come last.
 */
export async function listCsms(ctx: Context, input: z.input<typeof listInput>): Promise<CsmList> {
  requireRole(ctx.person, 'viewer');
  const { sort, descending } = parseInput(listInput, input);
  const now = ctx.now();
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, facts] = await Promise.all([
    ctx.warehouse.read(csmEdits(null)),
    ctx.readModel.facts(policy, now),
  ]);
  const storedOf = storedCsms(rowsFor(rows, 'details'), rowsFor(rows, 'change'));
  const csms = [...facts.csms.values()].map((csm) =>
    csmRecord(csm, storedOf(nameKey(csm.name)), { policy, now }),
  );
  const sortValue = sortValues[sort];
  return {
    csms: csms.sort(
      (a, b) =>
        compareValues(sortValue(a), sortValue(b), descending) || compareNames(a.name, b.name),
    ),
    choices: csmChoices(facts),
  };
}

type SortValue = number | string | null;

const sortValues: Readonly<
  Record<z.output<typeof listInput>['sort'], (csm: CsmRecord) => SortValue>
> = {
  name: ({ name }) => name,
  tenure: ({ tenureMonths }) => tenureMonths,
  class: ({ segment, level }) => (segment || level ? `${segment ?? ''} ${level ?? ''}` : null),
  capacity: ({ capacity }) => capacity,
  manager: ({ managerName }) => managerName,
  leave: ({ awayFrom, awayUntil }) => (awayFrom ?? awayUntil)?.getTime() ?? null,
};

function compareValues(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(String(a), String(b));
  return descending ? -order : order;
}
