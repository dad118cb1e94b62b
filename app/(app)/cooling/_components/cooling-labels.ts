import type { Cooling, CoolingViolation } from '@/lib/analytics/cooling/get-cooling';

type ReceivedVia = CoolingViolation['way'];

/** How an account was received, where it was and by whom. */
export function receivedViaLabel(way: ReceivedVia, by: string | null = null): string {
  const somebody = by ? ` by ${by}` : '';
  const words: Record<ReceivedVia, string> = {
    accepted: `accepted${somebody}`,
    overridden: `given by an override${by ? ` of ${by}` : ''}`,
    elsewhere: 'accepted in another program',
    outside: 'assigned outside the program',
  };
  return words[way];
}

/** What led to a violation. */
export function causeLabel({ way, aside }: Cooling['kept']['causes'][number]): string {
  const flagged = aside ? 'cooling set aside' : 'not flagged as cooling';
  const words: Record<ReceivedVia, string> = {
    accepted: `Accepted here, ${flagged}`,
    overridden: `Override here, ${flagged}`,
    elsewhere: 'Accepted in another program',
    outside: 'Assigned outside the program',
  };
  return words[way];
}
