import type { Desk } from '@/lib/testing/desk';
import type { Engine } from '@/lib/testing/engine';
import type { Command, Query, Session, Warehouse } from '../types';

/** What the tests of the contract work on: an engine's warehouse, emptied before each of them. */
export interface Bench {
  readonly on: Engine;
  readonly desk: Desk;
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Writes in one transaction and answers how many rows each command affected. */
  write(...commands: readonly Command[]): Promise<number[]>;
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** How many rows each statement answered or affected, each time that it was asked. */
export type Heard = Map<string, number[]>;

/** Makes a bench at a desk that is opened later; `heard` is told of every statement. */
export function benchAt(on: Engine, desk: () => Desk, heard: Heard): Bench {
  const hear = (name: string, rows: number) => {
    heard.set(name, [...(heard.get(name) ?? []), rows]);
  };
  const listened = (session: Session): Session => ({
    async read(query) {
      const rows = await session.read(query);
      hear(query.name, rows.length);
      return rows;
    },
    async write(command) {
      const rows = await session.write(command);
      hear(command.name, rows);
      return rows;
    },
  });
  const warehouse = (): Warehouse => desk().warehouse;
  const transaction: Bench['transaction'] = (work) =>
    warehouse().transaction('test', (session) => work(listened(session)));
  return {
    on,
    get desk() {
      return desk();
    },
    transaction,
    async read(query) {
      const rows = await warehouse().read(query);
      hear(query.name, rows.length);
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
