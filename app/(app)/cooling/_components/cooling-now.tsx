import Link from 'next/link';
import { Fragment } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { accountsToPlace } from '@/lib/accounts/labels';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { unavailableFor, unavailableLabels } from '@/lib/analytics/shared/availability';
import { originLabel } from './cooling-labels';
import { GuideComparison } from './guide-comparison';
import { listHeight } from './panel-heights';
import { RefreshAtTimes } from './refresh-at-times';

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
  const { availability, toPlace } = cooling;
  const { eligible, active, next } = availability;
  return (
    <div className="break-inside-avoid">
      <Panel title="Who is free next?">
        <div className="min-h-20">
          <p className="text-lg">
            {next ? <NextCsms next={next} format={format} /> : noNextCsmText(cooling)}
          </p>
          <p className="mt-1 text-ink-muted">
            {toPlace.accounts === 0 ? (
              'No accounts to place. '
            ) : (
              <>
                <Link
                  href="/diagnostics"
                  prefetch={false}
                  className="text-accent-ink underline underline-offset-2"
                >
                  {format.count(toPlace.accounts, ...accountsToPlace)}
                </Link>
                {'. '}
              </>
            )}
            {active > 0 &&
              `${format.number(eligible)} of ${format.count(active, 'active CSM')} ${eligible === 1 ? 'is' : 'are'} available now. `}
            {toPlace.withoutEligibleCsm > 0 &&
              eligible > 0 &&
              `No available CSM takes ${format.number(toPlace.withoutEligibleCsm)} of the accounts.`}
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
  readonly next: NonNullable<Cooling['availability']['next']>;
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
      {csms.length === 1 ? ', is available ' : ', are available '}
      <Time at={at} /> (<Time at={at} show="clock" />
      ).
    </>
  );
}

function noNextCsmText({ availability: { active, eligible } }: Cooling): string {
  if (active === 0) return 'There are no active CSMs.';
  return eligible === active
    ? 'Every active CSM is available now.'
    : 'It is not known when another CSM will be available.';
}

/** The column must not move as the time left gets shorter. */
const steadyWidth = 'inline-block min-w-24 tabular-nums';

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
            <Note>{`Then still excluded: ${unavailableLabels[csm.alsoExcludedBy].toLowerCase()}`}</Note>
          )}
        </>
      ),
      timeLeft: (
        <>
          <Time at={csm.freeAt} className={steadyWidth} />
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
          <Time at={csm.since} className="print:hidden" />
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
      actions={<span className="text-sm text-ink-muted">{coolingCount(cooling, format)}</span>}
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

/** How many active CSMs are cooling. A name that is not on the active list is listed, but not counted. */
function coolingCount({ availability, cooling }: Cooling, format: Format): string {
  const active = unavailableFor(availability, 'cooling').length;
  const others = cooling.length - active;
  return `${format.count(active, 'active CSM')}${others > 0 ? `, ${format.number(others)} not active` : ''}`;
}

/** CSMs reserved by a pending recommendation. */
function ReservedTable({ reserved }: Pick<Cooling, 'reserved'>) {
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 font-medium">{unavailableLabels.reserved}</h3>
      <StaticTable
        label="CSMs reserved by a pending recommendation"
        className="min-w-[32rem]"
        columns={[
          { id: 'csm', label: 'CSM', rowHeader: true },
          { id: 'account', label: 'Recommended account' },
          { id: 'timeLeft', label: 'Time left', align: 'end' },
          { id: 'until', label: 'Reserved until', align: 'end' },
        ]}
        rows={reserved.map(({ csm, active, accountId, accountName, until }) => ({
          id: csm,
          cells: {
            csm: (
              <>
                <CsmLink name={csm} />
                {!active && <Note>{unavailableLabels.not_active}</Note>}
              </>
            ),
            account: <AccountLink id={accountId} name={accountName} />,
            timeLeft: <Time at={until} className={steadyWidth} />,
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
