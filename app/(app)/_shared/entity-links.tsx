import Link from 'next/link';
import { accountHref, csmHref } from './links';

const linkClass = 'wrap-anywhere text-accent-ink underline underline-offset-2';

/** A link to an account, with its name or else its id. */
export function AccountLink({
  id,
  name,
  showId = false,
}: {
  /** Null if a record names no account. */
  readonly id: string | null;
  readonly name: string | null;
  /** Shows the id below the name. */
  readonly showId?: boolean;
}) {
  if (id === null) return <span className="text-ink-muted">No account</span>;
  return (
    <>
      <Link href={accountHref(id)} prefetch={false} className={linkClass}>
        {name ?? id}
      </Link>
      {showId && name !== null && name !== id && (
        <span className="block text-xs wrap-anywhere text-ink-muted">{id}</span>
      )}
    </>
  );
}

/** A link to a CSM. */
export function CsmLink({ name }: { readonly name: string }) {
  return (
    <Link href={csmHref(name)} prefetch={false} className={linkClass}>
      {name}
    </Link>
  );
}
