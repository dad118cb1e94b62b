import Link from 'next/link';
import { Fragment } from 'react';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Cooling } from '@/lib/analytics/get-cooling';
import { CsmLink } from './account-link';
import { Countdown } from './countdown';

/** When the next CSM comes free, how many accounts wait, and how many CSMs may receive one now. */
export function NextPanel({
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
            {next ? <Next {...next} /> : nobody(cooling + reserved, active)}
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

function Next({ csms, at }: NonNullable<Cooling['outlook']['next']>) {
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

function nobody(kept: number, active: number): string {
  if (active === 0) return 'There is no active CSM.';
  if (kept === 0) return 'Nobody is cooling.';
  return 'Nobody comes free by the end of cooling alone.';
}
