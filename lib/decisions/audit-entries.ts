import type { AuditEntry } from '@/lib/server/audit/audited-transaction';
import type { Submission } from './decision-batches';
import type { DecidedRequest } from './judgment';

/**
 * What the audit trail says about the decisions of one person's request: an entry for those that were
 * made, and one for those that were undone. Reasons and notes are in the decisions themselves.
 */
export function auditEntriesOf(
  { ctx }: Submission,
  decided: readonly DecidedRequest[],
): readonly AuditEntry[] {
  const made = decided.filter(({ record }) => record.verb !== 'undo');
  const undone = decided.filter(({ record }) => record.verb === 'undo');
  const entry = (action: 'decision.made' | 'decision.undone', part: typeof made): AuditEntry[] => {
    const [first, ...others] = part.map(({ record }) => ({
      recommendation: record.recommendationId,
      account: record.accountId,
      verb: record.verb,
      csm: record.csm,
    }));
    if (!first) return [];
    const subject = others.length === 0 ? first.recommendation : null;
    return [{ action, subject, details: { decisions: [first, ...others] }, by: ctx.person }];
  };
  return [...entry('decision.made', made), ...entry('decision.undone', undone)];
}
