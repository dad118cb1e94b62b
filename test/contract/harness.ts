import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountSelection,
  type AccountsToRoute,
  accountsToRoute,
  groupAccountsToRoute,
} from '@/lib/warehouse/sql/accounts-to-route';
import type { Command, Query, Session, Warehouse } from '@/lib/warehouse/types';
import type { TestContext } from '@/test/support/test-context';
import type { Backend } from '@/test/support/test-warehouse';
import { hoursLater } from './rows';

/** What the tests of the contract work on: an engine's warehouse, emptied before each of them. */
export interface ContractHarness {
  readonly backend: Backend;
  readonly context: TestContext;
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Writes in one transaction and answers how many rows each command affected. */
  write(...commands: readonly Command[]): Promise<number[]>;
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** A statement that ran, and the number of rows that it returned or affected. */
export interface ExecutedStatement {
  readonly statement: Query<unknown> | Command;
  readonly rows: number;
}

/** Creates a harness for a context that is opened later. It records every statement in `executed`. */
export function createHarness(
  on: Backend,
  desk: () => TestContext,
  executed: ExecutedStatement[],
): ContractHarness {
  const listened = (session: Session): Session => ({
    async read(query) {
      const rows = await session.read(query);
      executed.push({ statement: query, rows: rows.length });
      return rows;
    },
    async write(command) {
      const rows = await session.write(command);
      executed.push({ statement: command, rows });
      return rows;
    },
  });
  const warehouse = (): Warehouse => desk().warehouse;
  const transaction: ContractHarness['transaction'] = (work) =>
    warehouse().transaction('test', (session) => work(listened(session)));
  return {
    backend: on,
    get context() {
      return desk();
    },
    transaction,
    async read(query) {
      const rows = await warehouse().read(query);
      executed.push({ statement: query, rows: rows.length });
      return rows;
    },
    write: (...commands) =>
      transaction(async (session) => {
        const affected: number[] = [];
        for (const command of commands) affected.push(await session.write(command));
        return affected;
      }),
  };
}

/** What is read for the accounts of a scope, with who was rejected in the last thirty days. */
export async function readAccountsToPlace(
  bench: ContractHarness,
  scope: AccountSelection,
): Promise<AccountsToRoute> {
  return groupAccountsToRoute(await bench.read(accountsToRoute(scope, hoursLater(-720))));
}

/** An account, whatever its state, in a list that is empty where there is none. */
export async function accountById(
  bench: ContractHarness,
  accountId: string,
): Promise<readonly AccountRow[]> {
  return (await readAccountsToPlace(bench, { mode: 'single', accountId })).accounts;
}

/** The accounts that a batch of this size may place. */
export async function routableAccounts(
  bench: ContractHarness,
  batchSize: number,
): Promise<readonly AccountRow[]> {
  return (await readAccountsToPlace(bench, { mode: 'batch', batchSize })).accounts;
}
