import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { home } from '@/lib/auth/callback-url';

/** What an address leads to that leads nowhere. */
export function NoSuchPage() {
  return (
    <EmptyState
      level={1}
      title="There is no such page"
      actions={
        <Link href={home} className={buttonStyle('primary')}>
          Go to the queue
        </Link>
      }
    >
      The link may be old, or a letter of it is missing.
    </EmptyState>
  );
}
