import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import { parseAsDate, type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
import type { DecisionFilterInput } from '@/lib/analytics/reviews/get-reviewed-decisions';

const listParams = {
  /** The decisions to list. Without it, no list is shown. */
  rows: parseAsStringLiteral(['all', 'reviewed', 'late', 'warned', 'timed', 'fast']),
  verdict: parseAsStringLiteral(['approve', 'caution', 'reassign']),
  outcome: parseAsStringLiteral(['accepted', 'overridden', 'rejected', 'not_accepted']),
  visibility: parseAsStringLiteral(['hidden', 'shown']),
  /** The Monday of the week of the decision. */
  week: parseAsDate,
  model: parseAsString,
  prompt: parseAsInteger,
  agreed: parseAsBoolean,
  /** Overrides to the CSM that Claude suggested. */
  followed: parseAsBoolean,
};
const pageParams = { page: parseAsPage };

export type ListQuery = inferParserType<typeof listParams>;

/** Reads the filter of the list of decisions from the URL. */
export const loadListQuery = createLoader(listParams);

export const loadListPage = createLoader(pageParams);

const href = createSerializer({ ...scopeParams, ...listParams, ...pageParams });

/** The URL of the decisions behind a figure. */
export function listHref(scope: ScopeQuery, list: Partial<ListQuery>, page = 1): string {
  return `${href('/reviews', { ...scope, ...list, page })}#rows`;
}

/** The URL of the CSV file with all decisions behind a figure. */
export function listExportHref(scope: ScopeQuery, list: Partial<ListQuery>): string {
  return href('/api/exports/reviews', { ...scope, ...list });
}

/** Converts the URL's filter for the service. Null if no list is requested. */
export function toDecisionFilter(query: ListQuery): DecisionFilterInput | null {
  const { rows, verdict, outcome, visibility, week, model, prompt, agreed, followed } = query;
  if (rows === null) return null;
  return {
    group: rows,
    verdict: verdict ?? undefined,
    outcome: outcome ?? undefined,
    hidden: visibility === null ? undefined : visibility === 'hidden',
    week: week ?? undefined,
    model: model?.slice(0, 200),
    promptVersion: prompt ?? undefined,
    agreed: agreed ?? undefined,
    toSuggestion: followed ?? undefined,
  };
}
