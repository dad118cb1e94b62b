'use server';

import { findByName, type SearchResults } from '@/lib/accounts/search';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Finds accounts and CSMs by part of their name. */
export async function findByNameAction(
  input: Parameters<typeof findByName>[1],
): Promise<ActionResult<SearchResults>> {
  return runAction('shell.find', input, findByName);
}
