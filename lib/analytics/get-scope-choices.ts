import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { scopeChoices } from '@/lib/warehouse/sql/scope';
import { remembered } from './remembered';

/** What figures can be narrowed to, each list by name. */
export interface ScopeChoices {
  readonly managers: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Answers what figures can be narrowed to, as it was at most a minute ago. */
export async function getScopeChoices(ctx: Context): Promise<ScopeChoices> {
  requireRole(ctx.person, 'viewer');
  const rows = await ctx.warehouse.read(scopeChoices(), remembered);
  const of = (wanted: (typeof rows)[number]['kind']) =>
    choicesOf(rows.map(({ kind, value }) => (kind === wanted ? value : null)));
  return { managers: of('manager'), segments: of('segment'), levels: of('level') };
}

/** What there is to choose from: each once, in order. */
export function choicesOf(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}
