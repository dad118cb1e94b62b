import type { AccountClass } from '@/lib/engine/account-class';
import { type FieldPath, policyFields } from './fields';
import type { Policy } from './policy';

/** The value of a setting; null if it is empty, which means no limit or everything. */
export type FieldValue = number | boolean | readonly AccountClass[] | readonly string[] | null;

/** The value of a setting in a policy. */
export function fieldValue(policy: Policy, path: FieldPath): FieldValue {
  let value: unknown = policy;
  for (const key of path.split('.')) value = (value as Record<string, unknown>)[key];
  return value as FieldValue;
}

/** A copy of the policy with some settings changed. The values are not checked. */
export function withChanges(policy: Policy, changes: Readonly<Record<string, unknown>>): unknown {
  const copy = structuredClone(policy) as Record<string, unknown>;
  for (const path of policyFields.keys()) {
    if (!Object.hasOwn(changes, path)) continue;
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
    parent[last] = changes[path];
  }
  return copy;
}
