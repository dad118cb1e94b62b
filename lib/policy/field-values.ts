import { z } from 'zod';
import type { AccountClass } from '@/lib/engine/account-class';
import { type FieldPath, policyFields } from './fields';
import { type Policy, policySchema } from './policy';

/** The value of a setting; null if it is empty, which means no limit or everything. */
export type FieldValue = number | boolean | readonly AccountClass[] | readonly string[] | null;

/** The values that a number setting may have. */
export interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** The settings that differ from a policy, by path. */
export type PolicyChanges = Readonly<Partial<Record<FieldPath, FieldValue>>>;

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

/** The range of a number setting, from the schema. */
export function fieldRange(path: FieldPath): FieldRange | null {
  let schema: z.core.$ZodType = policySchema;
  for (const key of path.split('.')) {
    const object = unwrap(schema);
    if (!(object instanceof z.ZodObject)) throw new Error(`The policy has no setting ${path}.`);
    schema = object.shape[key] as z.core.$ZodType;
  }
  const field = unwrap(schema);
  if (!(field instanceof z.ZodNumber)) return null;
  const { minValue, maxValue } = field;
  return { min: minValue ?? 0, max: maxValue ?? 0, whole: field.isInt };
}

/** Removes defaults and nullability. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
