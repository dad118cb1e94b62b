import Link from 'next/link';
import { Fragment } from 'react';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { Table, Td, Th } from '@/components/table/table';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { exclusionLabels } from '@/lib/engine/describe';
import { receivedViaLabel } from './cooling-labels';
import { listHeight } from './cooling-skeleton';
import { Countdown, Elapsed, RefreshAtTimes } from './countdown';
import { GuideComparison } from './guide-comparison';

/** Who is cooling now, who comes free next, and the data team's list beside it. */
export async function CoolingNow(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const { cooling, reserved, reserves, outlook, guide, coolingHours } = await props.cooling;
  return (
    <>
      <RefreshAtTimes
        moments={[...cooling.map(({ freeAt }) => freeAt), ...reserved.map(({ until }) => until)]}
      />
      <NextAvailablePanel outlook={outlook} cooling={cooling.length} reserved={reserved.length} />
      <div className="grid gap-4 xl:grid-cols-2">
        <CoolingPanel
          cooling={cooling}
          reserved={reserved}
          reserves={reserves}
          hours={coolingHours}
        />
        <GuideComparison {...guide} hours={coolingHours} />
      </div>
    </>
  );
}

/** When the next CSM comes free, how many accounts wait, and how many CSMs may receive one now. */
function NextAvailablePanel({
  outlook,
  cooling,
  reserved,
}: {
  readonly outlook: Cooling['outlook'];
  readonly cooling: number;
  readonly reserved: number;
}) {
  const { waiting, stuck, eligible, active, next } = outlook;
  return (
    <div className="break-inside-avoid">
      <Panel title="Who comes free next?">
        <div className="min-h-20">
          <p className="text-lg">
            {next ? <NextCsms {...next} /> : noNextCsmLabel(cooling + reserved, active)}
          </p>
          <p className="mt-1 text-ink-muted">
            {waiting === 0 ? (
              'No account waits for a CSM. '
            ) : (
              <>
                <Link
                  href="/diagnostics"
                  prefetch={false}
                  className="text-accent-ink underline underline-offset-2"
                >
                  {formatCount(waiting, 'account')}
                </Link>
                {waiting === 1 ? ' waits for a CSM. ' : ' wait for a CSM. '}
              </>
            )}
            {active > 0 &&
              `${formatNumber(eligible)} of ${formatCount(active, 'active CSM')} may receive ${waiting > 0 ? 'one of them' : 'an account'} now. `}
            {stuck > 0 &&
              eligible > 0 &&
              `For ${formatNumber(stuck)} of the accounts nobody is eligible.`}
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
      {shown.map((name, nth) => (
        <Fragment key={name}>
          {nth > 0 && (nth === shown.length - 1 && more === 0 ? ' and ' : ', ')}
          <CsmLink name={name} />
        </Fragment>
      ))}
      {more > 0 && ` and ${formatNumber(more)} more`}
      {one ? ', is free at ' : ', are free at '}
      <Time at={at} show="clock" />, <Countdown until={at} inline />.
    </>
  );
}

function noNextCsmLabel(kept: number, active: number): string {
  if (active === 0) return 'There is no active CSM.';
  if (kept === 0) return 'Nobody is cooling.';
  return 'Nobody comes free by the end of cooling alone.';
}

/** Where the reason's name says too little. */
const exclusionPhrases: Partial<Record<keyof typeof exclusionLabels, string>> = {
  segment_mismatch: 'no account of their class waits',
  velocity: 'received many lately',
};

/** Who is cooling, the soonest free first, and whom pending recommendations reserve. */
function CoolingPanel({
  cooling,
  reserved,
  reserves,
  hours,
}: Pick<Cooling, 'cooling' | 'reserved' | 'reserves'> & { readonly hours: number }) {
  return (
    <Panel
      title="Cooling now"
      aside={<span className="text-sm text-ink-muted">{formatNumber(cooling.length)}</span>}
      description={`In the whole company, ${formatNumber(hours, 2)} h from the last account received, by the policy in force.`}
      flush
    >
      <div data-print="flow" className={`${listHeight} overflow-auto`}>
        {cooling.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">Nobody is cooling.</p>
        ) : (
          <Table label="CSMs who are cooling now" className="min-w-[32rem]">
            <thead>
              <tr>
                <Th>CSM</Th>
                <Th>Time left</Th>
                <Th>Last account</Th>
                <Th end>Hours since</Th>
              </tr>
            </thead>
            <tbody>
              {cooling.map((each) => (
                <tr key={each.csm} className="align-top">
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    <CsmLink name={each.csm} />
                    {each.alsoKeptBy && (
                      <span className="block text-xs text-ink-muted">
                        {`Then still: ${exclusionPhrases[each.alsoKeptBy] ?? exclusionLabels[each.alsoKeptBy].toLowerCase()}`}
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
                      {receivedViaLabel(each.way, each.decidedBy)}
                    </span>
                  </Td>
                  <Td end>
                    <Elapsed since={each.since} />
                    <span className="block text-xs text-ink-muted">
                      {'since '}
                      <Time at={each.since} show="clock" />
                    </span>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {reserves && <ReservedTable reserved={reserved} />}
      </div>
    </Panel>
  );
}

/** Whom a pending recommendation keeps from other accounts, as the policy asks. */
function ReservedTable({ reserved }: Pick<Cooling, 'reserved'>) {
  if (reserved.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 font-medium">Reserved by a pending recommendation</h3>
      <Table label="CSMs reserved by a pending recommendation" className="min-w-[32rem]">
        <thead>
          <tr>
            <Th>CSM</Th>
            <Th>For</Th>
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
