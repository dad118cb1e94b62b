import type { AccountRow } from '../sql/accounts';
import {
  type AccountScope,
  accountsToPlace,
  gatherPlaces,
  type Places,
} from '../sql/accounts-to-place';
import type { Bench } from './bench.testing';
import { later } from './rows.testing';

/** What is read for the accounts of a scope, with who was rejected in the last thirty days. */
export async function placesOf(bench: Bench, scope: AccountScope): Promise<Places> {
  return gatherPlaces(await bench.read(accountsToPlace(scope, later(-720))));
}

/** An account, whatever its state, in a list that is empty where there is none. */
export async function accountById(bench: Bench, accountId: string): Promise<readonly AccountRow[]> {
  return (await placesOf(bench, { mode: 'single', accountId })).accounts;
}

/** The accounts that a batch of this size may place. */
export async function routableAccounts(
  bench: Bench,
  batchSize: number,
): Promise<readonly AccountRow[]> {
  return (await placesOf(bench, { mode: 'batch', batchSize })).accounts;
}
