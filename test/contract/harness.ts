import type { Csm } from '@/lib/engine/types';
import { currentCsms } from '@/lib/read-model/csms';
import { loadFacts } from '@/lib/read-model/load-facts';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountSelection,
  type AccountsToRoute,
  accountsToRoute,
  groupAccountsToRoute,
} from '@/lib/warehouse/sql/accounts-to-route';
import { recommendationRecords, toRecord } from '@/lib/warehouse/sql/recommendation-record';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Command, Query, Session, Warehouse } from '@/lib/warehouse/types';
import type { TestContext } from '@/test/support/test-context';
import type { Backend } from '@/test/support/test-warehouse';
import { limits, now } from './rows';

/** A warehouse on one engine, emptied before each test. */
export interface ContractHarness {
  readonly backend: Backend;
  readonly context: TestContext;
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Writes in one transaction and returns the number of rows each command, or list, affected. */
  write(...commands: readonly (Command | readonly Command[])[]): Promise<number[]>;
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** An executed statement, and the number of rows that it returned or affected. */
export interface ExecutedStatement {
  readonly statement: Query<unknown> | Command;
  readonly rows: number;
}

/** Creates a harness for a context that is opened later. It records every statement in `executed`. */
export function createHarness(
  on: Backend,
  currentContext: () => TestContext,
  executed: ExecutedStatement[],
): ContractHarness {
  const recordStatements = (session: Session): Session => ({
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
  const warehouse = (): Warehouse => currentContext().warehouse;
  const transaction: ContractHarness['transaction'] = (work) =>
    warehouse().transaction('test', (session) => work(recordStatements(session)));
  return {
    backend: on,
    get context() {
      return currentContext();
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
        for (const each of commands) affected.push(await writeAll(session, [each].flat()));
        return affected;
      }),
  };
}

/** The accounts to route, and how many need a CSM. */
export async function readAccountsToRoute(
  harness: ContractHarness,
  scope: AccountSelection,
): Promise<AccountsToRoute> {
  return groupAccountsToRoute(await harness.read(accountsToRoute(scope, limits)));
}

/** The account, routable or not, in a list that is empty if it does not exist. */
export async function accountById(
  harness: ContractHarness,
  accountId: string,
): Promise<readonly AccountRow[]> {
  return (await readAccountsToRoute(harness, { mode: 'single', accountId })).accounts;
}

/** The accounts that a run may place. */
export async function routableAccounts(harness: ContractHarness): Promise<readonly AccountRow[]> {
  return (await readAccountsToRoute(harness, { mode: 'batch' })).accounts;
}

/** All CSMs as the engine sees them at the time of the tests. */
export async function readCurrentCsms(harness: ContractHarness): Promise<readonly Csm[]> {
  const facts = await loadFacts((query) => harness.read(query), limits, now);
  return [...currentCsms(facts, now).values()];
}

/** The newest recommendations and decisions of an account. */
export async function accountHistory(
  { read }: Pick<ContractHarness, 'read'>,
  accountId: string,
): Promise<ReturnType<typeof toRecord>> {
  const key = { recommendationId: '0', accountId };
  return toRecord(await read(recommendationRecords([key])), key);
}
