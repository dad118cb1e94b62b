import { z } from 'zod';
import { defaultPolicy, policySchema } from './policy';

const storedObject = z.record(z.string(), z.unknown());

/**
 * The version to publish after a policy stored by an earlier release, which has no waiting, score
 * within reach, ramp, or scope: the stored policy with the defaults of these settings. The scale of
 * the score changes with its meaning. Null if the policy has them, or is invalid.
 */
export function upgradePolicy(
  storedJson: string,
): { readonly policyJson: string; readonly note: string } | null {
  const stored = storedObject.safeParse(parseJson(storedJson));
  const parsed = policySchema.safeParse(stored.data);
  if (!parsed.success || 'scoreWithinHours' in (stored.data ?? {})) return null;
  const { scoreWithinHours, scoreScale } = defaultPolicy;
  return {
    policyJson: JSON.stringify({ ...parsed.data, scoreWithinHours, scoreScale }),
    note: 'Add waiting, score within reach, and ramp',
  };
}

// An invalid policy is reported where it is used.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
