import type { Context } from '@/lib/server/context';
import type { Command, Session, Warehouse } from '@/lib/warehouse/types';

/** A statement before it is sent, or the start or end of a transaction. */
export interface StatementEvent {
  /** The statement's name, or the transaction's. */
  readonly name: string;
  readonly kind: 'read' | 'write' | 'begin' | 'commit' | 'rollback';
  readonly inTransaction: boolean;
  /** A command to be executed. */
  readonly command?: Command;
}

/**
 * Wraps a context to call `watch` before each statement. A statement is sent once `watch` resolves.
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
      await watch({ name: command.name, kind: 'write', inTransaction: true, command });
      return inner.write(command);
    },
  });
  const spied: Warehouse = {
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
    onCommit: (listener) => warehouse.onCommit(listener),
    close: () => warehouse.close(),
  };
  return { ...ctx, warehouse: spied };
}

/**
 * Returns the names of the statements that `work` sends, plus COMMIT and ROLLBACK, in order. Omits
 * the policy, which is cached in memory.
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

/** Blocks callers of `wait` until it is opened. */
export interface Gate {
  /** Resolves when `wait` is first called. */
  readonly reached: Promise<void>;
  readonly wait: () => Promise<void>;
  readonly open: () => void;
}

/** Creates a closed gate. */
export function createGate(): Gate {
  let resolveReached = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => {
    resolveReached = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const wait = () => {
    resolveReached();
    return opened;
  };
  return { reached, open: () => open(), wait };
}
