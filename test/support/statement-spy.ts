import type { Context } from '@/lib/server/context';
import type { Session, Warehouse } from '@/lib/warehouse/types';

/** A statement on its way to the warehouse, or a transaction that begins or ends. */
export interface StatementEvent {
  /** The statement's name, or the transaction's. */
  readonly name: string;
  readonly kind: 'read' | 'write' | 'begin' | 'commit' | 'rollback';
  readonly inTransaction: boolean;
}

/**
 * The same context on the same warehouse, but `watch` is told of every statement before it goes,
 * and may hold it back.
 */
export function withStatementSpy(
  ctx: Context,
  watch: (statement: StatementEvent) => void | Promise<void>,
): Context {
  const { warehouse } = ctx;
  const session = (inner: Session): Session => ({
    async read(query) {
      await watch({ name: query.name, kind: 'read', inTransaction: true });
      return inner.read(query);
    },
    async write(command) {
      await watch({ name: command.name, kind: 'write', inTransaction: true });
      return inner.write(command);
    },
  });
  const watching: Warehouse = {
    kind: warehouse.kind,
    async read(query, options) {
      await watch({ name: query.name, kind: 'read', inTransaction: false });
      return warehouse.read(query, options);
    },
    async transaction(name, work, options) {
      await watch({ name, kind: 'begin', inTransaction: false });
      return warehouse.transaction(
        name,
        async (inner) => {
          try {
            const result = await work(session(inner));
            await watch({ name, kind: 'commit', inTransaction: true });
            return result;
          } catch (error) {
            await watch({ name, kind: 'rollback', inTransaction: true });
            throw error;
          }
        },
        options,
      );
    },
    script: (text, options) => warehouse.script(text, options),
    close: () => warehouse.close(),
  };
  return { ...ctx, warehouse: watching };
}

/**
 * Answers what `work` sends to the warehouse, in order: the names of its statements, COMMIT and
 * ROLLBACK. The policy is left out, for the program has it in memory.
 */
export async function recordStatements(
  ctx: Context,
  work: (ctx: Context) => Promise<unknown>,
): Promise<string[]> {
  const sent: string[] = [];
  await work(
    withStatementSpy(ctx, ({ name, kind }) => {
      if (kind === 'commit' || kind === 'rollback') sent.push(kind.toUpperCase());
      else if (kind !== 'begin' && name !== 'policy.newest') sent.push(name);
    }),
  );
  return sent;
}

/** Holds back whatever waits at it until it is opened. */
export interface Gate {
  /** Settles when somebody has come to the gate. */
  readonly reached: Promise<void>;
  readonly wait: () => Promise<void>;
  readonly open: () => void;
}

/** Makes a gate, closed. */
export function createGate(): Gate {
  let arrive = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const wait = () => {
    arrive();
    return opened;
  };
  return { reached, open: () => open(), wait };
}
