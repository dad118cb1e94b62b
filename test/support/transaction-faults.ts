import type { Context } from '@/lib/server/context';
import type { Session, TransactionOptions, Warehouse } from '@/lib/warehouse/types';

/**
 * Wraps a context so that the first writes with this name are skipped and return these row counts.
 * Simulates another writer that commits between two statements, which the single-writer embedded
 * warehouse cannot do.
 */
export function withFalseRowCounts(
  ctx: Context,
  name: string,
  ...rows: readonly number[]
): Context {
  const counts = [...rows];
  return withTransactionMethod(ctx, (title, work, options) =>
    ctx.warehouse.transaction(
      title,
      (session) =>
        work({
          read: (query) => session.read(query),
          async write(command) {
            const count = command.name === name ? counts.shift() : undefined;
            return count ?? session.write(command);
          },
        }),
      options,
    ),
  );
}

/**
 * Wraps a context so that the response to each COMMIT is lost: idempotent transactions run again, and
 * other transactions fail.
 */
export function withLostCommit(ctx: Context): Context {
  return withTransactionMethod(ctx, async (title, work, options) => {
    await ctx.warehouse.transaction(title, work, options);
    if (!options?.idempotent) throw new Error(`${title} is not idempotent`);
    return ctx.warehouse.transaction(title, work, options);
  });
}

type Transaction = <T>(
  title: string,
  work: (session: Session) => Promise<T>,
  options?: TransactionOptions,
) => Promise<T>;

function withTransactionMethod(ctx: Context, transaction: Transaction): Context {
  const { warehouse } = ctx;
  const faulty: Warehouse = {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, options),
    transaction,
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    close: () => warehouse.close(),
  };
  return { ...ctx, warehouse: faulty };
}
