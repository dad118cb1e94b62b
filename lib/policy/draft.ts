import 'server-only';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { invalidText } from './field-problem';
import { fieldRange } from './field-range';
import { withChanges } from './field-values';
import { type FieldPath, policyFields } from './fields';
import { type Policy, policySchema } from './policy';

const isFieldPath = (path: string): path is FieldPath => policyFields.has(path as FieldPath);

/** Changed settings of a policy version: a draft. */
export const draftInput = z.object({
  /** The version whose settings were changed. */
  basedOn: z.number().int().min(1),
  /** New values by the path of the setting. */
  changes: z
    .record(z.string(), z.unknown())
    .refine((changes) => Object.keys(changes).every(isFieldPath), 'has an unknown setting'),
});
export type Draft = z.infer<typeof draftInput>;

/**
 * Applies a draft's changes to the version it is based on.
 * @throws AppError `invalid_input` that names each invalid setting and its range, also by path in
 * `details.fields`
 */
export function applyDraft(policy: Policy, { changes }: Draft): Policy {
  const parsed = policySchema.safeParse(withChanges(policy, changes));
  const problems = parsed.success ? orderProblems(parsed.data) : invalidFields(parsed.error);
  if (parsed.success && problems.size === 0) return parsed.data;
  throw new AppError('invalid_input', [...problems.values()].join(' '), {
    details: { fields: Object.fromEntries(problems) },
  });
}

function invalidFields({ issues }: z.core.$ZodError): Map<FieldPath, string> {
  const problems = new Map<FieldPath, string>();
  for (const { path } of issues) {
    const names = path.map(String);
    // The path of an element of a list continues after the setting's.
    const field = [names.slice(0, 1), names.slice(0, 2)]
      .map((steps) => steps.join('.'))
      .find(isFieldPath);
    if (field) problems.set(field, invalidText(field, fieldRange(field)));
  }
  return problems;
}

/** Settings that contradict each other. */
function orderProblems({ health }: Policy): Map<FieldPath, string> {
  if (health.redBelow <= health.yellowBelow) return new Map();
  return new Map([
    ['health.yellowBelow', 'Yellow below must be at least as high as Red below.'] as const,
  ]);
}
