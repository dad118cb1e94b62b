import type { Format } from '@/components/ui/format';
import type { ExceptionCount, Handover, HandoverVerb } from '@/lib/analytics/handover/get-handover';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';

export const handoverDescription = 'What came in, who got it, who decided, and what is still open.';

/** Expected heights of the page's panels. */
export const handoverPanels = ['h-24', 'h-64', 'h-144', 'h-144', 'h-64', 'h-112'];

/** What happened to an account. */
export const handoverVerbLabels: Readonly<Record<HandoverVerb, string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
  outside: 'Assigned outside the app',
};

/** The names of overridden rules; a rule of a later version is shown as stored. */
export function ruleNames(rules: readonly string[]): string[] {
  return rules.map((rule) => flagLabels[rule as keyof typeof flagLabels]?.name ?? rule);
}

/** Which rules were overridden or why, and how often. */
export function exceptionLabel({ verb, rules, reason }: ExceptionCount): string {
  const names = ruleNames(rules);
  const what = names.length > 0 ? `rule overridden: ${names.join(', ')}` : null;
  const why = reason ? decisionReasonLabel(reason) : null;
  return [handoverVerbLabels[verb], what, why].filter(Boolean).join(' · ');
}

/** The period in sentences: what came in, who got it, and what is open. */
export function handoverSummary(handover: Handover, format: Format): string[] {
  const { decided, classes, open } = handover;
  const sum = (key: 'cameIn' | 'waitedBefore' | 'waitedAfter') =>
    classes.reduce((total, row) => total + row[key], 0);
  const cameIn = format.count(sum('cameIn'), 'account');
  const went =
    decided.received === 0
      ? 'none was assigned'
      : `${format.number(decided.received)} went to ${format.count(decided.csms, 'CSM')} (${decidedParts(decided, format)})`;
  const median =
    decided.medianMs === null
      ? []
      : [`The median time to decision was ${format.duration(decided.medianMs)}.`];
  const rules =
    decided.againstRules === 0
      ? 'No decision overrode a rule.'
      : `${format.count(decided.againstRules, 'decision')} overrode a rule.`;
  const rejected =
    decided.rejected === 0
      ? []
      : [
          `${format.count(decided.rejected, 'recommendation was', 'recommendations were')} rejected.`,
        ];
  const stillOpen =
    open.total === 0
      ? 'Nothing is open.'
      : `${format.count(open.total, 'account is', 'accounts are')} still open, ${format.number(open.pending)} of them with a pending recommendation.`;
  return [
    `${cameIn} started to need a CSM, and ${went}.`,
    ...median,
    ...rejected,
    rules,
    `${format.number(sum('waitedBefore'))} waited when the period began, ${format.number(sum('waitedAfter'))} at its end.`,
    stillOpen,
  ];
}

function decidedParts(
  { accepted, overridden, outside }: Handover['decided'],
  format: Format,
): string {
  const parts = [
    [accepted, 'as recommended'],
    [overridden, 'overridden'],
    [outside, 'outside the app'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${format.number(count)} ${text}`)
    .join(', ');
}

/** Whether nothing came in, was decided, or is open. */
export function isEmptyHandover({ classes, events, open }: Handover): boolean {
  return classes.length === 0 && events.total === 0 && open.total === 0;
}
