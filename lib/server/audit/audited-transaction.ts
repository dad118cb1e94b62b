import 'server-only';
import { AppError } from '@/lib/server/errors';
import {
  type AuditRow,
  appendAuditEntries,
  appendAuditEntry,
  readAuditHead,
  reserveAuditEntries,
} from '@/lib/warehouse/sql/audit';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Session, TransactionOptions, Warehouse } from '@/lib/warehouse/types';
import type { AuditAction } from './actions';

/** Something to record in the audit trail. It must contain no secret. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** What it is about, such as a run's id or a member's email. */
  readonly subject?: string | null | undefined;
  /** Facts about it, such as the values before and after. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Who did it, if not the person of the context. */
  readonly by?: Actor | undefined;
}

/** A member, an API token, an operator on the command line, or the program itself. */
interface Actor {
  readonly email: string;
  readonly name: string;
}

/** The actor of what nobody asked for, such as recording that a run was interrupted. */
export const programActor: Actor = { email: 'program', name: 'CSM Routing' };

/** Who acts, where, and when. */
interface AuditContext {
  readonly warehouse: Warehouse;
  readonly person: Actor;
  readonly now: () => Date;
}

/** Adds an entry to the audit trail when the transaction commits. */
export type RecordAudit = (entry: AuditEntry) => void;

/**
 * Runs a transaction and appends what `work` records to the audit trail, so that a change and its
 * entry are saved together or not at all. The entries come last, because their statement makes other
 * transactions wait.
 * @param work as in `Warehouse.transaction`; it may run again after a write conflict
 * @throws AppError `warehouse_missing` if the audit trail has no head
 */
export async function auditedTransaction<Value>(
  ctx: AuditContext,
  name: string,
  work: (session: Session, record: RecordAudit) => Promise<Value>,
  options?: TransactionOptions,
): Promise<Value> {
  return ctx.warehouse.transaction(
    name,
    async (session) => {
      const entries: AuditEntry[] = [];
      const result = await work(session, (entry) => entries.push(entry));
      await append(
        session,
        entries.map(({ action, subject = null, details = {}, by = ctx.person }) => ({
          at: ctx.now(),
          actor: by.email,
          actorName: by.name,
          action,
          subject,
          details: JSON.stringify(details),
        })),
      );
      return result;
    },
    options,
  );
}

/** Appends entries to the chain: one with two statements, any other number with four. */
async function append(session: Session, entries: readonly AuditRow[]): Promise<void> {
  const [first, ...others] = entries;
  if (!first) return;
  if (others.length === 0) {
    const [moveHead, insert] = appendAuditEntry(first);
    requireHead(await session.write(moveHead));
    await session.write(insert);
    return;
  }
  requireHead(await session.write(reserveAuditEntries(entries.length)));
  const [head] = await session.read(readAuditHead());
  if (head) await writeAll(session, appendAuditEntries(entries, head));
}

/** @param affected how many rows the head has */
function requireHead(affected: number): void {
  if (affected === 1) return;
  throw new AppError(
    'warehouse_missing',
    'The audit trail was damaged, so nothing can be recorded. Nothing was changed. An operator can see more with `npm run audit -- --verify`.',
    { cause: new Error(`CSM_ROUTING_AUDIT_HEAD has ${affected} rows.`) },
  );
}

/** Records something that changes no other row, such as a refused sign-in. */
export async function recordAudit(ctx: AuditContext, entry: AuditEntry): Promise<void> {
  await auditedTransaction(ctx, `audit.${entry.action}`, async (_session, record) => record(entry));
}
