import type { Context } from '@/lib/server/context';
import type { Session, TransactionOptions, Warehouse } from '@/lib/warehouse/types';

/**
 * The same context, whose first writes of this name are not done but answered with so many rows
 * each. A warehouse of many writers answers so where somebody else commits between two statements,
 * and the embedded one, which has a single writer, cannot.
 */
export function withFalseRowCounts(
  ctx: Context,
  name: string,
  ...rows: readonly number[]
): Context {
  const answers = [...rows];
  return withTransactionMethod(ctx, (title, work, options) =>
    ctx.warehouse.transaction(
      title,
      (session) =>
        work({
          read: (query) => session.read(query),
          async write(command) {
            const answer = command.name === name ? answers.shift() : undefined;
            return answer ?? session.write(command);
          },
        }),
      options,
    ),
  );
}

/**
 * The same context, which never hears that a transaction was committed: what may be repeated is
 * run again, and anything else fails.
 */
export function withLostCommit(ctx: Context): Context {
  return withTransactionMethod(ctx, async (title, work, options) => {
    await ctx.warehouse.transaction(title, work, options);
    if (!options?.idempotent) throw new Error(`${title} may not be repeated`);
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
  const unlucky: Warehouse = {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, options),
    transaction,
    script: (text, options) => warehouse.script(text, options),
    close: () => warehouse.close(),
  };
  return { ...ctx, warehouse: unlucky };
}
