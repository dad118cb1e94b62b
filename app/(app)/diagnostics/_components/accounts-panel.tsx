import Link from 'next/link';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';

type Accounts = Diagnostics['accounts'];
const linkClass = 'font-medium text-accent-ink hover:underline';

/** Accounts that need a CSM, by the data team's count and by ours. */
export function AccountsPanel({ accounts }: { readonly accounts: Accounts }) {
  const { guide, needing, routable, pending, assignedSince, waitingSince } = accounts;
  const missing = [
    accounts.withoutClass > 0 && `${formatNumber(accounts.withoutClass)} without a class`,
    accounts.withoutScore > 0 && `${formatNumber(accounts.withoutScore)} with a missing score`,
  ].filter(Boolean);
  return (
    <Panel title="How many accounts need a CSM?">
      <DescriptionList>
        <DescriptionItem
          name="Needs CSM, counted as in the guide"
          more={accountCountNote(accounts)}
        >
          <span className="text-xl font-semibold">{formatNumber(guide.rows)}</span>
        </DescriptionItem>
        <DescriptionItem
          name="Ready to place"
          more={
            <>
              {`Of ${formatCount(needing, 'account')} that need a CSM`}
              {waitingSince && (
                <>
                  {'; the longest wait began '}
                  <Time at={waitingSince} />
                </>
              )}
              {missing.length > 0 && `; ${missing.join(', ')}`}
            </>
          }
        >
          <Link href="/runs" prefetch={false} className={`text-xl ${linkClass}`}>
            {formatNumber(routable)}
          </Link>
        </DescriptionItem>
        <DescriptionItem
          name="Pending recommendation"
          more="Runs skip these accounts until a manager decides."
        >
          <Link href="/queue" prefetch={false} className={linkClass}>
            {formatNumber(pending)}
          </Link>
        </DescriptionItem>
        <DescriptionItem
          name="Already assigned"
          more="They have a CSM, but the onboarding view still says Needs CSM."
        >
          {formatNumber(assignedSince)}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

/** Why the data team's count differs from ours. */
function accountCountNote({ guide, needing }: Accounts): string {
  const repeated = guide.rows - guide.withoutId - guide.accounts;
  const notes = [
    guide.withoutId > 0 && `${formatCount(guide.withoutId, 'row')} without an id`,
    repeated > 0 && `${formatCount(repeated, 'duplicate row')}`,
  ].filter(Boolean);
  const view = guide.accounts === needing ? '' : ` The accounts view has ${formatNumber(needing)}.`;
  const rows = 'Rows of VW_ONBOARDING_DETAIL';
  return `${notes.length > 0 ? `${rows}, including ${notes.join(' and ')}.` : `${rows}, one per account.`}${view}`;
}
