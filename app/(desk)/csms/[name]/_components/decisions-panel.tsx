import Link from 'next/link';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { CsmDecision, CsmView } from '@/lib/analytics/csm-view';
import { reasonWords } from '@/lib/decisions/reasons';
import { csmHref } from '../../../hrefs';
import { AccountLink } from './account-link';

const verbWords: Readonly<Record<CsmDecision['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overrode',
  reject: 'Rejected',
  undo: 'Undid',
};

/** The period's decisions of which a CSM is a part, newest first. */
export function DecisionsPanel({ csm: { name, decisions } }: { readonly csm: CsmView }) {
  const { newest, total } = decisions;
  const words =
    newest.length < total
      ? `The newest ${formatNumber(newest.length)} of ${formatNumber(total)}`
      : formatCount(total, 'decision');
  return (
    <div id="decisions" className="scroll-mt-4">
      <Panel
        title="Decisions about them"
        description="On recommendations of them, and overrides to them, by when they were decided."
        aside={<p className="text-sm text-ink-muted">{words}</p>}
        flush
      >
        {newest.length === 0 ? (
          <p className="px-4 py-6 text-ink-muted">Nobody decided about them in this time.</p>
        ) : (
          <Table
            label="Decisions, newest first"
            className="min-w-[60rem]"
            scrollClass="max-h-[36rem]"
          >
            <thead>
              <tr>
                <Th>Account</Th>
                <Th>Decision</Th>
                <Th>From</Th>
                <Th>To</Th>
                <Th>Reason</Th>
                <Th>By</Th>
                <Th>When</Th>
              </tr>
            </thead>
            <tbody>
              {newest.map((decision) => (
                <Line key={decision.id} decision={decision} here={name} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </div>
  );
}

function Line({ decision, here }: { readonly decision: CsmDecision; readonly here: string }) {
  const { accountId, accountName, verb, from, to, reason, note, byName, at } = decision;
  return (
    <tr>
      <Td className="min-w-40">
        <AccountLink id={accountId} name={accountName} />
      </Td>
      <Td className="whitespace-nowrap">{verbWords[verb]}</Td>
      <Td className="min-w-32">
        <Somebody name={from} here={here} />
      </Td>
      <Td className="min-w-32">
        <Somebody name={to} here={here} />
      </Td>
      <Td className="min-w-48 wrap-anywhere">
        {reason ? reasonWords(reason) : '–'}
        {note && (
          <span className="block text-xs whitespace-pre-wrap text-ink-muted">{`“${note}”`}</span>
        )}
      </Td>
      <Td className="min-w-28 wrap-anywhere">{byName}</Td>
      <Td className="text-ink-muted">
        <Time at={at} show="absolute" />
      </Td>
    </tr>
  );
}

function Somebody({ name, here }: { readonly name: string | null; readonly here: string }) {
  if (name === null) return <span className="text-ink-muted">–</span>;
  if (name === here) return <span className="font-medium wrap-anywhere">{name}</span>;
  return (
    <Link
      href={csmHref(name)}
      prefetch={false}
      className="wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
    >
      {name}
    </Link>
  );
}
