import { z } from 'zod';
import type { Context } from '@/lib/server/context';
import { preferencesOf, upsertPreference } from '@/lib/warehouse/sql/preferences';
import { columnNames, type FileKind } from './columns';

const PREFERENCE = 'import.mappings';

/** Older mappings are forgotten. */
const MAX_REMEMBERED = 20;

/** The file's column for each of our columns; null for none. */
export type ColumnMap = Readonly<Record<string, string | null>>;

const remembered = z.object({
  kind: z.enum(['accounts', 'csms']),
  /** The file's columns, sorted. */
  sources: z.array(z.string()),
  columns: z.record(z.string(), z.string().nullable()),
});
type Remembered = z.output<typeof remembered>;

type PreferenceContext = Pick<Context, 'warehouse' | 'person' | 'now'>;

/** The columns that the person last chose for a file with these columns; null if they have not. */
export async function rememberedMapping(
  ctx: PreferenceContext,
  kind: FileKind,
  sources: readonly string[],
): Promise<ColumnMap | null> {
  const all = await readRemembered(ctx);
  return all.find((each) => isFor(each, kind, sources))?.columns ?? null;
}

/** Remembers the columns that the person chose for files with these columns. */
export async function rememberMapping(
  ctx: PreferenceContext,
  kind: FileKind,
  sources: readonly string[],
  columns: ColumnMap,
): Promise<void> {
  const known = Object.entries(columns).filter(([column]) => columnNames(kind).includes(column));
  const chosen = { kind, sources: sources.toSorted(), columns: Object.fromEntries(known) };
  const others = (await readRemembered(ctx)).filter((each) => !isFor(each, kind, sources));
  const value = JSON.stringify([chosen, ...others].slice(0, MAX_REMEMBERED));
  const preference = { email: ctx.person.email, name: PREFERENCE, value, at: ctx.now() };
  await ctx.warehouse.transaction(
    'preferences.save',
    (session) => session.write(upsertPreference(preference)),
    { idempotent: true },
  );
}

function isFor(each: Remembered, kind: FileKind, sources: readonly string[]): boolean {
  return each.kind === kind && JSON.stringify(each.sources) === JSON.stringify(sources.toSorted());
}

async function readRemembered(ctx: PreferenceContext): Promise<readonly Remembered[]> {
  const rows = await ctx.warehouse.read(preferencesOf(ctx.person.email));
  const stored = rows.find(({ name }) => name === PREFERENCE)?.value ?? '[]';
  return z.array(remembered).catch([]).parse(parseJson(stored));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What another version wrote: the schema's default applies.
    return null;
  }
}
