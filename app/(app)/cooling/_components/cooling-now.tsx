import Link from 'next/link';
import { Fragment } from 'react';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { Table, Td, Th } from '@/components/table/table';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { exclusionLabels } from '@/lib/engine/describe';
import { originLabel } from './cooling-labels';
import { listHeight } from './cooling-skeleton';
import { Countdown, Elapsed, RefreshAtTimes } from './countdown';
import { GuideComparison } from './guide-comparison';

/** Who is cooling now, who is free next, and the data team's list for comparison. */
export async function CoolingNow(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const { cooling, reserved, outlook, guide, coolingHours } = await props.cooling;
  return (
    <>
      <RefreshAtTimes
        times={[...cooling.map(({ freeAt }) => freeAt), ...reserved.map(({ until }) => until)]}
      />
      <NextAvailablePanel outlook={outlook} cooling={cooling.length} reserved={reserved.length} />
      <div className="grid gap-4 xl:grid-cols-2">
        <CoolingPanel cooling={cooling} reserved={reserved} hours={coolingHours} />
        <GuideComparison {...guide} hours={coolingHours} />
      </div>
    </>
  );
}

/** When the next CSM is free, how many accounts are waiting, and how many CSMs are available. */
function NextAvailablePanel({
  outlook,
  cooling,
  reserved,
}: {
  readonly outlook: Cooling['outlook'];
  readonly cooling: number;
  readonly reserved: number;
}) {
  const { waiting, withoutEligibleCsm, eligible, active, next } = outlook;
  return (
    <div className="break-inside-avoid">
      <Panel title="Who is free next?">
        <div className="min-h-20">
          <p className="text-lg">
            {next ? <NextCsms {...next} /> : noNextCsmLabel(cooling + reserved, active)}
          </p>
          <p className="mt-1 text-ink-muted">
            {waiting === 0 ? (
              'No accounts need a CSM. '
            ) : (
              <>
                <Link
                  href="/diagnostics"
                  prefetch={false}
                  className="text-accent-ink underline underline-offset-2"
                >
                  {formatCount(waiting, 'account')}
                </Link>
                {waiting === 1 ? ' needs a CSM. ' : ' need a CSM. '}
              </>
            )}
            {active > 0 &&
              `${formatNumber(eligible)} of ${formatCount(active, 'active CSM')} ${eligible === 1 ? 'is' : 'are'} available now. `}
            {withoutEligibleCsm > 0 &&
              eligible > 0 &&
              `No CSM is eligible for ${formatNumber(withoutEligibleCsm)} of the accounts.`}
          </p>
        </div>
      </Panel>
    </div>
  );
}

function NextCsms({ csms, at }: NonNullable<Cooling['outlook']['next']>) {
  const shown = csms.slice(0, 3);
  const more = csms.length - shown.length;
  const one = csms.length === 1;
  return (
    <>
      {one ? 'The next CSM, ' : 'The next CSMs, '}
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && (index === shown.length - 1 && more === 0 ? ' and ' : ', ')}
          <CsmLink name={name} />
        </Fragment>
      ))}
      {more > 0 && ` and ${formatNumber(more)} more`}
      {one ? ', is free ' : ', are free '}
      <Countdown until={at} inline /> (<Time at={at} show="clock" />
      ).
    </>
  );
}

function noNextCsmLabel(coolingOrReserved: number, active: number): string {
  if (active === 0) return 'There are no active CSMs.';
  if (coolingOrReserved === 0) return 'No CSM is cooling.';
  return 'Every cooling CSM is also excluded by another rule.';
}

/** Who is cooling, soonest free first, and whom pending recommendations reserve. */
function CoolingPanel({
  cooling,
  reserved,
  hours,
}: Pick<Cooling, 'cooling' | 'reserved'> & { readonly hours: number }) {
  return (
    <Panel
      title="Cooling now"
      aside={<span className="text-sm text-ink-muted">{formatNumber(cooling.length)}</span>}
      description={`The whole company. A CSM cools for ${formatNumber(hours, 2)} h after receiving an account.`}
      flush
    >
      <div data-print="flow" className={`${listHeight} overflow-auto`}>
        {cooling.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">No CSM is cooling.</p>
        ) : (
          <Table label="CSMs who are cooling now" className="min-w-[32rem]">
            <thead>
              <tr>
                <Th>CSM</Th>
                <Th>Time left</Th>
                <Th>Last account</Th>
                <Th end>Received</Th>
              </tr>
            </thead>
            <tbody>
              {cooling.map((each) => (
                <tr key={each.csm} className="align-top">
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    <CsmLink name={each.csm} />
                    {each.alsoExcludedBy && (
                      <span className="block text-xs text-ink-muted">
                        {`Then still excluded: ${exclusionLabels[each.alsoExcludedBy].toLowerCase()}`}
                      </span>
                    )}
                  </th>
                  <Td className="whitespace-nowrap">
                    <Countdown until={each.freeAt} />
                    <span className="block text-xs text-ink-muted">
                      {'free at '}
                      <Time at={each.freeAt} show="clock" />
                    </span>
                  </Td>
                  <Td>
                    <AccountLink id={each.accountId} name={each.accountName} />
                    <span className="block text-xs text-ink-muted">
                      {originLabel(each.origin, each.decidedBy)}
                    </span>
                  </Td>
                  <Td end>
                    <Elapsed since={each.since} />
                    <span className="block text-xs text-ink-muted">
                      {'at '}
                      <Time at={each.since} show="clock" />
                    </span>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        <ReservedTable reserved={reserved} />
      </div>
    </Panel>
  );
}

/** CSMs reserved by a pending recommendation, if the policy reserves them. */
function ReservedTable({ reserved }: Pick<Cooling, 'reserved'>) {
  if (reserved.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 font-medium">Reserved by a pending recommendation</h3>
      <Table label="CSMs reserved by a pending recommendation" className="min-w-[32rem]">
        <thead>
          <tr>
            <Th>CSM</Th>
            <Th>Recommended account</Th>
            <Th end>Time left</Th>
            <Th end>Reserved until</Th>
          </tr>
        </thead>
        <tbody>
          {reserved.map(({ csm, accountId, accountName, until }) => (
            <tr key={csm}>
              <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                <CsmLink name={csm} />
              </th>
              <Td>
                <AccountLink id={accountId} name={accountName} />
              </Td>
              <Td end>
                <Countdown until={until} />
              </Td>
              <Td end>
                <Time at={until} show="clock" />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
