import Link from 'next/link';
import { formatNumber } from '@/components/ui/format';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { CoolingViolation } from '@/lib/analytics/get-cooling';
import { runHref } from '../../hrefs';
import { AccountLink, CsmLink } from './account-link';
import { DecisionWords } from './decision-words';

/** Every account of the period that came while its CSM was still cooling, the newest first. */
export function ViolationsPanel({
  violations,
  total,
}: {
  readonly violations: readonly CoolingViolation[];
  readonly total: number;
}) {
  const more = total - violations.length;
  return (
    <div id="violations" className="scroll-mt-4">
      <Panel
        title="Violations"
        aside={<span className="text-sm text-ink-muted">{formatNumber(total)}</span>}
        description="Accounts of the period that came within the cooling period after another of the same CSM; of two at the same moment, the second."
        flush
      >
        {violations.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">There was no violation in this time.</p>
        ) : (
          <Table
            label="Accounts that came too soon"
            className="min-w-[52rem]"
            scrollClass="max-h-[36rem]"
          >
            <thead>
              <tr>
                <Th>When</Th>
                <Th>CSM</Th>
                <Th>Account</Th>
                <Th>After another</Th>
                <Th>Decision</Th>
              </tr>
            </thead>
            <tbody>
              {violations.map((each) => (
                <tr
                  key={`${each.csm} ${each.accountId} ${each.at.getTime()}`}
                  className="align-top"
                >
                  <Td>
                    <Time at={each.at} show="absolute" />
                  </Td>
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    <CsmLink name={each.csm} />
                  </th>
                  <Td>
                    <AccountLink id={each.accountId} name={each.accountName} />
                    {each.runId && (
                      <Link
                        href={runHref(each.runId)}
                        prefetch={false}
                        className="block text-xs text-accent-ink underline underline-offset-2"
                      >
                        Run {each.runId}
                      </Link>
                    )}
                  </Td>
                  <Td>
                    <span className="whitespace-nowrap">
                      {formatDuration(each.at.getTime() - each.previousAt.getTime())}
                    </span>
                    <span className="block text-xs text-ink-muted">
                      after <AccountLink id={each.previousId} name={each.previousName} />
                    </span>
                  </Td>
                  <Td className="min-w-52">
                    <DecisionWords violation={each} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {more > 0 && (
          <p className="px-4 py-3 text-sm text-ink-muted">
            {`These are the newest ${formatNumber(violations.length)}; ${formatNumber(more)} more are older. Choose a shorter time to see them.`}
          </p>
        )}
      </Panel>
    </div>
  );
}
