import { formatCount, formatList, formatNumber } from '@/components/ui/format';
import type { Ledger } from '@/lib/analytics/get-ledger';

/** What to know of the ledger's figures, a sentence each. */
export function notesOf({ entries, active, assumed, unrecorded }: Ledger): readonly string[] {
  const missing = [
    assumed.neediness > 0 && `${formatCount(assumed.neediness, 'account')} without neediness`,
    assumed.revenue > 0 && `${formatCount(assumed.revenue, 'account')} without revenue`,
    assumed.health > 0 && `${formatCount(assumed.health, 'account')} without health`,
  ].filter((words) => words !== false);
  return [
    entries.length < active &&
      `Shares are of all ${formatNumber(active)} active CSMs, of whom ${formatNumber(entries.length)} are shown.`,
    missing.length > 0 &&
      `${formatList(missing)} ${assumed.neediness + assumed.revenue + assumed.health === 1 ? 'counts' : 'count'} with the median of what was received.`,
    unrecorded > 0 &&
      `${formatCount(unrecorded, 'account')} came of runs that kept no record of who could receive, such as another program’s. There everybody counts as available.`,
  ].filter((note) => note !== false);
}
