import { createLoader, createSerializer, type inferParserType } from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';

const listParams = { decided: parseAsPage, exceptions: parseAsPage, open: parseAsPage };

/** The pages of the three lists, from the URL. */
export const loadListPages = createLoader(listParams);
export type ListPagesQuery = inferParserType<typeof listParams>;

const href = createSerializer({ ...scopeParams, ...listParams });

/** The URL of the handover with a page of one of its lists. */
export function handoverHref(query: ScopeQuery, pages: Partial<ListPagesQuery> = {}): string {
  return href('/handover', { ...query, ...pages });
}
