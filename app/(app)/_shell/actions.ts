'use server';

import { findByName, findByNameInput, type SearchResults } from '@/lib/accounts/search';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Looks for accounts and CSMs by a part of their name. */
export async function findByNameAction(input: unknown): Promise<ActionResult<SearchResults>> {
  return runAction('desk.find', findByNameInput, input, findByName);
}
