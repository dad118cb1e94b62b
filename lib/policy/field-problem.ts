import type { FieldRange } from './field-range';
import type { FieldValue } from './field-values';
import { type FieldPath, policyFields } from './fields';

/** The numbers that a setting may have, such as "0 to 720 hours, or empty". */
export function rangeText(path: FieldPath, { min, max }: FieldRange): string {
  const field = policyFields.get(path);
  if (field?.kind !== 'number') return '0% to 100%';
  return `${plain(min)} to ${plain(max)} ${field.unit[1]}${field.none ? ', or empty' : ''}`;
}

const plain = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 6 });

/** Why a setting cannot have a value, naming the setting and its range. */
export function invalidText(path: FieldPath, range: FieldRange | null): string {
  const field = policyFields.get(path);
  const label = field?.label ?? path;
  if (field?.kind === 'switch') return `${label} must be on or off.`;
  if (!range) return `${label}: choose at least one, or all.`;
  return `${label} must be ${range.whole ? 'a whole number ' : ''}from ${rangeText(path, range)}.`;
}

/** Whether a setting may have a value. Settings that contradict each other are not found. */
export function isAllowed(
  path: FieldPath,
  value: FieldValue | string,
  range: FieldRange | null,
): boolean {
  const field = policyFields.get(path);
  if (Array.isArray(value)) return value.length > 0;
  if (value === null) return field !== undefined && 'none' in field;
  if (typeof value === 'boolean') return field?.kind === 'switch';
  if (typeof value !== 'number' || !range) return false;
  const isWhole = !range.whole || Number.isInteger(value);
  return value >= range.min && value <= range.max && isWhole;
}
