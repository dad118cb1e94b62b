import Link from 'next/link';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';

type Accounts = Diagnostics['accounts'];
const linkClass = 'font-medium text-accent-ink hover:underline';

/** Accounts that need a CSM, by the data team's count and by ours. */
export function AccountsPanel({
  accounts,
  pending,
  format,
}: {
  readonly accounts: Accounts;
  readonly pending: Diagnostics['pending'];
  readonly format: Format;
}) {
  const { guide, needing, routable, assignedSince, waitingSince } = accounts;
  return (
    <Panel title="How many accounts need a CSM?">
      <DescriptionList>
        <DescriptionItem
          name="Needs CSM, counted as in the guide"
          more={accountCountNote(accounts, format)}
        >
          <span className="text-xl font-semibold">{format.number(guide.rows)}</span>
        </DescriptionItem>
        <DescriptionItem
          name="To place"
          more={
            <>
              {`Of ${format.count(needing, 'account')} that need a CSM`}
              {waitingSince && (
                <>
                  {'; the longest wait began '}
                  <Time at={waitingSince} />
                </>
              )}
            </>
          }
        >
          <Link href="/runs" prefetch={false} className={`text-xl ${linkClass}`}>
            {format.number(routable)}
          </Link>
        </DescriptionItem>
        <DescriptionItem
          name="Pending recommendations"
          more={
            <>
              {'Runs skip their accounts until a manager decides.'}
              {pending.snoozed > 0 && (
                <>
                  {' Another '}
                  <Link href="/queue?snoozed=true" prefetch={false} className={linkClass}>
                    {`${format.number(pending.snoozed)} snoozed`}
                  </Link>
                </>
              )}
            </>
          }
        >
          <Link href="/queue" prefetch={false} className={linkClass}>
            {format.number(pending.rows)}
          </Link>
        </DescriptionItem>
        <DescriptionItem
          name="Already assigned"
          more="They have a CSM, but the onboarding view still says Needs CSM."
        >
          {format.number(assignedSince)}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

/** Why the data team's count differs from ours. */
function accountCountNote({ guide, needing }: Accounts, format: Format): string {
  const repeated = guide.rows - guide.withoutId - guide.accounts;
  const notes = [
    guide.withoutId > 0 && `${format.count(guide.withoutId, 'row')} without an id`,
    repeated > 0 && `${format.count(repeated, 'duplicate row')}`,
  ].filter(Boolean);
  const view =
    guide.accounts === needing ? '' : ` The accounts view has ${format.number(needing)}.`;
  const rows = 'Rows of VW_ONBOARDING_DETAIL';
  return `${notes.length > 0 ? `${rows}, including ${notes.join(' and ')}.` : `${rows}, one per account.`}${view}`;
}
