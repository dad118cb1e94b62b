import type { Cooling, CoolingViolation } from '@/lib/analytics/cooling/get-cooling';

type ReceiptOrigin = CoolingViolation['origin'];

const originLabels: Readonly<Record<ReceiptOrigin, string>> = {
  accepted: 'accepted',
  overridden: 'assigned by override',
  elsewhere: 'accepted in another program',
  outside: 'assigned outside the app',
};

/** How a CSM received an account and who decided it: "accepted by Mia Manager". */
export function originLabel(origin: ReceiptOrigin, decidedBy: string | null = null): string {
  if (decidedBy === null) return originLabels[origin];
  return origin === 'overridden'
    ? `override by ${decidedBy}`
    : `${originLabels[origin]} by ${decidedBy}`;
}

/** What caused a violation: "Accepted, cooling rule overridden". */
export function causeLabel({
  origin,
  acknowledged,
}: Cooling['compliance']['causes'][number]): string {
  const label = capitalize(originLabels[origin]);
  if (origin === 'elsewhere' || origin === 'outside') return label;
  return `${label}, ${acknowledged ? 'cooling rule overridden' : 'not flagged as cooling'}`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
