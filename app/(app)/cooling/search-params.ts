import { createLoader, createSerializer } from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';

const listParams = { page: parseAsPage };

/** Reads the page of violations from the URL. */
export const loadViolationsPage = createLoader(listParams);

const href = createSerializer({ ...scopeParams, ...listParams });

/** The URL of a page of violations. */
export function violationsHref(query: ScopeQuery, page: number): string {
  return `${href('/cooling', { ...query, page })}#violations`;
}
