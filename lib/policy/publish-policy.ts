import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import {
  insertPolicy,
  newestPolicy,
  type PolicyVersionRow,
  policyVersions,
} from '@/lib/warehouse/sql/policies';
import { comparePolicies } from './compare-policies';
import { parseStoredPolicy } from './current-policy';
import { applyDraft, draftInput } from './draft';
import { requireStatuses } from './scope-choices';

export const publishPolicyInput = draftInput.extend({
  /** Why the policy changes. */
  note: z
    .string({ error: 'is required' })
    .trim()
    .min(1, 'is required')
    .max(500, 'can have at most 500 characters'),
});

/**
 * Publishes a draft as the next version, which later runs use. Only admins may.
 * @throws AppError `forbidden`; `policy_changed` if a newer version than the draft's was published;
 * `invalid_input` if a setting is invalid (see `applyDraft`), or nothing was changed
 */
export async function publishPolicy(
  ctx: Context,
  input: z.input<typeof publishPolicyInput>,
): Promise<{ readonly version: number }> {
  requireRole(ctx.person, 'admin');
  const draft = parseInput(publishPolicyInput, input);
  return auditedTransaction(ctx, 'policy.publish', async (session, record) => {
    await session.write(claimInTransaction('policy', ctx.person.email));
    const [newest] = await session.read(newestPolicy());
    if (newest?.version !== draft.basedOn) {
      throw changedError(draft.basedOn, (await session.read(policyVersions()))[0]);
    }
    const before = parseStoredPolicy(newest);
    const after = applyDraft(before, draft);
    await requireStatuses(session, after);
    const changes = comparePolicies(before, after);
    if (changes.length === 0) {
      throw new AppError('invalid_input', `Nothing differs from version ${newest.version}.`);
    }
    const version = newest.version + 1;
    await session.write(
      insertPolicy({
        version,
        policyJson: JSON.stringify(after),
        note: draft.note,
        createdBy: ctx.person.email,
        now: ctx.now(),
      }),
    );
    record({
      action: 'policy.published',
      subject: String(version),
      details: { note: draft.note, changes },
    });
    return { version };
  });
}

function changedError(basedOn: number, newest: PolicyVersionRow | undefined): AppError {
  if (!newest) {
    return new AppError('warehouse_missing', 'The warehouse has no policy yet. Run npm run setup.');
  }
  const { version, author, created_by } = newest;
  return new AppError(
    'policy_changed',
    `${author ?? created_by} published version ${version} while you were editing version ${basedOn}. Nothing was published, and your changes are kept. Compare the versions, then apply your changes to version ${version}.`,
    { details: { version } },
  );
}
