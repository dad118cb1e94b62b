'use server';

import { type FoundByName, findByName, findByNameInput } from '@/lib/accounts/find-by-name';
import { type ActionResult, runAction } from '@/lib/action';

/** Looks for accounts and CSMs by a part of their name. */
export async function findByNameAction(input: unknown): Promise<ActionResult<FoundByName>> {
  return runAction('desk.find', findByNameInput, input, findByName);
}
