import 'server-only';
import { z } from 'zod';
import { type Csm, healthColors, type Reservation, type RoutingProblem } from '@/lib/engine/types';
import { unpackProblem } from '@/lib/engine-worker/jobs';
import { policySchema } from '@/lib/policy/policy';
import { bookSchema } from '@/lib/read-model/explanation-schema';
import { runInput } from '@/lib/warehouse/sql/run-inputs';
import type { Warehouse } from '@/lib/warehouse/types';

const name = z.string();
const optionalName = name.nullable();
const optionalNumber = z.number().nullable();

const account = z.object({
  id: name,
  name,
  segment: optionalName,
  level: optionalName,
  neediness: optionalNumber,
  health: optionalNumber,
  color: z.enum(healthColors).nullable(),
  revenue: optionalNumber,
  waitingSince: optionalNumber,
  rejected: z.array(z.object({ csm: name, until: z.number() })),
}) satisfies z.ZodType<RoutingProblem['accounts'][number]>;

const byClass = z.array(z.object({ segment: optionalName, level: optionalName, book: bookSchema }));

const reservation = z.object({
  at: z.number(),
  segment: optionalName,
  level: optionalName,
  book: bookSchema,
  needy: z.boolean(),
}) satisfies z.ZodType<Reservation>;

const csm = z.object({
  name,
  active: z.boolean(),
  tenureMonths: optionalNumber,
  segment: optionalName,
  level: optionalName,
  capacity: optionalNumber,
  // Missing from inputs that were stored before leave could be planned.
  awayFrom: optionalNumber.default(null),
  awayUntil: optionalNumber,
  book: bookSchema,
  byClass,
  received: z.array(z.number()),
  receivedNeedy: z.array(z.number()),
  lastReceivedAt: optionalNumber,
  reservations: z.array(reservation),
}) satisfies z.ZodType<Csm>;

/** What a run was solved from; null if it was not stored. */
export async function readStoredProblem(
  warehouse: Warehouse,
  runId: string,
): Promise<RoutingProblem | null> {
  const parts = await warehouse.read(runInput(runId));
  if (parts.length === 0) return null;
  return storedProblemSchema.parse(unpackProblem(parts.map(({ input }) => input).join('')));
}

/** What a run was solved from, as it is stored: everything that the engine needs to solve it again. */
const storedProblemSchema = z.object({
  accounts: z.array(account),
  limit: optionalNumber,
  csms: z.array(csm),
  medians: z.object({
    neediness: optionalNumber,
    health: optionalNumber,
    revenue: optionalNumber,
  }),
  policy: policySchema,
  now: z.number(),
}) satisfies z.ZodType<RoutingProblem>;
