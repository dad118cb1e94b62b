import Link from 'next/link';
import { accountHref } from '../../../hrefs';

/** An account, leading to its page. */
export function AccountLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  return (
    <>
      <Link
        href={accountHref(id)}
        prefetch={false}
        className="font-medium wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
      >
        {name ?? id}
      </Link>
      {name !== null && name !== id && (
        <span className="block text-xs wrap-anywhere text-ink-muted">{id}</span>
      )}
    </>
  );
}
