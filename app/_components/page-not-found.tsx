import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-layout';
import { HOME_PATH } from '@/lib/server/auth/callback-url';

/** The page for an unknown URL. */
export function PageNotFound() {
  return (
    <EmptyState
      level={1}
      title="Page not found"
      actions={
        // Not a client-side link, whose code every page would load once more.
        <a href={HOME_PATH} className={buttonClass('primary')}>
          Go to the queue
        </a>
      }
    >
      The link may be outdated or mistyped.
    </EmptyState>
  );
}
