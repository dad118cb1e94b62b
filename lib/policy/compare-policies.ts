import { isDeepStrictEqual } from 'node:util';
import { type FieldValue, fieldValue } from './field-values';
import { type FieldPath, policyFields } from './fields';
import type { Policy } from './policy';

/** A setting that two policies have different values for. */
export interface FieldChange {
  readonly path: FieldPath;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** The settings that differ, in the order of the page. */
export function comparePolicies(before: Policy, after: Policy): readonly FieldChange[] {
  return [...policyFields.keys()].flatMap((path) => {
    const change = { path, before: fieldValue(before, path), after: fieldValue(after, path) };
    return isDeepStrictEqual(change.before, change.after) ? [] : [change];
  });
}
