import { z } from 'zod';
import type { FieldPath } from './fields';
import { policySchema } from './policy';

/** The values that a number setting may have. */
export interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
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
