import 'server-only';
import { z } from 'zod';
import { queueSortColumns } from '@/lib/read-model/queue-sort';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageSizeSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { preferencesOf, upsertPreference } from '@/lib/warehouse/sql/preferences';

/** How old a person's preferences may be after another server changed them. */
export const PREFERENCES_TTL_MS = 30_000;

const preferenceNames = { table: 'queue', defaultView: 'queue.defaultView' } as const;

const tablePreferences = z.object({
  sort: z
    .array(z.object({ column: z.enum(queueSortColumns), descending: z.boolean() }))
    .min(1)
    .max(queueSortColumns.length)
    .nullable(),
  columns: z.array(z.string().min(1).max(40)).min(1).max(40).nullable(),
  density: z.enum(['compact', 'comfortable']).nullable(),
  pageSize: pageSizeSchema.nullable(),
});

/** How a person last set the queue's table. Null where they have not changed the default. */
export type TablePreferences = Readonly<z.output<typeof tablePreferences>>;

/** As stored: what a later or earlier version wrote and this one does not know has its default. */
const storedTablePreferences = z.object({
  sort: tablePreferences.shape.sort.catch(null),
  columns: tablePreferences.shape.columns.catch(null),
  density: tablePreferences.shape.density.catch(null),
  pageSize: tablePreferences.shape.pageSize.catch(null),
});

const noTablePreferences: TablePreferences = {
  sort: null,
  columns: null,
  density: null,
  pageSize: null,
};

export interface QueuePreferences {
  readonly table: TablePreferences;
  /** The saved view that the queue opens with; it may not exist anymore. */
  readonly defaultViewId: string | null;
}

/** Returns the person's preferences for the queue. Unknown and invalid values have their defaults. */
export async function readQueuePreferences(ctx: Context): Promise<QueuePreferences> {
  requireRole(ctx.person, 'viewer');
  const rows = await ctx.warehouse.read(preferencesOf(ctx.person.email), {
    maxAgeMs: PREFERENCES_TTL_MS,
  });
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  return {
    table: parseStored(
      storedTablePreferences.catch(noTablePreferences),
      values.get(preferenceNames.table),
    ),
    defaultViewId: parseStored(
      z.string().nullable().catch(null),
      values.get(preferenceNames.defaultView),
    ),
  };
}

function parseStored<Value>(schema: z.ZodType<Value>, text = 'null'): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Not JSON: the schema has a default for everything.
    return schema.parse(null);
  }
}

export const saveTablePreferencesInput = tablePreferences;

/** Remembers how the person set the queue's table. */
export async function saveTablePreferences(ctx: Context, input: TablePreferences): Promise<void> {
  await savePreference(ctx, preferenceNames.table, parseInput(saveTablePreferencesInput, input));
}

export const setDefaultViewInput = z.object({
  /** Null to open the queue with all pending recommendations. */
  viewId: z.string().min(1).max(100).nullable(),
});

/** Sets the view that the queue opens with for this person. */
export async function setDefaultView(
  ctx: Context,
  input: z.input<typeof setDefaultViewInput>,
): Promise<void> {
  const { viewId } = parseInput(setDefaultViewInput, input);
  await savePreference(ctx, preferenceNames.defaultView, viewId);
}

async function savePreference(ctx: Context, name: string, value: unknown): Promise<void> {
  requireRole(ctx.person, 'viewer');
  const { email } = ctx.person;
  const preference = { email, name, value: JSON.stringify(value), at: ctx.now() };
  await ctx.warehouse.transaction(
    'preferences.save',
    (session) => session.write(upsertPreference(preference)),
    { idempotent: true },
  );
}
