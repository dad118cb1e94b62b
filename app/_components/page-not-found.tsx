import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-layout';
import { HOME_PATH } from '@/lib/server/auth/callback-url';

/** What an address leads to that leads nowhere. */
export function PageNotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such page"
      actions={
        <Link href={HOME_PATH} className={buttonClass('primary')}>
          Go to the queue
        </Link>
      }
    >
      The link may be old, or a letter of it is missing.
    </EmptyState>
  );
}
