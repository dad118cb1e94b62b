import Link from 'next/link';
import { Fragment } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import { originLabel } from './cooling-labels';
import { Countdown, Elapsed, RefreshAtTimes } from './countdown';
import { GuideComparison } from './guide-comparison';
import { listHeight } from './panel-heights';

/** Who is cooling now, who is free next, and the data team's list for comparison. */
export async function CoolingNow(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const [cooling, format] = await Promise.all([props.cooling, currentFormat()]);
  const { guide, coolingHours } = cooling;
  return (
    <>
      <RefreshAtTimes
        times={[
          ...cooling.cooling.map(({ freeAt }) => freeAt),
          ...cooling.reserved.map(({ until }) => until),
        ]}
      />
      <NextAvailablePanel cooling={cooling} format={format} />
      <div className="grid gap-4 xl:grid-cols-2">
        <CoolingPanel cooling={cooling} format={format} />
        <GuideComparison {...guide} hours={coolingHours} format={format} />
      </div>
    </>
  );
}

interface Props {
  readonly cooling: Cooling;
  readonly format: Format;
}

/** When the next CSM is free, how many accounts need a CSM, and how many CSMs are available. */
function NextAvailablePanel({ cooling, format }: Props) {
  const { waiting, withoutEligibleCsm, eligible, active, next } = cooling.outlook;
  return (
    <div className="break-inside-avoid">
      <Panel title="Who is free next?">
        <div className="min-h-20">
          <p className="text-lg">
            {next ? <NextCsms next={next} format={format} /> : noNextCsmText(cooling)}
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
                  {format.count(waiting, 'account')}
                </Link>
                {waiting === 1 ? ' needs a CSM. ' : ' need a CSM. '}
              </>
            )}
            {active > 0 &&
              `${format.number(eligible)} of ${format.count(active, 'active CSM')} ${eligible === 1 ? 'is' : 'are'} available now. `}
            {withoutEligibleCsm > 0 &&
              eligible > 0 &&
              `No CSM is eligible for ${format.number(withoutEligibleCsm)} of the accounts.`}
          </p>
        </div>
      </Panel>
    </div>
  );
}

function NextCsms({
  next: { csms, at },
  format,
}: {
  readonly next: NonNullable<Cooling['outlook']['next']>;
  readonly format: Format;
}) {
  const shown = csms.slice(0, 3);
  const more = csms.length - shown.length;
  return (
    <>
      {csms.length === 1 ? 'The next CSM, ' : 'The next CSMs, '}
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && (index === shown.length - 1 && more === 0 ? ' and ' : ', ')}
          <CsmLink name={name} />
        </Fragment>
      ))}
      {more > 0 && ` and ${format.number(more)} more`}
      {csms.length === 1 ? ', is free ' : ', are free '}
      <Countdown until={at} inline /> (<Time at={at} show="clock" />
      ).
    </>
  );
}

function noNextCsmText({ cooling, reserved, outlook }: Cooling): string {
  if (outlook.active === 0) return 'There are no active CSMs.';
  if (cooling.length + reserved.length === 0) return 'No CSM is cooling.';
  return 'Every cooling CSM is also excluded by another rule.';
}

/** Who is cooling, soonest free first, and whom pending recommendations reserve. */
function CoolingPanel({ cooling, format }: Props) {
  const rows = cooling.cooling.map((csm) => ({
    id: csm.csm,
    className: 'align-top',
    cells: {
      csm: (
        <>
          <CsmLink name={csm.csm} />
          {csm.alsoExcludedBy && (
            <Note>{`Then still excluded: ${exclusionLabels[csm.alsoExcludedBy].toLowerCase()}`}</Note>
          )}
        </>
      ),
      timeLeft: (
        <>
          <Countdown until={csm.freeAt} />
          <Note>
            {'free at '}
            <Time at={csm.freeAt} show="clock" />
          </Note>
        </>
      ),
      account: (
        <>
          <AccountLink id={csm.accountId} name={csm.accountName} />
          <Note>{originLabel(csm.origin, csm.decidedBy)}</Note>
        </>
      ),
      received: (
        <>
          <Elapsed since={csm.since} />
          <Note>
            {'at '}
            <Time at={csm.since} show="clock" />
          </Note>
        </>
      ),
    },
  }));
  return (
    <Panel
      title="Cooling now"
      actions={<span className="text-sm text-ink-muted">{format.number(rows.length)}</span>}
      description={`The whole company. A CSM cools for ${format.number(cooling.coolingHours, 2)} h after receiving an account.`}
      flush
    >
      <div data-print="flow" className={`${listHeight} overflow-auto`}>
        {rows.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">No CSM is cooling.</p>
        ) : (
          <StaticTable
            label="CSMs who are cooling now"
            className="min-w-[32rem]"
            columns={[
              { id: 'csm', label: 'CSM', rowHeader: true },
              { id: 'timeLeft', label: 'Time left', className: 'whitespace-nowrap' },
              { id: 'account', label: 'Last account' },
              { id: 'received', label: 'Received', align: 'end' },
            ]}
            rows={rows}
          />
        )}
        {cooling.reserved.length > 0 && <ReservedTable reserved={cooling.reserved} />}
      </div>
    </Panel>
  );
}

/** CSMs reserved by a pending recommendation. */
function ReservedTable({ reserved }: Pick<Cooling, 'reserved'>) {
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 font-medium">Reserved by a pending recommendation</h3>
      <StaticTable
        label="CSMs reserved by a pending recommendation"
        className="min-w-[32rem]"
        columns={[
          { id: 'csm', label: 'CSM', rowHeader: true },
          { id: 'account', label: 'Recommended account' },
          { id: 'timeLeft', label: 'Time left', align: 'end' },
          { id: 'until', label: 'Reserved until', align: 'end' },
        ]}
        rows={reserved.map(({ csm, accountId, accountName, until }) => ({
          id: csm,
          cells: {
            csm: <CsmLink name={csm} />,
            account: <AccountLink id={accountId} name={accountName} />,
            timeLeft: <Countdown until={until} />,
            until: <Time at={until} show="clock" />,
          },
        }))}
      />
    </>
  );
}

/** A secondary line in a table cell. */
function Note({ children }: { readonly children: React.ReactNode }) {
  return <span className="block text-xs text-ink-muted">{children}</span>;
}
