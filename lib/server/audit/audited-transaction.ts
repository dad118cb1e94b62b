import 'server-only';
import { AppError } from '@/lib/server/errors';
import {
  type AuditHead,
  type AuditRow,
  appendAuditEntries,
  appendAuditEntry,
  lockAuditHead,
  readAuditHead,
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

/** Tells which head the transaction has read, which saves reading it for several entries. */
export type ExpectAuditHead = (head: AuditHead | undefined) => void;

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
  work: (session: Session, record: RecordAudit, expectHead: ExpectAuditHead) => Promise<Value>,
  options?: TransactionOptions,
): Promise<Value> {
  return ctx.warehouse.transaction(
    name,
    async (session) => {
      const entries: AuditEntry[] = [];
      let expected: AuditHead | undefined;
      const result = await work(
        session,
        (entry) => entries.push(entry),
        (head) => {
          expected = head;
        },
      );
      await append(
        session,
        expected,
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

/**
 * Appends entries to the chain with two statements, except for several after an unknown head: the
 * transaction reads it first, when no other one can move it.
 */
async function append(
  session: Session,
  expected: AuditHead | undefined,
  entries: readonly AuditRow[],
): Promise<void> {
  const [first, ...others] = entries;
  if (!first) return;
  if (others.length === 0) {
    const [moveHead, insert] = appendAuditEntry(first);
    requireHead(await session.write(moveHead));
    await session.write(insert);
    return;
  }
  if (expected && (await appendAfter(session, expected, entries))) return;
  requireHead(await session.write(lockAuditHead()));
  const [head] = await session.read(readAuditHead());
  const isAppended = head !== undefined && (await appendAfter(session, head, entries));
  requireHead(isAppended ? 1 : 0);
}

/** Appends entries after a head. Returns false, and appends nothing, if it has moved. */
async function appendAfter(session: Session, head: AuditHead, entries: readonly AuditRow[]) {
  const [moveHead, ...inserts] = appendAuditEntries(entries, head);
  if ((await session.write(moveHead)) === 0) return false;
  await writeAll(session, inserts);
  return true;
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
