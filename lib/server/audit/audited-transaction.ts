import 'server-only';
import { appendAuditEntry } from '@/lib/warehouse/sql/audit';
import type { Session, TransactionOptions, Warehouse } from '@/lib/warehouse/types';
import type { AuditAction } from './actions';
import { logAuditHead } from './log-head';

/** Something to record in the audit trail. It must contain no secret. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** What it is about, such as a run's id or a member's email. */
  readonly subject?: string | null | undefined;
  /** Facts about it, such as the values before and after. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Who acts, where, and when. */
interface AuditContext {
  readonly warehouse: Warehouse;
  readonly person: { readonly email: string; readonly name: string };
  readonly now: () => Date;
}

/** Adds an entry to the audit trail when the transaction commits. */
export type RecordAudit = (entry: AuditEntry) => void;

/**
 * Runs a transaction and appends what `work` records to the audit trail, so that a change and its
 * entry are saved together or not at all. The entries come last, because their statement makes other
 * transactions wait.
 * @param work as in `Warehouse.transaction`; it may run again after a write conflict
 */
export async function auditedTransaction<Value>(
  ctx: AuditContext,
  name: string,
  work: (session: Session, record: RecordAudit) => Promise<Value>,
  options?: TransactionOptions,
): Promise<Value> {
  let recorded = false;
  const { email, name: personName } = ctx.person;
  const value = await ctx.warehouse.transaction(
    name,
    async (session) => {
      const entries: AuditEntry[] = [];
      const result = await work(session, (entry) => entries.push(entry));
      for (const { action, subject = null, details = {} } of entries) {
        const entry = {
          ...{ at: ctx.now(), actor: email, actorName: personName },
          ...{ action, subject, details: JSON.stringify(details) },
        };
        for (const statement of appendAuditEntry(entry)) await session.write(statement);
      }
      recorded = entries.length > 0;
      return result;
    },
    options,
  );
  if (recorded) logAuditHead(ctx.warehouse);
  return value;
}

/** Records something that changes no other row, such as a refused sign-in. */
export async function recordAudit(ctx: AuditContext, entry: AuditEntry): Promise<void> {
  await auditedTransaction(ctx, `audit.${entry.action}`, async (_session, record) => record(entry));
}
