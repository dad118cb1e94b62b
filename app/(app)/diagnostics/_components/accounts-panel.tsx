import Link from 'next/link';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';

type Accounts = Diagnostics['accounts'];
const linkClass = 'font-medium text-accent-ink hover:underline';

/** How many accounts need a CSM, by the data team's count and by ours, and where they are. */
export function AccountsPanel({ accounts }: { readonly accounts: Accounts }) {
  const { guide, needing, routable, pending, assignedSince, waitingSince } = accounts;
  const missing = [
    accounts.withoutClass > 0 && `${formatNumber(accounts.withoutClass)} without a class`,
    accounts.withoutScore > 0 && `${formatNumber(accounts.withoutScore)} with a median for a score`,
  ].filter(Boolean);
  return (
    <Panel title="How many accounts need a CSM?">
      <DescriptionList>
        <DescriptionItem name="Needs CSM, as the guide counts" more={accountCountNote(accounts)}>
          <span className="text-xl font-semibold">{formatNumber(guide.rows)}</span>
        </DescriptionItem>
        <DescriptionItem
          name="Can be placed now"
          more={
            <>
              {`Of ${formatCount(needing, 'account')} that need one`}
              {waitingSince && (
                <>
                  {'; the longest waits since '}
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
          name="Recommended, not yet decided"
          more="A run leaves them to whoever decides."
        >
          <Link href="/queue" prefetch={false} className={linkClass}>
            {formatNumber(pending)}
          </Link>
        </DescriptionItem>
        <DescriptionItem
          name="Assigned since"
          more="They have a CSM; the onboarding view has not caught up."
        >
          {formatNumber(assignedSince)}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

/** Why the data team's count and ours differ, where they do. */
function accountCountNote({ guide, needing }: Accounts): string {
  const repeated = guide.rows - guide.unnamed - guide.accounts;
  const apart = [
    guide.unnamed > 0 && `${formatCount(guide.unnamed, 'row')} without an id`,
    repeated > 0 && `${formatCount(repeated, 'row')} of an account that is there already`,
  ].filter(Boolean);
  const view =
    guide.accounts === needing
      ? ''
      : ` The accounts view, as it is defined here, has ${formatNumber(needing)}.`;
  const rows = 'Rows of VW_ONBOARDING_DETAIL';
  return `${apart.length > 0 ? `${rows}, with ${apart.join(' and ')}.` : `${rows}, each an account.`}${view}`;
}
