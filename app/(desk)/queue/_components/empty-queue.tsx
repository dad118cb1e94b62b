import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount } from '@/components/ui/format';
import { InboxIcon, PlayIcon, SearchIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';

/** What is known when nothing waits. */
export interface Standing {
  readonly everRan: boolean;
  /** Accounts that a run could place now. */
  readonly routable: number;
  /** The newest decision; null where nobody has decided yet. */
  readonly last: { readonly byName: string; readonly at: Date } | null;
}

/** Says which of the reasons for an empty table it is, and what leads on from there. */
export function EmptyQueue({
  standing,
  pending,
  onClear,
}: {
  readonly standing: Standing | null;
  readonly pending: number;
  readonly onClear: () => void;
}) {
  if (pending > 0) {
    return (
      <EmptyState
        icon={<SearchIcon />}
        title="Nothing matches the filters"
        actions={<Button onClick={onClear}>Clear all filters</Button>}
      >
        {`${formatCount(pending, 'recommendation waits', 'recommendations wait')} outside of them.`}
      </EmptyState>
    );
  }
  const waiting = standing?.routable ?? 0;
  const accounts =
    waiting > 0
      ? `${formatCount(waiting, 'account needs', 'accounts need')} a CSM and can be routed.`
      : 'No account needs a CSM at the moment.';
  const toRuns = (
    <Link href="/runs" className={buttonStyle(waiting > 0 ? 'primary' : 'secondary')}>
      {waiting > 0 ? 'Start a run' : 'See the runs'}
    </Link>
  );
  return standing && !standing.everRan ? (
    <EmptyState icon={<PlayIcon />} title="The engine has not run yet" actions={toRuns}>
      {`A run recommends a CSM for each account that needs one; the recommendations wait here. ${accounts}`}
    </EmptyState>
  ) : (
    <EmptyState icon={<InboxIcon />} title="Nothing is waiting" actions={toRuns}>
      {standing?.last ? (
        <>
          {standing.last.byName} decided the last one <Time at={standing.last.at} />.
        </>
      ) : (
        'Every recommendation has been decided.'
      )}{' '}
      {accounts}
    </EmptyState>
  );
}
