import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { formatCount, formatNumber } from '@/components/ui/format';
import type { Workload } from '@/lib/analytics/get-workload';
import { csmHref } from '../../hrefs';

const named = 12;

/** Who owns accounts without being active any more; nothing where nobody does. */
export function FormerNote({ former }: Pick<Workload, 'former'>) {
  if (former.length === 0) return null;
  const accounts = former.reduce((sum, each) => sum + each.accounts, 0);
  const who = former.length === 1 ? '1 CSM who is' : `${formatNumber(former.length)} CSMs who are`;
  const own = former.length === 1 ? 'owns' : 'own';
  return (
    <Alert
      tone="warn"
      className="mt-4"
      title={`${who} no longer active still ${own} ${formatCount(accounts, 'account')}`}
    >
      {former.slice(0, named).map(({ csm, accounts: count }, at) => (
        <span key={csm}>
          {at > 0 && ', '}
          <Link href={csmHref(csm)} prefetch={false} className="underline underline-offset-2">
            {csm}
          </Link>
          {` (${formatNumber(count)})`}
        </span>
      ))}
      {former.length > named && ` and ${formatNumber(former.length - named)} more`}. They are left
      out of the figures above.
    </Alert>
  );
}
