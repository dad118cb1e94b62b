import { formatCount, formatNumber } from '@/components/ui/format';

/** How many accounts a run may place now, in a sentence. */
export function situationWords({
  needing,
  routable,
}: {
  readonly needing: number;
  readonly routable: number;
}): string {
  if (needing === 0) return 'No account needs a CSM right now.';
  const need = `${formatCount(needing, 'account')} ${needing === 1 ? 'needs' : 'need'} a CSM`;
  if (routable === 0) {
    return `${need}, and ${needing === 1 ? 'it has' : 'all have'} a recommendation or an assignment already.`;
  }
  if (routable === needing) return `${need} and can be placed now.`;
  return `${need}; ${formatNumber(routable)} can be placed now, the others have a recommendation or an assignment already.`;
}
