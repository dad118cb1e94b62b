import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';

export default function NoSuchRun() {
  return (
    <EmptyState
      title="There is no such run"
      actions={
        <Link href="/runs" className={buttonStyle('primary')}>
          Show all runs
        </Link>
      }
    >
      The link may be of another warehouse, or a character of it is missing.
    </EmptyState>
  );
}
