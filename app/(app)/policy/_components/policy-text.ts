import type { Format } from '@/components/ui/format';
import type { FieldValue } from '@/lib/policy/field-values';
import { type FieldPath, policyFields } from '@/lib/policy/fields';
import type { Policy } from '@/lib/policy/policy';

/** A class of account that the policy's scope can contain. */
export type ClassChoice = NonNullable<Policy['scope']['classes']>[number];

/** Decimals of a setting; none has more. */
const MAX_DIGITS = 6;

/** A setting's value as text, with its unit. */
export function valueText(path: FieldPath, value: FieldValue, format: Format): string {
  const field = policyFields.get(path);
  if (!field) return '';
  if (value === null) return 'none' in field && field.none ? field.none : 'None';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (typeof value === 'number') {
    if (field.kind === 'share')
      return format.percent(value, value * 100 === Math.round(value * 100) ? 0 : 1);
    const [one, many] = field.kind === 'number' ? field.unit : ['', ''];
    return `${format.number(value, MAX_DIGITS)} ${value === 1 ? one : many}`;
  }
  return format.list(value.map((item) => (typeof item === 'string' ? item : classLabel(item))));
}

/** The name of an account class, for display. */
export function classLabel({ segment, level }: ClassChoice): string {
  return `${segment || 'No segment'} · ${level || 'No level'}`;
}

/** The policy in sentences. */
export function policySentences(policy: Policy, format: Format): readonly string[] {
  const text = (path: FieldPath, value: FieldValue) => valueText(path, value, format);
  const { velocity, ramp, waiting, weights, experience, neediness, capacity, scope } = policy;
  const capacities = Object.values(capacity);
  return [
    `A run gives each CSM at most ${text('maxPerRun', policy.maxPerRun)}. After receiving one, a CSM receives no other for ${text('coolingHours', policy.coolingHours)}${policy.pendingReserves ? ', also while a recommendation is pending' : ''}.`,
    `In 7 days, a CSM receives at most ${text('velocity.perWeek', velocity.perWeek)}, of which ${format.number(ramp.highNeedPerWeek)} may be high-need. With less than ${text('velocity.newCsmTenureMonths', velocity.newCsmTenureMonths)} of tenure, it is at most ${text('velocity.newCsmPerDay', velocity.newCsmPerDay)} in 24 hours.`,
    `A CSM may own ${format.number(Math.min(...capacities))} to ${format.number(Math.max(...capacities))} accounts, depending on the class, unless they have their own capacity.`,
    `Accounts that have waited more than ${text('waiting.overdueDays', waiting.overdueDays)} come first. Before that, each day of waiting counts ${text('weights.waiting', weights.waiting)}, and ${text('waiting.urgentFactor', waiting.urgentFactor)} that for red and high-need accounts.`,
    `Red accounts should get a CSM with ${text('experience.redMonths', experience.redMonths)} of tenure. High-need accounts, with a neediness of ${format.number(neediness.needyFrom, MAX_DIGITS)} or more, should get one with ${text('experience.needyMonths', experience.needyMonths)}.`,
    policy.scoreWithinHours === null
      ? 'The score compares with every active CSM of the account’s class.'
      : `The score compares with the CSMs of the account’s class who can receive it within ${text('scoreWithinHours', policy.scoreWithinHours)}.`,
    scopeSentence(scope, format),
  ];
}

function scopeSentence({ classes, statuses }: Policy['scope'], format: Format): string {
  if (!classes && !statuses) return 'All accounts that need a CSM are routed.';
  const only = [
    classes && `of these classes are routed: ${valueText('scope.classes', classes, format)}`,
    statuses && `with these onboarding statuses: ${valueText('scope.statuses', statuses, format)}`,
  ].filter(Boolean);
  return `Only accounts ${only.join(', and ')}.`;
}
